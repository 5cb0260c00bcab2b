"""Counts every cell of every figure anew, from the data package and the declarations alone, and compares.

usage: recompute.py PACKAGE.zip CHARTS FIGURES [BEFORE.zip] [DATABASE]

PACKAGE.zip  the full variant of the data package of a round
CHARTS       the folder of declarations, charts/*.toml
FIGURES      a folder with the figures of the round as CSV, names as `para11 chart draw` gives them
BEFORE.zip   the package of the round before: the figures of change are compared, too
DATABASE     the SQLite database of the one round: how replies came about is no answer, so the package has nothing of it. Without it nothing is known

What a number means is taken from the counting rules of the analysis plan, never from the program: U is who answered and lets the answer be
used; E is who was asked; a percentage is of U, whole, halves upward, from a base of 20; quartiles are linear and of two significant digits.
A cell that is withheld is counted as such and must have a number that could stand there. Where the package does not say whether an answer
for the Secretariat only was asked for at all (its state is removed with it), the number must lie between the two ends; such cells are
counted apart. A cell that is shown must not break the count rule: no number of 1 to k - 1 answers that may not be named.
"""

import decimal
import io
import math
import pathlib
import sqlite3
import sys
import tomllib
import zipfile

import pandas

SMALLEST_BASE = 20
FEWEST, FEWEST_IN_GROUP = 3, 5
FEWEST_FOR_QUARTILES = 10
MISSING = ["not_available", "not_applicable", "not_disclosed", "to_follow", "no_answer"]


