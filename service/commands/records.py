"""The file of results: a line for each picture, CSV or JSON; an interrupted run is gone on with."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import BinaryIO

from service.commands.files import as_text

BREAK = "|"  # between the lines of a picture in CSV, so that each picture stays one line of the file


class ResultsError(ValueError):
    """The results cannot be written as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """What came of one file."""

    file: str  # its path in the folder
    text: str | None = None  # lines separated by line breaks; None where the file cannot be read
    confidence: float | None = None  # of the whole text; None of an empty one
    digits: int | None = None
    least_confidence: float | None = None  # of its digits and signs
    unread: int | None = None  # places where something looks written and was not read
    model: str | None = None
    problem: str | None = None

    def values(self) -> dict[str, object]:
        """By column, what may quote a name as text that any file can hold."""
        problem = None if self.problem is None else as_text(self.problem.replace("\n", " "))
        return asdict(self) | {"file": as_text(self.file), "problem": problem}


class Results:
    """Records in a file, each written through as it comes."""

    def __init__(self, file: BinaryIO, done: set[str], *, as_json: bool) -> None:
        self._done = done  # files that had their record when this was opened
        self._file = file
        self._as_json = as_json

    def __len__(self) -> int:
        """How many files had their record when this was opened."""
        return len(self._done)

    def holds(self, file: str) -> bool:
        """Whether a file had its record when this was opened."""
        return as_text(file) in self._done

    def write(self, record: Record) -> None:
        """Add a record."""
        self._file.write(_json_line(record) if self._as_json else _csv_line(_cells(record)))
        self._file.flush()


@contextmanager
def open_results(path: Path) -> Iterator[Results]:
    """Open a file of results, new or begun. Raises ResultsError, OSError."""
    if path.suffix.lower() not in (".csv", ".jsonl"):
        raise ResultsError(f"{path} must end in .csv or .jsonl: that says how it is written.")
    as_json = path.suffix.lower() == ".jsonl"
    with path.open("a+b") as file:
        file.seek(0)
        begun = file.read()
        whole = begun[: begun.rfind(b"\n") + 1]  # a line without its end was being written
        try:
            done = _done(whole.decode("utf-8"), path, as_json=as_json)
        except (UnicodeDecodeError, json.JSONDecodeError, csv.Error, KeyError, TypeError) as error:
            raise ResultsError(f"{path} is there already and holds other things than results.") from error
        file.truncate(len(whole))
        if not whole and not as_json:
            file.write(_csv_line(_header()))
        yield Results(file, done, as_json=as_json)


def _done(text: str, path: Path, *, as_json: bool) -> set[str]:
    if as_json:
        return {str(json.loads(line)["file"]) for line in text.split("\n") if line}
    rows = csv.reader(io.StringIO(text))
    header = next(rows, None)
    if header not in (None, _header()):
        raise ResultsError(f"{path} is there already and has other columns than results have.")
    return {row[0] for row in rows if row}


def _header() -> list[str]:
    return [field.name for field in fields(Record)]


def _cells(record: Record) -> list[str]:
    values = record.values() | {"text": None if record.text is None else record.text.replace("\n", BREAK)}
    return ["" if value is None else str(value) for value in values.values()]


def _csv_line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


def _json_line(record: Record) -> bytes:
    return (json.dumps(record.values(), ensure_ascii=False) + "\n").encode()
