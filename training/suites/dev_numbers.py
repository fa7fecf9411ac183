"""People's pictures of numbers: photos, notepads, mark tables, equations, amounts, dates, ruled grids.

`numbers/` and `multi/` of the dev pictures, each with a manifest.csv: in its `text`, `|` is a line break.
"""

import csv
from pathlib import Path

from training.suites.reading import ReadingCase, ReadingSuite
from training.suites.texts import DIGITS, DIGITS_BY_LINE, MARKS, Form

SIGNS_LEFT_OUT = ("equations photo", "calculation")  # what stands between these numbers is not in the truth
OTHER_WRITING = ("equations photo", "amount", "scores photo", "date")  # kinds with more than digits and signs
TABLES = "mark table"


def dev_numbers(folder: Path) -> ReadingSuite:
    """Strangers' pictures. Digits and signs count, in order; lines and parts are measured by themselves."""
    return _suite("dev numbers", folder / "numbers")


def dev_multi(folder: Path) -> ReadingSuite:
    """Sheets with long numbers, their lines, and drawings of "10": digits and lines count."""
    return _suite("dev multi", folder / "multi", DIGITS_BY_LINE)


def _suite(name: str, folder: Path, form: Form | None = None) -> ReadingSuite:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def case(index: int) -> ReadingCase:
        row = rows[index]
        counts = form or (DIGITS if row["kind"] in SIGNS_LEFT_OUT else MARKS)
        picture = (folder / row["file"]).read_bytes()
        return ReadingCase(picture, row["text"].replace("|", "\n"), row["kind"], row["file"], counts)

    return ReadingSuite(name, len(rows), case)