class Package:
    """The replies of a round: a column an answer, a row a State that replied."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as files:
            self.files = {name.split("/", 1)[1]: files.read(name) for name in files.namelist()}
        long = self.table("answers_long.csv")
        self.states = self.table("replies.csv").set_index("respondent")
        self.who = self.states.index[self.states.returned == "1"]
        long["item"] = list(zip(long.question, long.row))
        first = long.drop_duplicates(["respondent", "item"])
        self.status = first.pivot(index="respondent", columns="item", values="status").reindex(self.who)
        marks = first.pivot(index="respondent", columns="item", values="mark").reindex(self.who)
        values = long[long.value != ""].drop_duplicates(["respondent", "item", "field"])
        values = values.assign(cell=list(zip(values.question, values.row, values.field)))
        self.values = values.pivot(index="respondent", columns="cell", values="value").reindex(self.who)
        # Nobody's answer stands beside a name unless the State agrees to be named.
        self.named = self.values[("cls_named", "", "value")].eq("yes")
        self.open = marks.eq("attributable").mul(self.named, axis=0)
        self.rows = {name: [row for row in part.row.unique() if row] or [""] for name, part in long.groupby("question", sort=False)}
        self.sections = {}
        form = tomllib.loads(self.text("forms/para11/form.toml"))
        for section in form["sections"]:
            self.sections[section] = tomllib.loads(self.text(f"forms/para11/sections/{section}.toml"))["question"]
        self.questions = {one["id"]: one for part in self.sections.values() for one in part}
        self.lists = tomllib.loads(self.text("forms/para11/lists.toml"))

    def text(self, name):
        return self.files[name].decode()

    def table(self, name):
        return pandas.read_csv(io.BytesIO(self.files[name]), dtype=str, keep_default_na=False)

    def nobody(self):
        return pandas.Series(False, index=self.who)

    def everybody(self):
        return pandas.Series(True, index=self.who)

    def choices(self, question, field):
        question = self.questions[question]
        field = next((one for one in question.get("fields", []) if one["id"] == field), question)
        choices = self.lists[field["choices"]]["choices"]
        return [one if isinstance(one, str) else one["code"] for one in choices]


class Fact:
    """Of whom something holds, and of whom it is known by name."""

    def __init__(self, holds, known):
        self.holds, self.known = holds, holds & known

    def __and__(self, other):
        return Fact(self.holds & other.holds, self.known & other.known)

    def __or__(self, other):
        return Fact(self.holds | other.holds, self.known | other.known)

    def but(self, other):
        """Known to be outside the other is whoever is known here: whether the other was named is said by the same answer."""
        return Fact(self.holds & ~other.holds, self.known & ~other.holds)

    @property
    def count(self):
        return int(self.holds.sum())

    @property
    def hidden(self):
        return int((self.holds & ~self.known).sum())


def usable(data, question, row):
    return Fact(data.status[(question, row)].eq("answered"), data.open[(question, row)])


def named(data, question, row, field, choices):
    cell = (question, row, field)
    if cell not in data.values:
        return Fact(data.nobody(), data.nobody())
    wanted = set(choices)
    hit = data.values[cell].map(lambda value: isinstance(value, str) and not wanted.isdisjoint(value.split()))
    return usable(data, question, row) & Fact(hit.astype(bool), data.everybody())


def anywhere(facts):
    facts = list(facts)
    result = facts[0]
    for fact in facts[1:]:
        result = result | fact
    return result


def condition(data, figure, row, given):
    """Holds in the row at hand if both questions have the same rows, else in any row."""
    question, field = given["question"], given.get("field", "value")
    same = data.questions[question].get("rows") == data.questions[figure["question"]].get("rows")
    rows = [row] if row and same and row in data.rows[question] else data.rows[question]
    return anywhere(named(data, question, one, field, given["choices"]) for one in rows)


class Between:
    """A number of which the package tells two ends."""

    def __init__(self, low, high):
        self.low, self.high = low, high


class Expected:
    """A figure as it should be: numbers by row and column, and how many of each may not be named."""

    def __init__(self):
        self.numbers, self.hidden, self.rest, self.shares, self.k = {}, {}, {}, {}, FEWEST

    def put(self, row, column, number, share=False, fact=None, of=None):
        if isinstance(number, Fact):
            number, fact = number.count, number
        self.numbers[row, column] = number
        if fact is not None:
            self.hidden[row, column] = fact.hidden
        if fact is not None and of is not None:
            self.rest[row, column] = of.but(fact).hidden
        if share:
            self.shares[row, f"{column}_per_cent"] = column


def speaks_of(data, figure, row):
    """E: those asked. Where a figure says of whom it speaks, those of whom one of its conditions holds."""
    if "given" not in figure:
        return Fact(data.everybody(), data.everybody())
    return anywhere(condition(data, figure, row, given) for given in figure["given"])


def groups(data, fact):
    """Regional groups, those with too few replies as one, and those where names would tell who replied unnamed."""
    names = data.states[fact].replace("", "none")
    count = lambda which: which.value_counts().reindex(sorted(names.unique()), fill_value=0)
    replied, members = count(names.loc[data.who]), count(names)
    unnamed = replied - count(names.loc[data.named.index[data.named]])

    def hides(some):
        silent = members[some].sum() - replied[some].sum()
        return replied[some].sum() >= FEWEST_IN_GROUP and (unnamed[some].sum() == 0 or silent >= FEWEST)

    few = [name for name in replied.index if not hides([name])]
    enough = [name for name in replied.index if name not in few]
    while few and not hides(few) and enough:
        few.append(replied[enough].idxmin())
        enough.remove(few[-1])
    parts = {name: [name] for name in enough}
    if few:
        parts[few[0] if len(few) == 1 else "merged"] = few
    return {code: names.index[names.isin(part)] for code, part in parts.items()}


def subjects(data, figure):
    """Code of each row, the rows of the question that count in it, and of whom it speaks."""
    name = figure["question"]
    kind = figure.get("rows", "rows")
    if kind == "rows":
        for row in data.rows[name]:
            yield row or name, [row], speaks_of(data, figure, row)
    elif kind == "choices":
        yield name, data.rows[name], speaks_of(data, figure, "")
    elif kind == "groups":
        for code, members in groups(data, figure["groups"]).items():
            inside = pandas.Series(data.who.isin(members), index=data.who)
            yield code, data.rows[name], speaks_of(data, figure, "") & Fact(inside, inside)
    elif kind == "split":
        for row in figure["row"]:
            yield row["code"], data.rows[name], speaks_of(data, figure, "") & condition(data, figure, "", row)


def base_of(data, figure, rows, universe):
    return universe & anywhere(usable(data, figure["question"], row) for row in rows)


def silent(data, table, code, universe, base, item=None):
    """Those without a usable answer; by reason, where the item is given."""
    table.put(code, "no_usable_answer", universe.but(base).count)
    if item is None:
        return
    states = data.status[item][universe.holds]
    removed = int(states.eq("confidential").sum())
    for state in MISSING:
        seen = int(states.eq(state).sum())
        table.put(code, state, Between(seen, seen + removed) if removed else seen)
    table.put(code, "not_for_use", Between(0, removed) if removed else 0)


def answers(data, figure, shares):
    table = Expected()
    for code, rows, universe in subjects(data, figure):
        base = base_of(data, figure, rows, universe)
        table.put(code, "base", base)
        before = Fact(data.nobody(), data.nobody())
        for series in figure["series"]:
            field = series.get("field", figure.get("field", "value"))
            who = base & named(data, figure["question"], rows[0], field, series["choices"])
            if figure.get("precedence"):
                who, before = who.but(before), before | who
            table.put(code, series["code"], who, shares)
        silent(data, table, code, universe, base, None if "given" in figure else (figure["question"], rows[0]))
    return table


def series_of(data, figure):
    if "series" in figure:
        return figure["series"]
    codes = data.choices(figure["question"], figure.get("field", "value"))
    return [{"code": code, "choices": [code]} for code in codes]


def choices(data, figure, shares):
    table = Expected()
    if "groups" in figure:
        table.k = FEWEST_IN_GROUP
    turned = figure.get("rows") == "choices"
    for code, rows, universe in subjects(data, figure):
        if "across" in figure:
            across(data, figure, table, code, universe)
            continue
        base = base_of(data, figure, rows, universe)
        found = {}
        for series in series_of(data, figure):
            of = base
            if "without" in series:
                who = found[series["of"]].but(found[series["without"]])
            elif "question" in series:
                of = base & usable(data, series["question"], "")
                who = of & named(data, series["question"], "", "value", series.get("choices", [code]))
            else:
                field = series.get("field", figure.get("field", "value"))
                who = base & anywhere(named(data, figure["question"], row, field, series["choices"]) for row in rows)
            found[series["code"]] = who
            at = (series["code"], "states") if turned else (code, series["code"])
            share = shares and series.get("role", "answer") != "column"
            sized = figure["plot"] == "bubble" and len(found) == 3
            table.put(*at, who, share and not sized, of=of)
            if turned:
                table.put(series["code"], "base", base)
        if turned:
            table.put("no_usable_answer", "states", universe.but(base).count)
            table.put("no_usable_answer", "base", "")
            if shares:
                table.numbers["no_usable_answer", "states_per_cent"] = ""
        else:
            table.put(code, "base", base)
            if figure["plot"] != "bubble":
                silent(data, table, code, universe, base)
    return table


def across(data, figure, table, code, universe):
    other, field = figure["across"]["question"], figure["across"].get("field", "value")
    base = None
    for column in data.rows[other]:
        of = universe & usable(data, other, column)
        table.put(code, column, of & named(data, other, column, field, figure["across"]["choices"]), of=of)
        base = of if base is None else base | of
    table.put(code, "base", base)
    table.put(code, "no_usable_answer", universe.but(base).count)


def combinations(data, figure, shares, shown):
    """Which combinations stand apart is the program's choice; each must be right, and the others must be all the rest."""
    table = Expected()
    (_, rows, universe), = subjects(data, figure)
    base = base_of(data, figure, rows, universe)
    codes = data.choices(figure["question"], "value")
    ticked = pandas.DataFrame({code: named(data, figure["question"], "", "value", [code]).holds for code in codes})
    for code in codes:
        who = base & Fact(ticked[code], data.everybody())
        table.put(code, "states", who, of=base)
        table.put(code, "combination", "")
        table.put(code, "base", base)
    pattern = ticked.apply(lambda line: "+".join(line.index[line]), axis=1)[base.holds]
    sizes = pattern.value_counts()
    rest = base
    others = "other_combinations"
    for row in shown.row[shown.row.str.startswith("only:") | shown.row.eq(others)]:
        key = row.removeprefix("only:")
        if key == others:
            who = rest
        else:
            hit = base.holds & pattern.reindex(data.who).eq(key)
            who = Fact(hit, base.known)
            rest = rest.but(who)
        table.put(row, "combination", who)
        table.put(row, "states", "")
        table.put(row, "base", "")
    # The most frequent that may stand apart, at most `top`: none that is larger may be missing.
    listed = [row.removeprefix("only:") for row in shown.row if row.startswith("only:")]
    smallest = min((sizes.get(key, 0) for key in listed), default=0)
    for key, size in sizes.items():
        hidden = Fact(base.holds & pattern.reindex(data.who).eq(key), base.known).hidden
        may = hidden == 0 or hidden >= FEWEST
        if key and key not in listed and may and (len(listed) < figure.get("top", math.inf) or size > smallest):
            table.numbers[f"only:{key}", "combination"] = size
    return table


