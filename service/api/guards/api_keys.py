"""Lets nobody in without one of the API keys, but for health: `DIGITS_API_KEYS`."""

import base64
import binascii
import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.guards.errors import KeyMissing
from service.api.guards.paths import is_health
from service.api.problems import problem_response


class ApiKeys:
    """ASGI middleware: 401 for every request without a known key; whoever asks for health needs none."""

    def __init__(self, app: ASGIApp, *, keys: tuple[str, ...]) -> None:
        self.app = app
        self._keys = [key.encode() for key in keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or is_health(scope):
            await self.app(scope, receive, send)
            return
        given = _given(Headers(scope=scope))
        if self._knows(given):
            await self.app(scope, receive, send)
        else:
            await problem_response(KeyMissing(was_sent=bool(given)), scope)(scope, receive, send)

    def _knows(self, given: bytes) -> bool:
        """Compared with each key in a time that tells nothing about it."""
        return sum(hmac.compare_digest(given, key) for key in self._keys) > 0  # all of them are compared


def _given(headers: Headers) -> bytes:
    """The key that was sent; empty if there is none."""
    if key := headers.get("x-api-key"):
        return key.encode("latin-1")
    kind, _, told = headers.get("authorization", "").partition(" ")
    told = told.strip()
    if kind.lower() == "bearer":
        return told.encode("latin-1")
    if kind.lower() == "basic":
        try:
            return base64.b64decode(told, validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return b""
    return b""
