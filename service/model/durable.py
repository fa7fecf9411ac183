"""Files that are whole or absent after a power cut, and readable by another user whatever the umask."""

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from service.errors import StoreError

FOLDER_MODE = 0o755
FILE_MODE = 0o644


def make_folder(folder: Path) -> None:
    """Make `folder` and its missing parents, each on disk before this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(FOLDER_MODE)
    sync(folder.parent)


def sync(path: Path) -> None:
    """Have the operating system put a file's bytes, or a folder's entries, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def seal(folder: Path) -> None:
    """Put everything under `folder` on disk, readable by all. Raises StoreError for a link or a device."""
    for entry in sorted(folder.iterdir()):
        mode = entry.lstat().st_mode
        if stat.S_ISDIR(mode):
            seal(entry)
        elif stat.S_ISREG(mode):
            entry.chmod(FILE_MODE)
            sync(entry)
        else:
            raise StoreError(f"{entry.name} is neither a file nor a folder")
    folder.chmod(FOLDER_MODE)
    sync(folder)


def replace(path: Path, content: bytes) -> None:
    """Replace a file's content in one step: readers see the old or the new, never a part."""
    following = path.with_name(f".{path.name}.next")
    following.unlink(missing_ok=True)
    following.write_bytes(content)
    following.chmod(FILE_MODE)
    sync(following)
    following.replace(path)
    sync(path.parent)


def append(path: Path, line: bytes) -> None:
    """Add a line to a log and put it on disk."""
    with path.open("ab") as log:
        log.write(line)
    path.chmod(FILE_MODE)
    sync(path)


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes. Raises StoreError for anything else, OSError."""
    # Never a link, and never a pipe that would wait for its writer.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise StoreError(f"{path.name} is a link, and links are not followed") from error
        raise
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise StoreError(f"{path.name} is not a file")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise StoreError(f"{path.name} is longer than {limit} bytes")
    return content


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: one writer at a time. The lock of a process that dies is free again."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # A volume without locks still works; two writers at the same time are then the user's to avoid.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