def together(data, figure, shares):
    table = Expected()
    rows = data.rows[figure["question"]]
    field = figure.get("field", "value")
    for at, one in enumerate(rows):
        base = usable(data, figure["question"], one)
        table.put(one, "base", base)
        for place, other in enumerate(rows):
            if place > at:
                table.put(one, other, "")
                continue
            who = [named(data, figure["question"], row, field, figure["choices"]) for row in (one, other)]
            table.put(one, other, who[0] & who[1], of=base & usable(data, figure["question"], other))
    return table


def two_digits(number):
    """To two significant digits, then to a whole number, halves upward."""
    number = decimal.Decimal(float(number))
    if number:
        number = number.quantize(decimal.Decimal(1).scaleb(number.adjusted() - 1), decimal.ROUND_HALF_UP)
    return int(number.quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP))


def quartiles(data, figure, shares):
    table = Expected()
    for code, (row,), universe in subjects(data, figure):
        cell = (figure["question"], row, figure.get("field", "value"))
        numbers = pandas.to_numeric(data.values[cell]) if cell in data.values else pandas.Series(math.nan, index=data.who)
        given = universe & usable(data, figure["question"], row) & Fact(numbers.notna(), data.everybody())
        table.put(code, "base", given)
        found = numbers[given.holds].quantile([0.25, 0.5, 0.75])
        for column, quantile in zip(["lower_quartile", "median", "upper_quartile"], found):
            table.put(code, column, "" if math.isnan(quantile) else two_digits(quantile))
    return table


