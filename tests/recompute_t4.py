"""Counts figure T4 anew from the data package and compares every cell with the figure's own CSV.

usage: recompute_t4.py PACKAGE.zip T4.csv
"""

import io
import sys
import zipfile

import pandas

package, figure = sys.argv[1:]
with zipfile.ZipFile(package) as files:
    name = next(name for name in files.namelist() if name.endswith("/answers_long.csv"))
    answers = pandas.read_csv(io.BytesIO(files.read(name)), dtype=str, keep_default_na=False)

given = answers[(answers.question == "lnk_status") & (answers.row != "") & (answers.status == "answered")]
counts = given.groupby(["row", "value"]).size().unstack(fill_value=0)
bases = given.groupby("row").size()
replied = answers.respondent.nunique()

shown, compared, withheld, wrong = pandas.read_csv(figure, dtype=str, keep_default_na=False), 0, 0, []
for _, line in shown.iterrows():
    base = bases.get(line.row, 0)
    expected = {"base": base, "no_usable_answer": replied - base}
    for value in ["established", "indicated", "none_found", "not_examined"]:
        count = counts[value].get(line.row, 0) if value in counts else 0
        expected[value] = count
        # Per cent of the base, rounded half up, and only where the base allows it.
        expected[f"{value}_per_cent"] = (200 * count + base) // (2 * base) if base >= 20 else ""
    for column, number in expected.items():
        if line[column] == "withheld":
            withheld += 1
        elif line[column] != str(number):
            wrong.append(f"{line.row}.{column}: the figure has {line[column]!r}, the package gives {number}")
        else:
            compared += 1

print(f"{compared} cells agree, {withheld} are withheld, {len(wrong)} differ")
print("\n".join(wrong))
sys.exit(1 if wrong or compared < 100 else 0)
