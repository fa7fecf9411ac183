"""A folder or Parquet files, cut into parts that are read, written and resumed one by one."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from service.commands.files import as_text, bytes_of, files_of

PART = 1_000  # files of a folder in a part: some seconds of one core
COLUMNS = {"path": "string", "bytes": "binary"}  # of a Parquet source


class SourceError(ValueError):
    """What was named cannot be read from; the message says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some pictures of a source: files of a folder, or a row group of a Parquet file."""

    name: str  # of its results; the same for the same pictures
    source: str  # the folder, or the Parquet file
    files: tuple[str, ...] = ()
    row_group: int = 0

    def as_json(self) -> str:
        """The part as a line that goes through a cluster."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "Part":
        """The part again."""
        told = json.loads(line)
        return cls(**told | {"files": tuple(told["files"])})

    def pictures(self) -> Iterator[tuple[str, bytes | OSError]]:
        """Each picture's name with its bytes, or with what kept them from being read."""
        if self.files:
            for file in self.files:
                yield file, _bytes_of(Path(self.source) / file)
            return
        table = pq.ParquetFile(self.source).read_row_group(self.row_group, columns=list(COLUMNS))
        for path, picture in zip(table["path"], table["bytes"], strict=True):
            yield path.as_py(), picture.as_py()


def parts_of(source: Path, out: Path) -> list[Part]:
    """Cut a folder of pictures, a `.parquet` file or a folder of these into what is left to do.

    Pictures whose results lie in `out` already are left out. Raises SourceError.
    """
    if not source.exists():
        raise SourceError(f"{source} is not there.")
    tables = sorted(source.glob("*.parquet")) if source.is_dir() else [source]
    if tables:
        every = [part for table in tables for part in _row_groups(table)]
        return [part for part in every if not results_of(part, out).exists()]
    done = _files_done(out)
    files = [file for file in files_of(source, out) if as_text(file) not in done]
    return [_of_files(source, files[start : start + PART]) for start in range(0, len(files), PART)]


def results_of(part: Part, out: Path) -> Path:
    """Where a part's results go."""
    return out / f"part-{part.name}.parquet"


def _of_files(folder: Path, files: list[str]) -> Part:
    return Part(_name(str(folder.resolve()), *files), str(folder.resolve()), tuple(files))


def _row_groups(table: Path) -> Iterator[Part]:
    try:
        file = pq.ParquetFile(table)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(f"{table} is no Parquet file: {error}") from error
    found = {field.name: str(field.type).removeprefix("large_") for field in file.schema_arrow}
    if any(found.get(name) != kind for name, kind in COLUMNS.items()):
        wanted = ", ".join(f"{name} ({kind})" for name, kind in COLUMNS.items())
        told = ", ".join(f"{name} ({kind})" for name, kind in found.items())
        raise SourceError(f"{table} must have the columns {wanted}; it has {told}.")
    for number in range(file.num_row_groups):
        size = table.stat().st_size
        yield Part(_name(str(table.resolve()), size, number), str(table.resolve()), row_group=number)


def _files_done(out: Path) -> set[str]:
    return {
        str(file)
        for results in sorted(out.glob("part-*.parquet"))
        for file in pq.read_table(results, columns=["file"])["file"].to_pylist()
    }


def _bytes_of(path: Path) -> bytes | OSError:
    try:
        return bytes_of(path)
    except OSError as error:
        return error


def _name(*what: object) -> str:
    return hashlib.sha256("\n".join(map(str, what)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
