"""Lets the scripts of named other sites call the service from a browser: `DIGITS_CORS_ORIGINS`."""

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANY = "*"
OF_A_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-API-Key, X-Request-ID, "
    "Inference-Header-Content-Length",
    "Access-Control-Max-Age": "7200",
}
EXPOSED = b"Retry-After, Server-Timing, X-Request-ID, Inference-Header-Content-Length"


class Cors:
    """ASGI middleware: tells a browser that it may show the answer to the site that asked.

    Unlike Starlette's own, it answers a preflight of a site that is not allowed as any other request: with a
    problem, and without the headers.
    """

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...]) -> None:
        self.app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its answer with the headers that belong to it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        allowed = self._allowed(headers.get("origin"))
        if allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            told = {"Access-Control-Allow-Origin": allowed.decode(), "Vary": "Origin", **OF_A_PREFLIGHT}
            await Response(status_code=204, headers=told)(scope, receive, send)
            return

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(b"vary", b"Origin")]
                if allowed:
                    added += [
                        (b"access-control-allow-origin", allowed),
                        (b"access-control-expose-headers", EXPOSED),
                    ]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await self.app(scope, receive, send_told)

    def _allowed(self, origin: str | None) -> bytes | None:
        """What the answer says to this origin, if anything."""
        if origin is None:
            return None
        if ANY in self._origins:
            return ANY.encode()
        return origin.encode("latin-1") if origin in self._origins else None
