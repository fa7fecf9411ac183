"""Files as they lie on the disk: browsers keep them, and ask each time whether they changed (ETag, 304)."""

import asyncio
import gzip
import re
from functools import lru_cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

SMALL = 1024  # bytes: what is shorter is sent as it is
TEXTS = ("text/", "application/json", "application/manifest+json", "image/svg+xml")  # a quarter of their size


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
        response.headers["Vary"] = "Accept-Encoding"
        asked = Request(scope).headers
        wanted = _takes_gzip(asked.get("accept-encoding", "")) and "range" not in asked
        return await _compressed(response) if wanted and isinstance(response, FileResponse) else response


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not to refuse it (`q=0`)."""
    for each in accepted.lower().split(","):
        coding, _, weight = (part.strip() for part in each.partition(";"))
        if coding == "gzip":
            return not re.fullmatch(r"q\s*=\s*0(\.0*)?", weight)
    return False


async def _compressed(response: FileResponse) -> Response:
    """The same answer, shorter where it is text."""
    kind = response.headers.get("content-type", "")
    if not kind.startswith(TEXTS) or int(response.headers["content-length"]) < SMALL:
        return response
    content = await asyncio.to_thread(_gzip, str(response.path), response.headers["etag"])
    kept = {name: response.headers[name] for name in ("etag", "last-modified", "cache-control", "vary")}
    return Response(content, headers={**kept, "Content-Encoding": "gzip"}, media_type=kind)


@lru_cache(maxsize=256)
def _gzip(path: str, _etag: str) -> bytes:
    """A file's bytes, compressed once for as long as it does not change (its ETag)."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)
