"""The files of a folder, in an order that stays, and their bytes."""

import os
from pathlib import Path

MOST_BYTES = 256 * 1024 * 1024  # of a file: more is no picture that could be read


def files_of(folder: Path, out: Path) -> list[str]:
    """Give every file's path in the folder, in order, without hidden ones and the results in `out`."""
    own, found = out.resolve(), []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (Path(parent) / name).resolve() != own
        )
        paths = (Path(parent) / name for name in sorted(names) if not name.startswith("."))
        found += [path.relative_to(folder).as_posix() for path in paths if path.resolve() != own]
    return found


def as_text(name: str) -> str:
    """Give a file's name as a line of text: breaks, and what is no text, as escapes like `\\udcff`."""
    one_line = name.replace("\n", "\\n").replace("\r", "\\r")
    return one_line.encode("utf-8", "backslashreplace").decode()


def bytes_of(path: Path) -> bytes:
    """A file's bytes. Raises OSError, also where there are too many."""
    if path.stat().st_size > MOST_BYTES:
        raise OSError(f"The file is larger than {MOST_BYTES >> 20} MiB.")
    return path.read_bytes()
