"""GET / and the page's files; POST / (`file`) answers as a page, for browsers without JavaScript."""

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from service.api.answer_page import problem_page, recognition_page
from service.api.parts import parts_of
from service.api.predict import admitted, recognize
from service.api.problems import problem
from service.api.schemas import server_timing
from service.api.uploads import received
from service.errors import DigitsError

HOW_IT_WORKS = "how-it-works.html"

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page(request: Request) -> Response:
    """The page."""
    return await _file("index.html", request)


@router.get("/how-it-works")
async def how_it_works(request: Request) -> Response:
    """The mathematics, explained."""
    return await _file(HOW_IT_WORKS, request)


@router.post("/")
async def answer_as_page(request: Request) -> Response:
    """The form's own answer, where no script takes the picture."""
    try:
        parts = admitted(request)
        async with received(request, "file", parts.uploads, most=1) as [picture]:
            found = await recognize(request, picture)
    except DigitsError as error:
        told, headers = problem(error, request.scope)
        return HTMLResponse(problem_page(told), told.status, headers)
    return HTMLResponse(recognition_page(found), headers=server_timing(found.timings))


class StaticPages:
    """ASGI application for every path that no route knows: a file of the page, or 404."""

    def __init__(self, folder: Path) -> None:
        self._files = StaticFiles(directory=folder, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file. Raises HTTPException 404, for other methods than GET too."""
        if scope["type"] != "http" or scope["method"] != "GET":
            raise HTTPException(404)
        response = await _response(self._files, self._files.get_path(scope), scope)
        await response(scope, receive, send)


def install(app: FastAPI, folder: Path) -> None:
    """Serve the pages, and the files in `folder` where no route matches."""
    app.include_router(router)
    # As the last resort and no mount at "/": a mount would swallow the 405 of every other route.
    app.router.default = StaticPages(folder)


async def _file(name: str, request: Request) -> Response:
    files = StaticFiles(directory=parts_of(request).frontend, check_dir=False)
    return await _response(files, name, request.scope)


async def _response(files: StaticFiles, path: str, scope: Scope) -> Response:
    """The file's response (ETag, 304), which browsers keep but ask about each time."""
    response = await files.get_response(path, scope)
    response.headers["Cache-Control"] = "no-cache"
    return response