def course(data, figure, shares, database):
    """Days from the first day of the round to the first submission, or clarifications asked for; of every reply."""
    table = Expected()
    found = pandas.Series(dtype=float)
    if database is not None:
        measure = {
            "days": "SELECT respondent, julianday(date(min(at))) - julianday(opens) FROM submissions",
            "clarifications": "SELECT respondent, (SELECT count(*) FROM clarifications c WHERE c.reply = r.id) FROM submissions",
        }[figure["measure"]]
        query = f"{measure} s JOIN replies r ON s.reply = r.id JOIN rounds o ON r.round = o.code GROUP BY respondent"
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            found = pandas.Series(dict(connection.execute(query).fetchall())).reindex(data.who).clip(lower=0)
    known = found.notna()
    table.put(figure["measure"], "base", Fact(known, known))
    for column, quantile in zip(["lower_quartile", "median", "upper_quartile"], found.quantile([0.25, 0.5, 0.75])):
        table.put(figure["measure"], column, "" if math.isnan(quantile) else two_digits(quantile))
    return table


def replies(data, figure, shares):
    """Full is a reply with an answer outside the short reply that is not for the Secretariat only."""
    table = Expected()

    def in_short(item):
        question, row = data.questions[item[0]], item[1]
        return question.get("core", False) or ("core_rows" in question and (not row or row in question["core_rows"]))

    beyond = [item for item in data.status if not in_short(item)]
    full = data.status[beyond].eq("answered").any(axis=1)
    parts = groups(data, figure["groups"])
    parts["all"] = data.states.index
    for code, members in parts.items():
        inside = data.who[data.who.isin(members)]
        counts = [int(full[inside].sum()), int((~full[inside]).sum()), len(members) - len(inside)]
        for column, count in zip(["full", "short", "none"], counts):
            table.put(code, column, count)
        table.put(code, "base", len(members))
        table.put(code, "rate", per_cent(len(inside), len(members)))
    return table


