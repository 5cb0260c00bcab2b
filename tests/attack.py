"""The attacker: reads what is published and tries to say what a State answered that did not let it be said with its name.

usage: attack.py RELEASE.json...          what follows for an outsider, and for each State that replied as a reader who knows its own reply
       attack.py --self-test [QUESTIONS]  the same of invented releases under the usual rule, and against all worlds of small ones

It shares nothing with the gate. A State is exposed if an answer holds of it in every world that fits all that is published, and is not
known of it by name. States that are publicly alike are exchangeable, so a world is how many of each class gave each answer. Sums and
bounds say most; a search, and where SciPy is there its integer solver, finds a world in which it does not hold. Out of time is "not
pinned", and told.

A release is one JSON object:

    {"k": 3,                             the threshold of the round, for people: nothing is taken from it
     "withheld": [1, 2],                 optional: between which numbers a withheld cell lies, where the rule says so to everyone
     "states": [                         those who replied, all of them; the list is public
       {"code": "FRA",
        "facts": {"un_group": "WEOG"},   public classifications
        "known": {"lnk_status.toc": "established", "pat_money": ["cash", "bank"], "frm_risk": null},
                                         answers known by name: a choice, several, or null for no usable answer; else not known
        "counted": {"lnk_status.toc": true},
                                         optional: whether a reader knows that there is a usable answer (the worst case); else not known.
                                         Only of what is put to all: of another question it would tell the answer that it follows from
        "own": {"lnk_status.toc": "indicated"}
                                         optional: what it answered, null for no usable answer; read only when this State is the reader
       }],
     "tables": [                         a row of a figure each
       {"question": "lnk_status",        with its field, where it has several: "ta_matrix.need"
        "row": "toc",                    optional: the item is then "lnk_status.toc", as in `known`
        "several": false,                whether a State may name several choices
        "complete": true,                for several: whether the cells hold every choice, so that whoever answered is in one
        "where": {"un_group": ["AFR"]},  optional: it speaks only of States with one of these facts (of each of these classifications)
        "given": [{"question": "lnk_overview", "row": null, "choices": ["established"]}],
                                         optional: it speaks only of those of whom one of these holds
        "cells": {"link": 40, "none_found": null},
                                         States a cell, null where it is withheld
        "codes": {"link": ["established", "indicated"]},
                                         which choices a cell holds; not here: the one it is called by
        "base": 60, "unused": 3          those with a usable answer and without, null or left out where it is not shown
       }]}

A question crossed with another is a table a column, with the other question under `given`: rows of a question against each other, too.
Reasons for having no usable answer that are told apart, combinations of choices, and numbers are not read: what follows from them is not
found.
"""

import csv
import itertools
import json
import pathlib
import random
import sys
import time

try:
    import numpy
    from scipy.optimize import Bounds, LinearConstraint, milp
except ImportError:
    milp = None

UNKNOWN = object()
# Of one search, of one run of the solver, and of one reader of tables that share questions.
MOST_NODES, MOST_SECONDS, MOST_SECONDS_A_READER = 400, 1.0, 60.0
FAR = 10**9


def name_of(part):
    return f"{part['question']}.{part['row']}" if part.get("row") else part["question"]


def codes_of(table, cell):
    return tuple(sorted(table.get("codes", {}).get(cell, [cell])))


