"""What happens around every request: its id, a line in the log, its count, security headers.

Plain ASGI, so that nothing is buffered and a request costs microseconds.
"""

import logging
import re
import secrets
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import CLIENT_HUNG_UP, problem_response
from service.log import facts
from service.metrics import Metrics

requests_log = logging.getLogger("service.requests")

SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
SECURITY_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class RequestFrame:
    """ASGI middleware around all others: accepts or gives `X-Request-ID`, logs and counts every request."""

    def __init__(self, app: ASGIApp, *, root_path: str, metrics: Metrics) -> None:
        self.app = app
        self.root_path = root_path
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whatever fails inside is answered as a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        request_id = _request_id(scope)
        inner = self._inner(scope, request_id)
        status = 0
        self.metrics.begun()

        async def send_framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                added = [(b"x-request-id", request_id.encode()), *SECURITY_HEADERS]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        try:
            await self.app(inner, receive, send_framed)
        except Exception as error:
            requests_log.exception("Failed unexpectedly", extra=facts(request_id=request_id))
            if status:  # half an answer is out: the server ends the connection
                raise
            await problem_response(error, inner)(inner, receive, send_framed)
        finally:
            self._ended(inner, status or CLIENT_HUNG_UP, time.perf_counter() - begun)

    def _ended(self, scope: Scope, status: int, seconds: float) -> None:
        """Count and log; the path only where a route knows it, so that nothing a client made up is kept."""
        route = getattr(scope.get("route"), "path", None)
        refused = scope["state"].get("problem") if status >= 400 else None
        self.metrics.ended(
            route=route, method=scope["method"], status=status, seconds=seconds, refused=refused
        )
        if requests_log.isEnabledFor(logging.INFO):
            told = facts(
                method=scope["method"],
                route=route,
                status=status,
                ms=round(seconds * 1000, 2),
                request_id=scope["state"]["request_id"],
            )
            requests_log.info("request", extra=told)

    def _inner(self, scope: Scope, request_id: str) -> Scope:
        """The scope as the application sees it."""
        inner = {**scope, "state": {**scope.get("state", {}), "request_id": request_id}}
        if scope["method"] == "HEAD":  # as GET; the server leaves the body out
            inner["method"] = "GET"
        if self.root_path:  # a proxy may have cut it off or not
            inner["root_path"] = self.root_path
            if not f"{scope['path']}/".startswith(f"{self.root_path}/"):
                inner["path"] = self.root_path + scope["path"]
        return inner


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if SAFE_REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