def statuses(data, figure, shares):
    """States of all answers of a section. What the package does not say: whether an answer for the Secretariat only was asked for."""
    table = Expected()
    for section, questions in data.sections.items():
        used, lacking, removed = 0, 0, 0
        apart = dict.fromkeys(MISSING, 0)
        for question in questions:
            if question.get("internal"):
                continue
            rows = [""] if "roster" in question else data.rows[question["id"]]
            states = data.status[[(question["id"], row) for row in rows]]
            used += int(states.eq("answered").sum().sum())
            for state in MISSING:
                apart[state] += int(states.eq(state).sum().sum())
            closed = int(states.eq("confidential").sum().sum())
            if "relevant" in question or "rows_where" in question:
                removed += closed
            else:
                lacking += closed
        lacking += sum(apart.values())
        table.put(section, "answered", used, share=True)
        table.put(section, "no_usable_answer", Between(lacking, lacking + removed) if removed else lacking, share=True)
        table.put(section, "base", Between(used + lacking, used + lacking + removed) if removed else used + lacking)
    return table


def changes(data, figure, shares, before):
    """Those who answered in both rounds, by what they said then and now."""
    table = Expected()
    question, field = figure["question"], figure.get("field", "value")

    def then(fact):
        return Fact(*(one.reindex(data.who, fill_value=False).astype(bool) for one in (fact.holds, fact.known)))

    both_replied = pandas.Series(data.who.isin(before.who), index=data.who)
    for row in data.rows[question]:
        if row not in before.rows[question]:
            continue
        code = row or question
        base = usable(data, question, row) & then(usable(before, question, row))
        now = base & named(data, question, row, field, figure["choices"])
        old = base & then(named(before, question, row, field, figure["choices"]))
        if figure["plot"] == "dumbbell":
            table.put(code, "before", old)
            table.put(code, "now", now)
            table.put(code, "change", now.count - old.count)
        else:
            table.put(code, "both", now & old, shares)
            table.put(code, "new", now.but(old), shares)
            table.put(code, "no_longer", old.but(now), shares)
            table.put(code, "neither", base.but(now).but(old), shares)
            table.put(code, "no_usable_answer", int(both_replied.sum()) - base.count)
        table.put(code, "base", base)
    return table


def per_cent(part, whole):
    return (200 * part + whole) // (2 * whole) if whole >= SMALLEST_BASE else ""


class Tally:
    """What was compared."""

    def __init__(self):
        self.equal = self.within = self.withheld = self.shares = self.caused = self.full = 0
        self.wrong = []


def compare(figure, table, shown, tally):
    name = figure["id"]

    def wrong(row, column, what):
        tally.wrong.append(f"{name} {row}.{column}: {what}")

    expected = {row for row, _ in table.numbers}
    # `top` leaves rows or columns out, and says how many it keeps.
    kept = min(figure.get("top", math.inf), len(expected)) if figure["count"] != "combinations" else len(expected)
    if len(shown) != kept or not set(shown.row) <= expected or shown.row.duplicated().any():
        wrong("", "", f"the rows are {sorted(shown.row)}, and should be {kept} of {sorted(expected)}")
        return
    columns = {column for _, column in table.numbers} | {column for _, column in table.shares}
    reasons = [*MISSING, "not_for_use"]
    if "no_usable_answer" in shown:
        columns -= set(reasons)
    elif set(reasons) & columns:
        columns -= {"no_usable_answer"}
        sure = {column for (_, column), number in table.numbers.items() if number != 0 and not isinstance(number, Between)}
        columns -= {one for one in reasons if one not in sure and one not in shown}
    found = [column for column in shown if column not in ("row", "label", "role")]
    top = figure.get("across", {}).get("top")
    if not set(found) <= columns or len(found) != (min(top, len(columns) - 2) + 2 if top else len(columns)):
        wrong("", "", f"the columns are {found}, and should be {sorted(columns)}")
        return
    for line in shown.to_dict("records"):
        row = line["row"]
        for column in found:
            value = line[column]
            if (row, column) in table.shares:
                part, whole = line[table.shares[row, column]], line["base"]
                if "withheld" in (part, whole):
                    want = "withheld"
                else:
                    want = per_cent(int(part), int(whole))
                if value != str(want):
                    wrong(row, column, f"the figure has {value!r}, {part} of {whole} is {want!r}")
                elif value == "withheld":
                    tally.withheld += 1
                    tally.shares += 1
                else:
                    tally.equal += 1
                continue
            if (row, column) not in table.numbers:
                wrong(row, column, f"the figure has {value!r}, and there is no such number")
                continue
            want = table.numbers[row, column]
            hidden = table.hidden.get((row, column))
            if value == "withheld":
                tally.withheld += 1
                if want == "" and figure["count"] not in ("quartiles", "course"):
                    wrong(row, column, "withheld, and there is no number that could stand there")
                if hidden is not None and 0 < hidden < table.k:
                    tally.caused += 1
                elif hidden is not None and hidden and table.rest.get((row, column), table.k) < table.k:
                    tally.full += 1
            elif isinstance(want, Between):
                if value.isdigit() and want.low <= int(value) <= want.high:
                    tally.within += 1
                else:
                    wrong(row, column, f"the figure has {value!r}, the package gives {want.low} to {want.high}")
            elif value != str(want):
                wrong(row, column, f"the figure has {value!r}, the package gives {want}")
            else:
                tally.equal += 1
                if hidden is not None and 0 < hidden < table.k:
                    wrong(row, column, f"shown, and counts {hidden} that may not be named")
    order(figure, shown, wrong)
    sums(figure, table, shown, wrong)


