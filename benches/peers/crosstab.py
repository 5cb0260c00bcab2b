"""Cross-tables of the same columns by DuckDB, Polars and numpy; lines as `measure` writes them. Every count is compared first."""

import csv
import itertools
import pathlib
import sys
import time

import duckdb
import numpy as np
import polars as pl

folder = pathlib.Path(sys.argv[1])
singles = {f"q{n}": np.fromfile(folder / f"q{n}.u8", np.uint8) for n in range(30)}
ticks = {f"m{n}": np.fromfile(folder / f"m{n}.u8", np.uint8) for n in range(8)}
pairs = list(itertools.combinations(singles, 2))

expected = {"pairs": {}, "ticks": {}}
with open(folder / "expected.tsv", encoding="utf-8") as file:
    for line in csv.DictReader(file, delimiter="\t"):
        expected[line["table"]][int(line["row"]), int(line["column"])] = int(line["count"])

# Codes stay bytes, the smallest form that each library has; ticks are booleans where it has them.
duck = duckdb.connect()
arrays = {**singles, **{name: column.astype(bool) for name, column in ticks.items()}}
frame = pl.DataFrame(arrays)
duck.execute("CREATE TABLE replies AS SELECT * FROM frame")


def duck_pairs(a, b):
    return duck.execute(f"SELECT {a}, {b}, count(*) FROM replies GROUP BY {a}, {b}").fetchall()


def duck_ticks():
    sums = ", ".join(f"count(*) FILTER ({name})" for name in ticks)
    return duck.execute(f"SELECT q1, {sums} FROM replies GROUP BY q1").fetchall()


def duck_all():
    for name in singles:
        duck.execute(f"SELECT {name}, count(*) FROM replies GROUP BY {name}").fetchall()
    for a, b in pairs:
        duck_pairs(a, b)


def polars_pairs(a, b):
    return frame.group_by(a, b).len().rows()


def polars_ticks():
    return frame.group_by("q1").agg(pl.col(name).sum() for name in ticks).rows()


def polars_all():
    for name in singles:
        frame.group_by(name).len()
    for a, b in pairs:
        polars_pairs(a, b)


def numpy_pairs(a, b):
    # A pair of bytes is one number of 16 bits.
    both = singles[a].astype(np.uint16) << 8 | singles[b]
    return np.bincount(both, minlength=1 << 16)


booleans = [column.astype(bool) for column in ticks.values()]


def numpy_ticks():
    return [np.bincount(singles["q1"][ticked], minlength=256) for ticked in booleans]


def numpy_all():
    for column in singles.values():
        np.bincount(column, minlength=256)
    for a, b in pairs:
        numpy_pairs(a, b)


def from_table(rows):
    """Rows of a code and eight sums, as pairs of tick and code."""
    return {(n, row[0]): row[n + 1] for row in rows for n in range(8) if row[0] < 248}


def check(name, table, found):
    if found != expected[table]:
        sys.exit(f"{name} counts otherwise than para11: {table}")


def answered(rows):
    """Without those who gave no answer, whom para11 counts apart."""
    return {(a, b): n for a, b, n in rows if a < 248 and b < 248}


check("DuckDB", "pairs", answered(duck_pairs("q0", "q1")))
check("Polars", "pairs", answered(polars_pairs("q0", "q1")))
counts = numpy_pairs("q0", "q1")
check("numpy", "pairs", answered((*divmod(int(i), 256), int(counts[i])) for i in np.flatnonzero(counts)))
check("DuckDB", "ticks", from_table(duck_ticks()))
check("Polars", "ticks", from_table(polars_ticks()))
found = numpy_ticks()
check("numpy", "ticks", {(m, c): int(found[m][c]) for m in range(8) for c in range(8)})


def measure(work, who, run, least=0.6):
    """Repeats until `least` seconds have passed; processor time of all threads of this process, and wall time, of one."""
    run()
    times, cpu, wall = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() - wall < least:
        run()
        times += 1
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"time\t{work}\t{who}\t{cpu / times * 1e6:.2f}\t{wall / times * 1e6:.2f}", flush=True)


work = "8 x 8 of two questions"
measure(work, "DuckDB", lambda: duck_pairs("q0", "q1"))
measure(work, "Polars", lambda: polars_pairs("q0", "q1"))
measure(work, "numpy", lambda: numpy_pairs("q0", "q1"))
work = "multiple x single choice"
measure(work, "DuckDB", duck_ticks)
measure(work, "Polars", polars_ticks)
measure(work, "numpy", numpy_ticks)
work = "30 one-way and 435 cross-tables"
measure(work, "DuckDB", duck_all)
measure(work, "Polars", polars_all)
measure(work, "numpy", numpy_all)
