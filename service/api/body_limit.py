"""Limits a request's body while it streams, and sees to it that an early answer is received.

Starlette's own `max_body_size` counts the same bytes (files and chunked bodies too), but answers in
plain text, and the server then closes while the client still sends: many clients never see the 413.
"""

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import UploadTooLarge

AWAITED = 64 * 1024  # bytes: a body this small is on its way already, so the connection can be kept
LINGER_SECONDS = 3.0  # how long an answered client may go on sending, into the void


class BodyLimit:
    """ASGI middleware: reading more than `limit` bytes raises UploadTooLarge, as declared or as counted."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(scope, receive, self.limit)
        if body.complete:
            await self.app(scope, receive, send)
        else:
            await self.app(scope, body.receive, _Answer(body, send).send)


class _Body:
    """A request's body: how much was declared, how much has come, whether all of it has."""

    def __init__(self, scope: Scope, receive: Receive, limit: int) -> None:
        headers = Headers(scope=scope)
        length, chunked = headers.get("content-length"), "transfer-encoding" in headers
        self.declared = int(length) if length and length.isdigit() and not chunked else None
        self.expects_go_ahead = "expect" in headers
        self.limit = limit
        self.complete = self.declared == 0 or (
            scope["method"] in ("GET", "HEAD") and length is None and not chunked
        )
        self._receive = receive
        self._come = 0

    async def receive(self) -> Message:
        """The next message, counted. Raises UploadTooLarge."""
        if self.declared is not None and self.declared > self.limit:
            raise self._too_large()
        message = await self._next()
        if self._come > self.limit:
            raise self._too_large()
        return message

    async def drop(self, most: int) -> None:
        """Read on, up to `most` bytes more and LINGER_SECONDS, and keep nothing."""
        until = self._come + most
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while not self.complete and self._come < until:
                    await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._come += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        else:
            self.complete = True  # the client has gone
        return message

    def _too_large(self) -> UploadTooLarge:
        return UploadTooLarge(
            f"The upload has more than {self.limit:,} bytes, which is the limit. Send a smaller copy."
        )


class _Answer:
    """An answer that may be given before the body has come: then the connection ends with it.

    A server that closes while the client is still sending has the answer thrown away by the client's
    own network stack; so the rest is read for a moment (the `lingering_close` of nginx).
    """

    def __init__(self, body: _Body, send: Send) -> None:
        self._body = body
        self._send = send
        self._closing = False

    async def send(self, message: Message) -> None:
        """Pass the answer on, and close in an orderly way if it is early."""
        if message["type"] == "http.response.start" and not self._body.complete:
            await self._wait_for_small()
            if not self._body.complete:
                self._closing = True
                message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
        if not self._closing or message["type"] != "http.response.body" or message.get("more_body"):
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        if not self._body.expects_go_ahead:
            await self._body.drop(most=4 * self._body.limit)
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _wait_for_small(self) -> None:
        small = self._body.declared is not None and self._body.declared <= AWAITED
        if small and not self._body.expects_go_ahead:
            await self._body.drop(most=AWAITED)
