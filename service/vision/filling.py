"""A file may be made of a million parts that say nothing: 16 MB of them kept Pillow busy for 26 seconds."""

import re
import struct

from service.errors import DamagedPicture
from service.vision.png import SIGNATURE as PNG
from service.vision.scans import START_OF_IMAGE as JPEG

HARMLESS = 100_000  # bytes: parsing so many takes 0.1 s at most, whatever they are

MAX_JPEG_PARTS = 2_000  # before the pixels; a camera writes a dozen, and 16 MB of metadata are 250
MAX_EXIF_PARTS = 100  # Pillow puts them together, and copies all that it has each time
MAX_FILLING = 65_536  # bytes between a JPEG's parts, all together
# The markers after which Pillow reads a length; whatever else stands there it goes through byte by byte.
MARKER = re.compile(rb"\xff([\xc0-\xc7\xc9-\xcf\xda-\xef\xfe])")
EXIF_PART, EXIF, START_OF_SCAN = b"\xe1", b"Exif\0", b"\xda"
FRAME_PARTS = frozenset(bytes([kind]) for kind in range(0xC0, 0xD0) if kind not in (0xC4, 0xC8, 0xCC))

MAX_PNG_PARTS = 50_000  # 16 MB in pieces of 8 KiB are 2,000
CHUNK = struct.Struct(">I4s")
AROUND_CHUNK = CHUNK.size + 4  # its head and its checksum
PROFILE, END = b"iCCP", b"IEND"


def refuse_filling(picture: bytes) -> None:
    """Raise DamagedPicture for a JPEG or PNG of more parts, or more between them, than any program writes."""
    if len(picture) <= HARMLESS:
        return
    if picture.startswith(JPEG) and _is_filled_jpeg(picture):
        raise _refused("JPEG")
    if picture.startswith(PNG) and _is_filled_png(picture):
        raise _refused("PNG")


def _is_filled_jpeg(picture: bytes) -> bool:
    """Walk over the parts before the pixels as Pillow does; `scans` walks over all as libjpeg does."""
    position, filling, exifs, frames = len(JPEG), MAX_FILLING, MAX_EXIF_PARTS, 1
    for _ in range(MAX_JPEG_PARTS):
        found = MARKER.search(picture, position, position + filling)
        if found is None:
            return position + filling < len(picture)  # or else it is cut off, as its parser will tell
        kind, content = found[1], found.end() + 2
        if kind == START_OF_SCAN:
            return False
        filling -= found.start() - position
        exifs -= kind == EXIF_PART and picture.startswith(EXIF, content)
        frames -= kind in FRAME_PARTS
        if exifs < 0 or frames < 0:
            return True
        position = found.end() + int.from_bytes(picture[found.end() : content], "big")
    return True


def _is_filled_png(picture: bytes) -> bool:
    position, profiles = len(PNG), 1  # each may unpack to a megabyte
    for _ in range(MAX_PNG_PARTS):
        if position + CHUNK.size > len(picture):
            return False
        length, kind = CHUNK.unpack_from(picture, position)
        profiles -= kind == PROFILE
        if kind == END or profiles < 0:
            return profiles < 0
        position += length + AROUND_CHUNK
    return True


def _refused(kind: str) -> DamagedPicture:
    return DamagedPicture(
        f"This {kind} picture has more filling than any program writes. Save it anew, and send that."
    )
