"""A file may be made of a million parts that say nothing: 16 MB of them kept Pillow busy for 26 seconds."""

import re
import struct

from service.errors import DamagedPicture

HARMLESS = 100_000  # bytes: parsing so many takes 0.1 s at most, whatever they are
MAX_PARTS = 50_000  # a PNG of 16 MB in pieces of 8 KiB has 2,000, a JPEG's head has a dozen
MAX_FILLING = 65_536  # bytes between the parts of a JPEG's head, all together
JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
PIXELS = b"\xda\xd9"  # markers that end a JPEG's head: its first scan, or its end
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
CHUNK = struct.Struct(">I4s")
AROUND_CHUNK = CHUNK.size + 4  # its head and its checksum


def refuse_filling(picture: bytes) -> None:
    """Raise DamagedPicture for a JPEG or PNG of more parts, or more between them, than any program writes."""
    if len(picture) <= HARMLESS:
        return
    if picture.startswith(JPEG):
        _walk_jpeg(picture)
    elif picture.startswith(PNG):
        _walk_png(picture)


def _walk_jpeg(picture: bytes) -> None:
    position, left = len(JPEG), MAX_FILLING
    for _ in range(MAX_PARTS):
        found = MARKER.search(picture, position, position + left)
        if found is None and position + left >= len(picture):
            return  # cut off, as its parser will tell
        if found is None:
            break
        if found[1] in PIXELS:
            return
        left -= found.start() - position
        position = found.end() + int.from_bytes(picture[found.end() : found.end() + 2], "big")
    raise _refused("JPEG")


def _walk_png(picture: bytes) -> None:
    position = len(PNG)
    for _ in range(MAX_PARTS):
        if position + CHUNK.size > len(picture):
            return
        length, kind = CHUNK.unpack_from(picture, position)
        if kind == b"IEND":
            return
        position += length + AROUND_CHUNK
    raise _refused("PNG")


def _refused(kind: str) -> DamagedPicture:
    return DamagedPicture(
        f"This {kind} picture has more filling than any program writes. Save it anew, and send that."
    )
