"""Reads the lines of several runs and writes a table: the median of each, and how many times ours each other is."""

import statistics
import sys

OURS = "para11"

times, sizes = {}, {}
for line in sys.stdin:
    match line.rstrip("\n").split("\t"):
        case ["time", work, who, cpu, wall]:
            times.setdefault(work, {}).setdefault(who, []).append((float(cpu), float(wall)))
        case ["size", what, amount]:
            sizes.setdefault(what, []).append(int(amount))
        case _:
            sys.exit(f"not a line of results: {line!r}")


def show(micros):
    """Three figures, in the unit that reads best."""
    for unit, factor in (("s", 1e6), ("ms", 1e3)):
        if micros >= factor:
            return f"{micros / factor:.3g} {unit}"
    return f"{micros:.3g} µs"


def ratio(value, base):
    return f"{value / base:.3g}" if base else "–"


if times:
    print("| work | who | CPU | × ours | wall | × ours | runs |\n|---|---|---:|---:|---:|---:|---:|")
    for work, sides in times.items():
        medians = {who: [statistics.median(part) for part in zip(*runs)] for who, runs in sides.items()}
        base = medians.get(OURS, [0, 0])
        for who, (cpu, wall) in medians.items():
            cells = [work, who, show(cpu), ratio(cpu, base[0]), show(wall), ratio(wall, base[1]), str(len(sides[who]))]
            print("| " + " | ".join(cells) + " |")
if sizes:
    print("\n| what | bytes |\n|---|---:|")
    for what, amounts in sizes.items():
        low, high = min(amounts), max(amounts)
        print(f"| {what} | {low:,} |" if low == high else f"| {what} | {low:,}–{high:,} |")
