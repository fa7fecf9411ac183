"""POST /v1/read: every digit and sign of a picture, as text."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.parts import parts_of
from service.api.predict import OF_THE_PICTURE, OF_THE_UPLOAD, PICTURE, admitted, form
from service.api.problems import documented
from service.api.readings import ReadPicture
from service.api.schemas import answer, server_timing
from service.api.uploads import received
from service.reading import Reading

router = APIRouter(prefix="/v1", tags=["read"])


@router.post(
    "/read",
    response_model=ReadPicture,
    responses=documented(*OF_THE_UPLOAD, *OF_THE_PICTURE),
    openapi_extra=form("file", PICTURE),
    summary="Which numbers are in it?",
)
async def read(request: Request) -> Response:
    """Reads every digit in a picture: numbers, lines, columns, a page; also digits that touch.

    `text` holds the digits and the signs `. , - / : + %` as they were seen, one space where numbers stand
    apart, and line breaks. What looks written and was not read, such as letters, is listed in `unread`;
    `complete` is false then. A page without digits is an answer too: `text` is empty.

    Signs, spaces and unread marks are seen by a reader network. Where the serving version has none, as the
    bundled one, `text` holds digits alone, and `confidence` is null.
    """
    parts = admitted(request)
    async with received(request, "file", parts.uploads, most=1) as [picture]:
        found = await read_number(request, picture)
    return answer(ReadPicture.of(found), server_timing(found.timings))


async def read_number(request: Request, picture: bytes) -> Reading:
    """A picture's reading, off the event loop. Raises PictureError, ModelUnavailable, Overloaded."""
    parts = parts_of(request)
    work = partial(parts.reader.read, picture)
    return await parts.pool.run(work, gone=request.is_disconnected)
