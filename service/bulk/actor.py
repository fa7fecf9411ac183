"""The actor: loads the model once, reads part after part, writes the results of each."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from service.bulk.parts import Part, results_of
from service.commands.crew import DIED
from service.commands.picture_reader import PictureReader
from service.commands.records import Record
from service.memory import keep_for_the_next_picture
from service.settings import Settings

TRIES = 2  # deaths at the same picture until it is held to be the cause
RESULTS = pa.schema(
    [
        ("file", pa.string()),
        ("text", pa.string()),
        ("confidence", pa.float64()),
        ("digits", pa.int32()),
        ("least_confidence", pa.float64()),
        ("unread", pa.int32()),
        ("model", pa.string()),
        ("problem", pa.string()),
    ]
)


class PartReader:
    """Reads parts of a source. Ray makes one in each of its processes and hands it batches of one part."""

    def __init__(self, settings: Settings, out: str) -> None:
        keep_for_the_next_picture()
        self._reader = PictureReader(settings)
        self._out = Path(out)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Read the parts of a batch: `part` (n,) to what came of each, for the one who waits."""
        done = [self._read(Part.from_json(str(line))) for line in batch["part"]]
        return {key: np.array([each[key] for each in done]) for key in done[0]}

    def _read(self, part: Part) -> dict[str, int]:
        diary = Diary(self._out / f".part-{part.name}.json")
        records = []
        for number, (file, picture) in enumerate(part.pictures()):
            if isinstance(picture, OSError):
                records.append(Record(file, problem=str(picture)))
            elif diary.killed(number):
                records.append(Record(file, problem=DIED))
            else:
                diary.begin(number)
                records.append(self._record(file, picture))
        _write(records, results_of(part, self._out))
        diary.close()
        bad = sum(record.problem is not None for record in records)
        return {"pictures": len(records), "bad": bad}

    def _record(self, file: str, picture: bytes) -> Record:
        return self._reader.record(file, picture)


class Diary:
    """Which picture is being read, on disk: whoever goes on after a death knows what it may be due to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._deaths: dict[str, int] = {}
        if path.exists():
            told = json.loads(path.read_text())
            self._deaths = told["deaths"]
            self._deaths[told["at"]] = self._deaths.get(told["at"], 0) + 1

    def killed(self, number: int) -> bool:
        """Whether this picture ended its reader more than once."""
        return self._deaths.get(str(number), 0) >= TRIES

    def begin(self, number: int) -> None:
        """Write down that this picture is next."""
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({"at": str(number), "deaths": self._deaths}))
        new.replace(self._path)

    def close(self) -> None:
        """Forget it all: the part is whole."""
        self._path.unlink(missing_ok=True)


def _write(records: list[Record], path: Path) -> None:
    """Write the results whole or not at all."""
    new = path.with_name(f".{path.name}.new")
    pq.write_table(pa.Table.from_pylist([record.values() for record in records], RESULTS), new)
    new.replace(path)
