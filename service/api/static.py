"""Files as they lie on the disk: browsers keep them, and ask each time whether they changed (ETag, 304)."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send


class StaticFolder:
    """One folder's files. As an ASGI application it answers the request's own path."""

    def __init__(self, folder: Path) -> None:
        self._files = StaticFiles(directory=folder, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file. Raises HTTPException 404, for other methods than GET too."""
        if scope["type"] != "http" or scope["method"] != "GET":
            raise HTTPException(404)
        response = await self.response(self._files.get_path(scope), scope)
        await response(scope, receive, send)

    async def response(self, path: str, scope: Scope) -> Response:
        """The answer for the file at `path` inside the folder. Raises HTTPException 404."""
        response = await self._files.get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