class System:
    """Whole numbers from nought, between bounds, under sums that lie between bounds."""

    def __init__(self):
        self.high, self.low, self.rules, self.of = [], [], [], []

    def variable(self, most):
        self.low.append(0)
        self.high.append(most)
        self.of.append([])
        return len(self.high) - 1

    def rule(self, terms, low, high):
        """`terms` is a list of (variable, factor); the same variable may stand twice."""
        sums = {}
        for variable, factor in terms:
            sums[variable] = sums.get(variable, 0) + factor
        terms = [(v, f) for v, f in sums.items() if f]
        self.rules.append((terms, low, high))
        for variable, _ in terms:
            self.of[variable].append(len(self.rules) - 1)

    def tighten(self, low, high, start, extra=()):
        """Bounds that follow; false where there is no world."""
        queue, waiting = list(start), set(start)
        while queue:
            at = queue.pop()
            waiting.discard(at)
            terms, least, most = self.rules[at] if at >= 0 else extra[-at - 1]
            small = sum(f * (low[v] if f > 0 else high[v]) for v, f in terms)
            large = sum(f * (high[v] if f > 0 else low[v]) for v, f in terms)
            if small > most or large < least:
                return False
            if small >= least and large <= most:
                continue
            for v, f in terms:
                a, b = low[v], high[v]
                if f > 0:
                    new_high = min(b, (most - small) // f + a)
                    new_low = max(a, b - (large - least) // f)
                else:
                    new_low = max(a, b + -((most - small) // -f))
                    new_high = min(b, a + (large - least) // -f)
                if new_low > new_high:
                    return False
                if (new_low, new_high) != (a, b):
                    # A rule looks again at itself, since its sums have moved.
                    low[v], high[v] = new_low, new_high
                    for other in [*self.of[v], *(-1 - i for i in range(len(extra)))]:
                        if other not in waiting:
                            waiting.add(other)
                            queue.append(other)
                    small = sum(g * (low[w] if g > 0 else high[w]) for w, g in terms)
                    large = sum(g * (high[w] if g > 0 else low[w]) for w, g in terms)
        return True

    def world(self, low, high, extra):
        """A world, None where there is none, UNKNOWN where neither is found in time."""
        low, high = list(low), list(high)
        if not self.tighten(low, high, [*range(-len(extra), 0), *range(len(self.rules))], extra):
            return None
        nodes = [MOST_NODES]
        found = self.search(low, high, extra, nodes)
        if found is not None or nodes[0] > 0:
            return found
        return self.solve(low, high, extra)

    def search(self, low, high, extra, nodes):
        open_ = [v for v in range(len(low)) if low[v] < high[v]]
        if not open_:
            return low
        v = min(open_, key=lambda v: high[v] - low[v])
        middle = (low[v] + high[v]) // 2
        for value in sorted(range(low[v], high[v] + 1), key=lambda n: abs(n - middle)):
            nodes[0] -= 1
            if nodes[0] <= 0:
                return None
            below, above = list(low), list(high)
            below[v] = above[v] = value
            if self.tighten(below, above, [*range(-len(extra), 0), *self.of[v]], extra):
                found = self.search(below, above, extra, nodes)
                if found is not None or nodes[0] <= 0:
                    return found
        return None

    def solve(self, low, high, extra):
        if milp is None:
            return UNKNOWN
        rules = [*self.rules, *extra]
        matrix = numpy.zeros((len(rules), len(low)))
        for at, (terms, _, _) in enumerate(rules):
            for v, f in terms:
                matrix[at, v] = f
        limits = LinearConstraint(matrix, [max(-FAR, r[1]) for r in rules], [min(FAR, r[2]) for r in rules])
        done = milp(numpy.zeros(len(low)), integrality=numpy.ones(len(low)), bounds=Bounds(low, high), constraints=limits,
                    options={"time_limit": MOST_SECONDS})
        if done.status == 2:
            return None
        if done.x is None:
            return UNKNOWN
        # The solver is not trusted: what it says is tried in whole numbers.
        world = [round(x) for x in done.x]
        fits = all(low[v] <= n <= high[v] for v, n in enumerate(world))
        fits = fits and all(least <= sum(f * world[v] for v, f in terms) <= most for terms, least, most in rules)
        return world if fits else UNKNOWN


class Part:
    """Tables that share questions, as a reader sees them."""

    def __init__(self, release, tables, states):
        self.tables, self.withheld = tables, release.get("withheld")
        facts = sorted({fact for table in tables for fact in table.get("where", {})})
        self.items, self.several, self.codes = set(), {}, {}
        for table in tables:
            for one in [table, *table.get("given", [])]:
                self.items.add(name_of(one))
                self.codes.setdefault(name_of(one), set()).update(one.get("choices", []))
            self.several[name_of(table)] = table.get("several", False)
            for cell in table["cells"]:
                self.codes[name_of(table)].update(codes_of(table, cell))
        items = sorted(self.items)
        self.classes = {}
        for state in states:
            known, counted = state.get("known", {}), state.get("counted", {})
            values = tuple(self.value(known[item]) if item in known else (UNKNOWN, counted.get(item)) for item in items)
            key = (tuple(state.get("facts", {}).get(fact) for fact in facts), values)
            self.classes.setdefault(key, []).append(state["code"])
        self.facts, self.names = facts, items
        self.build()

    @staticmethod
    def value(value):
        return None if value is None else tuple(sorted([value] if isinstance(value, str) else value))

    def build(self):
        self.system, self.targets = System(), []
        self.numbers, self.bases, self.unions, self.groups = {}, {}, {}, []
        for key, members in self.classes.items():
            facts, values = key
            self.groups.append((len(members), dict(zip(self.facts, facts)), dict(zip(self.names, values)), members))
        for table in self.tables:
            self.table(table)

    # How many of class `c` who are in the universe have a usable answer to an item, and how many named one of some choices: as sums of
    # variables.

    def answered(self, c, item, universe):
        at = (c, item, universe)
        if at in self.bases:
            return self.bases[at]
        size, _, values, _ = self.groups[c]
        value, system, inside = values[item], self.system, self.inside(c, universe)
        is_known = not (isinstance(value, tuple) and value and value[0] is UNKNOWN)
        codes = sorted(self.codes[item])
        self.numbers[at] = {}
        if is_known:
            base = inside if value is not None else []
            for code in codes:
                self.numbers[at][code] = inside if value is not None and code in value else []
            self.bases[at] = base
            return base
        for code in codes:
            self.numbers[at][code] = [(system.variable(size), 1)]
        if self.several.get(item):
            base = [(system.variable(size), 1)]
            for code in codes:
                system.rule(self.numbers[at][code] + minus(base), -FAR, 0)
        else:
            base = [term for code in codes for term in self.numbers[at][code]]
        self.bases[at] = base
        system.rule(base + minus(inside), -FAR, 0)
        if value[1] is True:
            system.rule(base + minus(inside), 0, 0)
        elif value[1] is False:
            system.rule(base, 0, 0)
        if universe:
            # Inside the universe is a part of all, and outside there is room for the rest only.
            if any(name_of(t) == item and not t.get("given") for t in self.tables) or item in self.conditions():
                whole = self.answered(c, item, ())
                pairs = [(base, whole)] + [(self.numbers[at][code], self.numbers[c, item, ()][code]) for code in codes]
                for part, all_ in pairs:
                    system.rule(part + minus(all_), -FAR, 0)
                    system.rule(part + minus(all_) + minus(inside), -size, FAR)
                if not self.several.get(item):
                    system.rule(base + minus(whole) + minus(inside), -size, FAR)
        return base

    def conditions(self):
        return {name_of(one) for table in self.tables for one in table.get("given", [])}

    def inside(self, c, universe):
        """Those of a class of whom one of the conditions holds."""
        if not universe:
            return [(self.one(), self.groups[c][0])]
        at = (c, universe)
        if at not in self.unions:
            parts = [self.chosen(c, item, (), codes) for item, codes in universe]
            self.unions[at] = self.union(parts, self.groups[c][0])
        return self.unions[at]

    def one(self):
        if not hasattr(self.system, "unit"):
            self.system.unit = self.system.variable(1)
            self.system.rule([(self.system.unit, 1)], 1, 1)
        return self.system.unit

    def union(self, parts, size, whole=None):
        if len(parts) == 1:
            return parts[0]
        all_ = [(self.system.variable(size), 1)]
        for part in parts:
            self.system.rule(part + minus(all_), -FAR, 0)
        self.system.rule(all_ + minus([term for part in parts for term in part]), -FAR, 0)
        if whole is not None:
            self.system.rule(all_ + minus(whole), -FAR, 0)
        return all_

    def chosen(self, c, item, universe, codes):
        base = self.answered(c, item, universe)
        parts = [self.numbers[c, item, universe][code] for code in codes]
        if not self.several.get(item):
            return [term for part in parts for term in part]
        value = self.groups[c][2][item]
        if not (isinstance(value, tuple) and value and value[0] is UNKNOWN):
            hit = value is not None and not set(codes).isdisjoint(value)
            return self.inside(c, universe) if hit else []
        at = (c, item, universe, codes)
        if at not in self.unions:
            self.unions[at] = self.union(parts, self.groups[c][0], base)
        return self.unions[at]

    def table(self, table):
        item = name_of(table)
        universe = tuple(sorted((name_of(one), tuple(sorted(one["choices"]))) for one in table.get("given", [])))
        where = table.get("where", {})
        among = [c for c, (_, facts, _, _) in enumerate(self.groups) if all(facts[fact] in values for fact, values in where.items())]
        system = self.system

        def total(parts, number):
            terms = [term for part in parts for term in part]
            if number is not None:
                system.rule(terms, number, number)
            elif self.withheld:
                system.rule(terms, *self.withheld)

        bases = [self.answered(c, item, universe) for c in among]
        if table.get("base") is not None:
            total(bases, table["base"])
        if table.get("unused") is not None:
            total([self.inside(c, universe) + minus(base) for c, base in zip(among, bases)], table["unused"])
        for cell, number in table["cells"].items():
            codes = codes_of(table, cell)
            parts = [self.chosen(c, item, universe, codes) for c in among]
            total(parts, number)
            for c, part in zip(among, parts):
                self.target(c, item, part, cell)
        if table.get("several") and table.get("complete"):
            for c, base in zip(among, bases):
                parts = [self.numbers[c, item, universe][code] for code in sorted(self.codes[item])]
                if parts:
                    system.rule([term for part in parts for term in part] + minus(base), 0, FAR)
        for name, codes in universe:
            for c in among:
                self.target(c, name, self.chosen(c, name, (), codes), "|".join(codes))
        if len(universe) > 1:
            for c in among:
                label = " or ".join(f"{name}={'|'.join(codes)}" for name, codes in universe)
                if any(self.hidden(c, name) for name, _ in universe):
                    self.targets.append((c, label, self.inside(c, universe), "one of these"))

    def hidden(self, c, item):
        value = self.groups[c][2][item]
        return isinstance(value, tuple) and bool(value) and value[0] is UNKNOWN

    def target(self, c, item, part, cell):
        """What would expose a class: that all of it are in a cell."""
        if part and self.hidden(c, item):
            self.targets.append((c, item, part, cell))

    def pinned(self):
        """Classes of whom something holds in every world, and those of which neither is found."""
        system = self.system
        low, high = list(system.low), list(system.high)
        if not system.tighten(low, high, range(len(system.rules))):
            raise ValueError("no world fits what is published")
        targets = {(c, item, cell, tuple(part)) for c, item, part, cell in self.targets}
        sure, unsure, left = [], [], []
        for c, item, cell, part in sorted(targets, key=str):
            size = self.groups[c][0]
            if sum(f * low[v] for v, f in part) >= size:
                sure.append((c, item, cell))
            elif sum(f * high[v] for v, f in part) >= size:
                left.append((c, item, cell, part, size))
        until = time.monotonic() + MOST_SECONDS_A_READER
        while left:
            c, item, cell, part, size = left.pop()
            if time.monotonic() > until:
                unsure.append((c, item, cell))
                continue
            world = system.world(low, high, [(list(part), -FAR, size - 1)])
            if world is None:
                sure.append((c, item, cell))
            elif world is UNKNOWN:
                unsure.append((c, item, cell))
            else:
                # One world clears all that does not hold in it.
                left = [one for one in left if sum(f * world[v] for v, f in one[3]) >= one[4]]
        return sure, unsure


def minus(terms):
    return [(variable, -factor) for variable, factor in terms]


def parts(tables):
    """Tables that share a question, directly or by what they are given."""
    groups = []
    for table in tables:
        names = {name_of(one) for one in [table, *table.get("given", [])]}
        together = [group for group in groups if group[0] & names]
        groups = [group for group in groups if not group[0] & names]
        groups.append((names.union(*(g[0] for g in together)), [t for g in together for t in g[1]] + [table]))
    return groups


def readings(release, names):
    """The outsider, and of each kind of State that replied one, as a reader who knows its own answers."""
    states = release["states"]
    yield "outsider", states
    seen = set()
    for at, state in enumerate(states):
        own = {name: state["own"][name] for name in names if name in state.get("own", {})}
        known = state.get("known", {})
        if not any(name not in known for name in own):
            continue
        key = json.dumps([state.get("facts"), {n: known[n] for n in names if n in known}, state.get("counted"), own], sort_keys=True)
        if key not in seen:
            seen.add(key)
            inside = {**state, "known": {**own, **known}}
            yield state["code"], [*states[:at], inside, *states[at + 1:]]


def examine(release):
    """What is exposed, as (state, question, answer, reader), and what could not be told in time, alike."""
    exposed, unsure = [], []
    for names, tables in parts(release["tables"]):
        outside = set()
        for reader, states in readings(release, names):
            part = Part(release, tables, states)
            for found, into in zip(part.pinned(), (exposed, unsure)):
                for c, item, cell in found:
                    for code in part.groups[c][3]:
                        # What everyone finds is said once.
                        if reader == "outsider":
                            outside.add((code, item, cell))
                        elif code == reader or (code, item, cell) in outside:
                            continue
                        into.append((code, item, cell, reader))
    return exposed, unsure


def attack(release):
    """What is exposed: a list of (state, question, answer, reader)."""
    return examine(release)[0]


# --- Invented releases -------------------------------------------------------------------------------------------------------------------

ANSWERS = ["yes", "no", "unknown"]


def invented(chance, members, replies=60):
    """A question put to the real regional groups: a State's group, answer and mark."""
    shares = [chance.uniform(0.2, 0.7), chance.uniform(0.1, 0.5), chance.uniform(0.05, 0.3)]
    chosen = sorted(chance.sample(members, replies))
    answers = chance.choices(ANSWERS, shares, k=replies)
    marks = chance.choices(["attributable", "aggregate", "restricted"], [50, 40, 10], k=replies)
    return [(code, group, answer, mark) for (code, group), answer, mark in zip(chosen, answers, marks)]


def published(replies, grouped, hide, worst, tells):
    """World totals, and totals of groups, with cells under three withheld."""
    states, tables = [], []
    for code, group, answer, mark in replies:
        state = {"code": code, "facts": {"un_group": group}, "known": {}, "counted": {}}
        state["own"] = {"q": None if mark == "restricted" else answer}
        if mark == "attributable":
            state["known"]["q"] = answer
        elif worst:
            state["counted"]["q"] = mark == "aggregate"
        states.append(state)
    for where in [None, *(sorted({group for _, group, _, _ in replies}) if grouped else [])]:
        of = [(answer, mark) for _, group, answer, mark in replies if where in (None, group)]
        counts = {code: sum(answer == code and mark != "restricted" for answer, mark in of) for code in ANSWERS}
        table = {"question": "q", "several": False, "base": sum(counts.values()), "unused": len(of) - sum(counts.values())}
        table["cells"] = {code: None if hide and 0 < count < 3 else count for code, count in counts.items()}
        if where:
            table["where"] = {"un_group": [where]}
        tables.append(table)
    release = {"k": 3, "states": states, "tables": tables}
    return {**release, "withheld": [1, 2]} if tells else release


def control(questions, members, label, **how):
    chance, slowest = random.Random(1), 0.0
    some = states = some_outside = outside = unsure = 0
    began = time.perf_counter()
    for _ in range(questions):
        replies = invented(chance, members)
        start = time.perf_counter()
        exposed, open_ = examine(published(replies, **how))
        slowest = max(slowest, time.perf_counter() - start)
        answers = {code: (answer, mark) for code, _, answer, mark in replies}
        # The attacker must be right: it is told none of these.
        assert all(answers[code] == (answer, "aggregate") for code, _, answer, _ in exposed), exposed
        some += bool(exposed)
        states += len({code for code, *_ in exposed})
        found_outside = {code for code, _, _, reader in exposed if reader == "outsider"}
        some_outside += bool(found_outside)
        outside += len(found_outside)
        unsure += len(open_)
    mean = (time.perf_counter() - began) / questions
    print(f"{label}: {some} of {questions} questions expose {states} States; to an outsider {some_outside}, {outside} States; "
          f"{unsure} not told in time")
    print(f"    {1000 * mean:.1f} ms a release, {1000 * slowest:.1f} ms the slowest", file=sys.stderr)


# --- Against all worlds ------------------------------------------------------------------------------------------------------------------

def every_world(release, domains):
    """What holds in all worlds of a small release, found by going through them."""
    states = release["states"]
    items = sorted(domains)
    options = []
    for state in states:
        own = []
        for item in items:
            known, counted = state["known"], state.get("counted", {})
            values = [known[item]] if item in known else [None, *domains[item]]
            if counted.get(item) is not None and item not in known:
                values = [v for v in values if (v is not None) == counted[item]]
            own.append(values)
        options.append([dict(zip(items, combination)) for combination in itertools.product(*own)])

    def names(value, codes):
        return value is not None and not set(codes).isdisjoint([value] if isinstance(value, str) else value)

    def fits(world):
        for table in release["tables"]:
            item = name_of(table)
            of = [
                answers for state, answers in zip(states, world)
                if all(state["facts"][fact] in values for fact, values in table.get("where", {}).items())
                and (not table.get("given") or any(names(answers[name_of(one)], one["choices"]) for one in table["given"]))
            ]
            base = sum(answers[item] is not None for answers in of)
            if table.get("base") not in (None, base) or table.get("unused") not in (None, len(of) - base):
                return False
            for cell, number in table["cells"].items():
                if number not in (None, sum(names(answers[item], codes_of(table, cell)) for answers in of)):
                    return False
        return True

    always = None
    for world in itertools.product(*options):
        if not fits(world):
            continue
        holds = {
            (state["code"], name_of(one), cell)
            for state, answers in zip(states, world) for one, cell, codes in questions_of(release)
            if name_of(one) not in state["known"] and names(answers[name_of(one)], codes)
            and in_universe(one, state, answers, names)
        }
        always = holds if always is None else always & holds
    return always


def in_universe(table, state, answers, names):
    if not all(state["facts"][fact] in values for fact, values in table.get("where", {}).items()):
        return False
    return not table.get("given") or any(names(answers[name_of(one)], one["choices"]) for one in table["given"])


def questions_of(release):
    for table in release["tables"]:
        for cell in table["cells"]:
            yield table, cell, codes_of(table, cell)
        for one in table.get("given", []):
            yield {**one, "where": table.get("where", {})}, "|".join(sorted(one["choices"])), one["choices"]


def small(chance):
    """A small release: a question by group, and one that is put to those who answered it in one way."""
    domains = {"q": ["a", "b"], "p": chance.choice([["x", "y"], [("x",), ("y",), ("x", "y")]])}
    several = not isinstance(domains["p"][0], str)
    if chance.random() < 0.5:
        del domains["p"]
    truth, states = [], []
    for at in range(chance.choice([3, 4, 5])):
        answers = {item: chance.choice([None, *values]) for item, values in domains.items()}
        if "p" in domains and answers["q"] != "a":
            answers["p"] = None
        known = {item: value for item, value in answers.items() if chance.random() < 0.3}
        state = {"code": f"s{at}", "facts": {"g": chance.choice("uv")}, "known": known, "own": answers}
        if chance.random() < 0.5:
            state["counted"] = {item: value is not None for item, value in answers.items()}
        truth.append(answers)
        states.append(state)

    def number(n):
        return None if chance.random() < 0.3 else n

    tables = []
    for where in [None, "u", "v"]:
        for item in domains:
            of = [answers for state, answers in zip(states, truth) if where in (None, state["facts"]["g"])]
            if item == "p":
                of = [answers for answers in of if answers["q"] == "a"]
            base = [answers[item] for answers in of if answers[item] is not None]
            codes = ["x", "y"] if item == "p" else ["a", "b"]
            table = {"question": item, "several": item == "p" and several, "complete": True,
                     "cells": {code: number(sum(code in value for value in base)) for code in codes},
                     "base": number(len(base)), "unused": number(len(of) - len(base))}
            if where:
                table["where"] = {"g": [where]}
            if item == "p":
                table["given"] = [{"question": "q", "choices": ["a"]}]
            if chance.random() < 0.8:
                tables.append(table)
    return {"k": 3, "states": states, "tables": tables}, domains


def against_all_worlds(count):
    """The outsider, and one State as a reader, find what holds in all worlds of a small release and nothing else."""
    chance, exposed, missed, false = random.Random(2), 0, 0, 0
    for at in range(count):
        release, domains = small(chance)
        if not release["tables"]:
            continue
        if at % 2:
            reader = release["states"][0]
            reader["known"] = {**reader["own"], **reader["known"]}
        found = {one[:3] for one in attack(release) if one[3] == "outsider"}
        true = every_world(release, domains)
        exposed += len(true)
        missed += len(true - found)
        false += len(found - true)
        # And as `attack` makes readers of States: what the first of them finds is what it finds once its reply is known to all.
        if at % 2 == 0:
            reader = release["states"][0]
            own = {**release, "states": [{**reader, "known": {**reader["own"], **reader["known"]}}, *release["states"][1:]]}
            inside = every_world(own, domains) - true
            said = {one[:3] for one in attack({**release, "states": [reader, *({**s, "own": {}} for s in release["states"][1:])]})
                    if one[3] == reader["code"]}
            exposed += len(inside)
            missed += len(inside - said)
            false += len(said - inside)
    print(f"all worlds of {count} small releases: {exposed} answers hold in all, {missed} missed, {false} said wrongly")
    return missed, false


def self_test(questions):
    source = pathlib.Path(__file__).resolve().parent.parent / "forms/para11/data/member_states.csv"
    with open(source, encoding="utf-8", newline="") as file:
        members = [(row["iso3"], row["un_group"]) for row in csv.DictReader(file)]
    missed, false = against_all_worlds(300)
    control(questions, members, "usual rule", grouped=True, hide=True, worst=True, tells=False)
    control(questions, members, "usual rule, and the rule is known", grouped=True, hide=True, worst=True, tells=True)
    control(questions, members, "usual rule, and who is counted is not known", grouped=True, hide=True, worst=False, tells=True)
    control(questions, members, "nothing withheld", grouped=True, hide=False, worst=True, tells=False)
    control(questions, members, "usual rule, world only", grouped=False, hide=True, worst=True, tells=False)
    return 1 if missed or false else 0


def main(arguments):
    if arguments[:1] == ["--self-test"]:
        return self_test(int(arguments[1]) if len(arguments) > 1 else 30)
    worst = 0
    for path in arguments:
        exposed, unsure = examine(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
        print(f"{path}: {len({one[0] for one in exposed})} States exposed, {len(unsure)} not told in time")
        for state, question, answer, reader in exposed:
            print(f"    {state} {question} = {answer}, to {reader}")
        worst = max(worst, len(exposed))
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
