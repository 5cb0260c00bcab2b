"""The same heat matrix by matplotlib: cells with their counts, labels of rows and columns, a title. Lines as `measure` writes them."""

import io
import math
import pathlib
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

head, *rows = (pathlib.Path(sys.argv[1]) / "heat.tsv").read_text(encoding="utf-8").splitlines()
title, *columns = head.split("\t")
labels = [row.split("\t")[0] for row in rows]
counts = np.array([[float(cell or math.nan) for cell in row.split("\t")[1:]] for row in rows])


def draw(form):
    figure, axes = plt.subplots(figsize=(174 / 25.4, 174 / 25.4))
    axes.imshow(counts, cmap="Blues", aspect="auto")
    for (row, column), count in np.ndenumerate(counts):
        if not math.isnan(count):
            axes.text(column, row, f"{count:.0f}", ha="center", va="center", fontsize=6)
    axes.set_yticks(range(len(labels)), labels, fontsize=6)
    axes.set_xticks(range(len(columns)), columns, fontsize=6, rotation=90)
    axes.set_title(title, fontsize=8)
    out = io.BytesIO()
    figure.savefig(out, format=form, dpi=300, bbox_inches="tight")
    plt.close(figure)
    return out.getvalue()


def measure(work, form, least=1.0):
    draw(form)
    times, cpu, wall = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() - wall < least:
        draw(form)
        times += 1
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"time\t{work}\tmatplotlib\t{cpu / times * 1e6:.2f}\t{wall / times * 1e6:.2f}", flush=True)


measure("heat matrix to SVG", "svg")
measure("heat matrix to PNG, 300 dots an inch", "png")
measure("heat matrix to PDF", "pdf")
