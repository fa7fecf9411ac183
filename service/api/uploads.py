"""Bodies -> the bytes of their pictures, in memory only: nothing that is posted touches a disk.

FastAPI's own forms spool to temporary files and copy twice; this collects the wanted parts as they
stream, drops the others unread, and is bounded in bytes, parts, headers and time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from service.api.errors import (
    MalformedUpload,
    MissingFile,
    NotAnUpload,
    TooManyFiles,
    UploadTooLarge,
    UploadTooSlow,
)
from service.errors import Overloaded

UPLOAD_SECONDS = 60.0  # for a whole body: 16 MiB at 2.3 Mbit/s
MAX_OTHER_PARTS = 20  # fields that the call does not know are dropped, but not without end
MAX_PART_HEADERS = 8
MAX_PART_HEADER_BYTES = 4096
CHUNK_OVERHEAD = 100  # bytes that Python needs to hold one more piece, however small


class UploadMemory:
    """How many bytes all uploads that are being read or waiting may hold together."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0

    def take(self, size: int) -> None:
        """Account for `size` more bytes. Raises Overloaded when they do not fit."""
        if self.held + size > self.limit:
            raise Overloaded("Too many uploads are on their way. Try again in a moment.")
        self.held += size

    def give_back(self, size: int) -> None:
        """`size` bytes are held no longer."""
        self.held -= size


@asynccontextmanager
async def received(
    request: Request, field: str, memory: UploadMemory, *, most: int
) -> AsyncIterator[list[bytes]]:
    """The contents of the parts called `field`, 1 to `most` of them, in order.

    Their bytes count against `memory` until the block is left. Raises UploadError, Overloaded, and
    Starlette's ClientDisconnect when the sender hangs up.
    """
    parts = _Parts(_boundary(request, field), field, most)
    async with _streamed(request, memory, parts.feed):
        yield parts.files()


@asynccontextmanager
async def received_body(request: Request, memory: UploadMemory, *, most: int | None) -> AsyncIterator[bytes]:
    """A whole body that is no multipart, of `most` bytes if that is given.

    Its bytes count against `memory` until the block is left. Raises UploadError, Overloaded, and
    Starlette's ClientDisconnect when the sender hangs up.
    """
    chunks: list[bytes] = []
    come = 0

    def keep(chunk: bytes) -> None:
        nonlocal come
        come += len(chunk)
        if most is not None and come > most:
            raise UploadTooLarge(f"The body has more than {most:,} bytes, which is the limit here.")
        chunks.append(chunk)

    async with _streamed(request, memory, keep):
        yield b"".join(chunks)


@asynccontextmanager
async def _streamed(
    request: Request, memory: UploadMemory, keep: Callable[[bytes], None]
) -> AsyncIterator[None]:
    """Give each chunk of the body to `keep`; they count against `memory` until the block is left."""
    taken = 0
    try:
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                async for chunk in request.stream():
                    memory.take(size := len(chunk) + CHUNK_OVERHEAD)
                    taken += size
                    keep(chunk)
        except TimeoutError:
            raise UploadTooSlow(f"The upload was not complete after {UPLOAD_SECONDS:.0f} seconds.") from None
        yield
    finally:
        memory.give_back(taken)


def _boundary(request: Request, field: str) -> bytes:
    header = request.headers.get("content-type")
    kind, options = parse_options_header(header)
    if not header:
        raise MissingFile(f"Post multipart/form-data with a picture in the field `{field}`.")
    if kind != b"multipart/form-data":
        raise NotAnUpload(f"Post multipart/form-data with a picture in the field `{field}`.")
    if not options.get(b"boundary"):
        raise MalformedUpload("The content type names no boundary between the parts.")
    return options[b"boundary"]


class _Parts:
    """Collects the parts of one name while a body streams through the parser."""

    def __init__(self, boundary: bytes, field: str, most: int) -> None:
        self._field = field
        self._most = most
        self._files: list[list[bytes]] = []
        self._others = 0
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._wanted = False
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin_part,
                    "on_header_field": self._add_to_header,
                    "on_header_value": self._add_to_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._begin_content,
                    "on_part_data": self._add_to_content,
                    "on_end": self._end,
                },
                max_header_count=MAX_PART_HEADERS,
                max_header_size=MAX_PART_HEADER_BYTES,
            )
        except FormParserError:
            raise MalformedUpload("The boundary between the parts is too long.") from None

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the body. Raises MalformedUpload or TooManyFiles."""
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise MalformedUpload("The body is not well-formed multipart/form-data.") from None

    def files(self) -> list[bytes]:
        """What was collected, once the body is complete. Raises MalformedUpload or MissingFile."""
        if not self._ended:
            raise MalformedUpload("The body ends before its closing boundary.")
        if not self._files:
            raise MissingFile(f"The upload has no field `{self._field}`: send the picture under that name.")
        return [b"".join(chunks) for chunks in self._files]

    def _begin_part(self) -> None:
        self._disposition = b""

    def _add_to_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _begin_content(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise MalformedUpload("A part of the body has no name.")
        self._wanted = options[b"name"] == self._field.encode()
        if not self._wanted:
            self._others += 1
            if self._others > MAX_OTHER_PARTS:
                raise TooManyFiles(
                    f"The upload has more than {MAX_OTHER_PARTS} other fields than `{self._field}`."
                )
        elif len(self._files) == self._most:
            raise TooManyFiles(f"At most {self._most} `{self._field}` can be posted at once.")
        else:
            self._files.append([])

    def _add_to_content(self, data: bytes, start: int, end: int) -> None:
        if self._wanted:
            self._files[-1].append(data[start:end])

    def _end(self) -> None:
        self._ended = True
