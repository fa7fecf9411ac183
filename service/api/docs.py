"""GET /docs: Swagger UI from a package, under our own origin and without an inline script."""

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

router = APIRouter(include_in_schema=False)

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Digits API</title>
<link rel="icon" href="icons/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the same is in <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
START = """\
SwaggerUIBundle({url: "openapi.json", dom_id: "#swagger-ui", validatorUrl: null, tryItOutEnabled: true});
"""
ASSETS = frozenset({"swagger-ui.css", "swagger-ui-bundle.js"})


@router.get("/docs")
async def docs() -> Response:
    """The page, which works without the internet."""
    return HTMLResponse(PAGE)


@router.get("/docs/start.js")
async def start() -> Response:
    """What an inline script would do, were it allowed."""
    return Response(START, media_type="text/javascript")


@router.get("/docs/{name}")
async def asset(name: str) -> Response:
    """One of Swagger UI's own files."""
    if name not in ASSETS:
        raise HTTPException(404)
    return FileResponse(_folder() / name, headers={"Cache-Control": "no-cache"})


def _folder() -> Path:
    package = find_spec("swagger_ui_bundle")
    if package is None or package.origin is None:
        raise HTTPException(404)
    return next((Path(package.origin).parent / "vendor").glob("swagger-ui-*"))
