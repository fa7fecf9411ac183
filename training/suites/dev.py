"""Development pictures of a folder: people's photos, drawings, scans, postal digits, and no digits.

The folder holds photos/, multi/, numbers/ (see `dev_numbers`) and notdigit/, each with a manifest.csv, and
drawings.npz, scans.npz and usps.npz with arrays x (n, h, w) and y (n,). Training never sees any of it.
"""

import csv
from pathlib import Path

import numpy as np

from training.suites.encode import png
from training.suites.types import Case, Expected, Suite

ARRAYS = ("drawings", "scans", "usps")


def dev_photos(folder: Path) -> Suite:
    """Single digits, drawn on a tablet or photographed, uploaded as the files they are."""
    rows = _manifest(folder / "photos")

    def case(index: int) -> Case:
        row = rows[index]
        picture = (folder / "photos" / row["file"]).read_bytes()
        return Case(picture, int(row["label"]), row["kind"], row["file"])

    return Suite("dev photos", len(rows), case)


def dev_array(folder: Path, name: str) -> Suite:
    """One of `ARRAYS`: each picture uploaded as a PNG of its own size and polarity."""
    with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
        pictures, labels = arrays["x"], arrays["y"]

    def case(index: int) -> Case:
        return Case(png(pictures[index]), int(labels[index]), name, f"{name} {index}")

    return Suite(f"dev {name}", len(labels), case)


def dev_several(folder: Path) -> Suite:
    """Pictures with several digits: to be answered "several digits", whichever they are."""
    rows = _manifest(folder / "multi")

    def case(index: int) -> Case:
        row = rows[index]
        return Case(
            (folder / "multi" / row["file"]).read_bytes(), None, row["kind"], row["file"], "several_digits"
        )

    return Suite("dev several digits", len(rows), case)


def dev_not_digits(folder: Path) -> Suite:
    """Letters, scribbles, nature and blank pages."""
    rows = _manifest(folder / "notdigit")

    def case(index: int) -> Case:
        row = rows[index]
        expected: Expected = "blank" if row["kind"].startswith("blank") else "not_a_digit"
        kind = "blank" if expected == "blank" else row["kind"]
        return Case((folder / "notdigit" / row["file"]).read_bytes(), None, kind, row["file"], expected)

    return Suite("dev not digits", len(rows), case)


def dev_suites(folder: Path) -> tuple[Suite, ...]:
    """Every suite of the folder."""
    arrays = (dev_array(folder, name) for name in ARRAYS)
    return (dev_photos(folder), *arrays, dev_several(folder), dev_not_digits(folder))


def _manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
