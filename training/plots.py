"""The pictures of a report: curves, confusion matrix, reliability diagram, worst mistakes."""

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # before pyplot: a training job has no screen

import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import NDArray

from training.evaluate import Mistake
from training.metrics import BINS, Reliability

DOTS_PER_INCH = 80  # sharp enough to read, small enough to keep in a version
INK, OTHER = "#1f4e79", "#c0504d"


def curves(path: Path, history: dict[str, list[float]]) -> None:
    """Accuracy and loss by epoch, training against validation."""
    _, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for axis, name in zip(axes, ("accuracy", "loss"), strict=True):
        epochs = range(1, len(history[name]) + 1)
        axis.plot(epochs, history[name], color=INK, label="training")
        axis.plot(epochs, history[f"val_{name}"], color=OTHER, linestyle="--", label="validation")
        axis.set(xlabel="epoch", title=name)
        axis.legend()
    _save(path)


def confusion(path: Path, counts: NDArray[np.int64]) -> None:
    """Which labels were taken for which, on the test split; only mistakes are coloured."""
    mistakes = counts.astype(float)
    np.fill_diagonal(mistakes, 0)
    _, axis = plt.subplots(figsize=(5.4, 5), layout="constrained")
    axis.imshow(mistakes, cmap="Reds")
    for row, column in np.ndindex(*counts.shape):
        if counts[row, column]:
            colour = "white" if mistakes[row, column] > mistakes.max() / 2 else "black"
            axis.text(
                column, row, str(counts[row, column]), ha="center", va="center", fontsize=8, color=colour
            )
    names = [*map(str, range(10)), "none"][: counts.shape[1]]
    axis.set(xlabel="answer", ylabel="label", xticks=range(len(names)), xticklabels=names, yticks=range(10))
    _save(path)


def reliability(path: Path, found: Reliability) -> None:
    """How sure against how often right; on the dotted line, 0.9 means nine in ten."""
    _, axis = plt.subplots(figsize=(4.6, 4.4), layout="constrained")
    seen = found.count > 0
    axis.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axis.bar(
        (np.arange(BINS)[seen] + 0.5) / BINS, found.accuracy[seen], width=0.9 / BINS, color=INK, alpha=0.4
    )
    axis.plot(found.confidence[seen], found.accuracy[seen], "o", color=INK)
    axis.set(
        xlabel="confidence", ylabel="share of right answers", title=f"calibration error {found.error:.4f}"
    )
    _save(path)


def mistakes(path: Path, worst: tuple[Mistake, ...]) -> None:
    """The digits that the network was surest of and wrong about."""
    columns = 8
    rows = max(1, -(-len(worst) // columns))
    _, axes = plt.subplots(rows, columns, figsize=(8, 1.35 * rows), squeeze=False, layout="constrained")
    for axis in axes.flat:
        axis.axis("off")
    for axis, mistake in zip(axes.flat, worst, strict=False):
        axis.imshow(255 - mistake.digit, cmap="gray", vmin=0, vmax=255)
        answer = "none" if mistake.answer == 10 else mistake.answer
        axis.set_title(f"{mistake.label} read {answer}\n{mistake.confidence:.2f}", fontsize=8)
    _save(path)


def _save(path: Path) -> None:
    plt.savefig(path, dpi=DOTS_PER_INCH)
    plt.close()
