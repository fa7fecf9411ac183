"""GET /docs: Swagger UI from a package, under our own origin and without an inline script."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from swagger_ui_bundle import swagger_ui_path

from service.api.static import StaticFolder

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
SWAGGER_UI = StaticFolder(swagger_ui_path)
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
async def asset(name: str, request: Request) -> Response:
    """One of Swagger UI's own files."""
    if name not in ASSETS:
        raise HTTPException(404)
    return await SWAGGER_UI.response(name, request.scope)
