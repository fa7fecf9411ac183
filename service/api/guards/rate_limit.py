"""Lets each client ask only so often: `DIGITS_RATE_LIMIT`."""

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from service.allowance import Allowance
from service.api.guards.errors import TooManyRequests
from service.api.guards.paths import is_costly
from service.api.problems import problem_response


class RateLimit:
    """ASGI middleware: 429 with `Retry-After` for a client, known by its address, that asks too often."""

    def __init__(self, app: ASGIApp, *, allowance: Allowance) -> None:
        self.app = app
        self._allowance = allowance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or not is_costly(scope):
            await self.app(scope, receive, send)
            return
        client, _ = scope.get("client") or ("", 0)
        if wait := self._allowance.take(client, time.monotonic()):
            await problem_response(TooManyRequests(wait), scope)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
