"""Bodies -> the bytes of their pictures, in memory only: nothing that is posted touches a disk.

FastAPI's own forms spool to temporary files and copy twice; this collects the wanted parts as they
stream, drops the others unread, and is bounded in bytes, parts, headers and time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.requests import Request

from service.api.errors import UploadTooLarge, UploadTooSlow
from service.api.multipart import FormParts, boundary_of, only_part
from service.errors import Overloaded

UPLOAD_SECONDS = 60.0  # for a whole body: 16 MiB at 2.3 Mbit/s
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
    boundary = boundary_of(request.headers.get("content-type"), field)
    declared = request.headers.get("content-length")
    only: list[bytes] = []
    parts: FormParts | None = None

    def keep(chunk: bytes) -> None:
        nonlocal parts
        is_whole = declared == str(len(chunk))
        if is_whole and (content := only_part(chunk, boundary, field)) is not None:
            only.append(content)
        elif chunk:
            parts = parts or FormParts(boundary, field, most)
            parts.feed(chunk)

    async with _streamed(request, memory, keep):
        yield only or (parts or FormParts(boundary, field, most)).files()


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
