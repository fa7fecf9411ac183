"""GET / and the other pages, their files and network; POST / answers as a page, without JavaScript."""

import asyncio

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, Response

from service.api.answer_page import number_page, problem_page, recognition_page
from service.api.parts import parts_of
from service.api.predict import admitted, recognize
from service.api.problems import problem, with_headers
from service.api.read import read_number
from service.api.schemas import server_timing
from service.api.static import StaticFolder
from service.api.uploads import received
from service.errors import DigitsError
from service.verdict import Verdict

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page(request: Request) -> Response:
    """The page."""
    return await parts_of(request).frontend.response("index.html", request.scope)


@router.get("/how-it-works")
async def how_it_works(request: Request) -> Response:
    """The mathematics, explained."""
    return await parts_of(request).frontend.response("how-it-works.html", request.scope)


@router.get("/network.bin")
async def network(request: Request) -> Response:
    """The serving network as one file, for reading in the browser without a connection."""
    serving = parts_of(request).manager.serving()
    headers = {"Cache-Control": "no-cache", "ETag": f'"{serving.version}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = await asyncio.to_thread(serving.portable)
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.post("/")
async def answer_as_page(request: Request) -> Response:
    """The form's own answer, where no script takes the picture."""
    try:
        parts = admitted(request)
        async with received(request, "file", parts.uploads, most=1) as [picture]:
            found = await recognize(request, picture)
            several = found.verdict is Verdict.SEVERAL_DIGITS
            number = await read_number(request, picture) if several else None
    except DigitsError as error:
        told, headers = problem(error, request.scope)
        return with_headers(HTMLResponse(problem_page(told), told.status), headers)
    if number and number.lines:
        return HTMLResponse(number_page(number), headers=server_timing(number.timings))
    return HTMLResponse(recognition_page(found), headers=server_timing(found.timings))


def install(app: FastAPI, frontend: StaticFolder) -> None:
    """Serve the pages, and their files where no route matches."""
    app.include_router(router)
    # As the last resort and no mount at "/": a mount would swallow the 405 of every other route.
    app.router.default = frontend