def sums(figure, table, shown, wrong):
    """Parts add up to their whole where all are shown."""
    if figure["count"] not in ("answers", "changes", "statuses") or figure["plot"] == "dumbbell":
        return
    outside = {"no_usable_answer", "not_for_use", *MISSING}
    parts = [c for c in shown if c not in ("row", "label", "role", "base") and not c.endswith("_per_cent")]
    if figure["count"] != "statuses":
        parts = [column for column in parts if column not in outside]
    for line in shown.to_dict("records"):
        cells = [line[column] for column in [*parts, "base"]]
        if "withheld" not in cells and sum(map(int, cells[:-1])) != int(cells[-1]):
            wrong(line["row"], "base", f"parts are {cells[:-1]}, the whole {cells[-1]}")


def order(figure, shown, wrong):
    """Rows stand by the sum of what is shown of the series of `order`; those of `last` after them."""
    if "order" not in figure:
        return
    number = shown[figure["order"]].replace("withheld", "0").astype(int).sum(axis=1)
    rank = pandas.DataFrame({"end": (shown.role != "answer"), "last": shown.row.isin(figure.get("last", [])), "size": -number})
    sorted_ = rank.sort_values(["end", "last", "size"], kind="stable")
    if list(rank.itertuples(index=False)) != list(sorted_.itertuples(index=False)):
        wrong("", "", f"rows stand in the order {list(shown.row)}")


def main(package, charts, figures, *more):
    data = Package(package)
    database = next((path for path in more if not path.endswith(".zip")), None)
    before = next((Package(path) for path in more if path.endswith(".zip")), None)
    figures = pathlib.Path(figures)
    total, seen = Tally(), 0
    for path in sorted(pathlib.Path(charts).glob("*.toml"), key=lambda path: int(path.stem[1:])):
        chart = tomllib.loads(path.read_text())
        tally = Tally()
        for figure in chart["figure"]:
            files = list(figures.glob(f"*-{figure['id']}-*.csv"))
            if figure["count"] == "changes" and before is None and not files:
                continue  # Nothing is drawn where there is no round before.
            if len(files) != 1:
                tally.wrong.append(f"{figure['id']}: {len(files)} files")
                continue
            seen += 1
            shown = pandas.read_csv(files[0], dtype=str, keep_default_na=False)
            if figure["count"] == "changes" and before is None:
                if len(shown):
                    tally.wrong.append(f"{figure['id']}: there is no round before, and there are numbers")
                continue
            shares = figure["plot"] in ("bars", "stacked", "diverging") or figure.get("scale") == "share"
            count = globals()[figure["count"]]
            more = {"changes": [before], "combinations": [shown], "course": [database]}.get(figure["count"], [])
            compare(figure, count(data, figure, shares, *more), shown, tally)
        print(f"{chart['output']}: {tally.equal} cells agree, {tally.within} within what the package tells, "
              f"{tally.withheld} withheld, {len(tally.wrong)} differ")
        for name in ("equal", "within", "withheld", "shares", "caused", "full", "wrong"):
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    print(f"{seen} figures: {total.equal} cells agree, {total.within} within what the package tells, {total.withheld} withheld "
          f"({total.shares} of them percentages, {total.caused} counts of few that may not be named, {total.full} of nearly all), "
          f"{len(total.wrong)} differ")
    print("\n".join(total.wrong))
    return 1 if total.wrong or total.equal < 1 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
