"""HTTP on a connection, as uvicorn and httptools do it, with bounds on a request's head in bytes and time.

Without them one client can send headers without end (200 MB were taken), or hold a connection forever by
sending nothing. A body has its bounds in `service.api`.
"""

import asyncio
import json
import secrets
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MAX_HEAD_BYTES = 64 * 1024  # besides what one read from the socket brings, up to 256 KiB
TURNED_AWAY = "turned_away"  # in the lifespan's state: counts an error by its status and reason
HEAD_SECONDS = 15.0  # from the connection, or from the head's first byte on one that is kept


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  handed on as they are
        super().__init__(*args, **kwargs)
        self._in_head = True
        self._head_bytes = 0
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to a head, and refuse one that goes on and on."""
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(431, "head-too-large", "The request's headers are too large.")

    def on_message_begin(self) -> None:
        """Another head begins, perhaps on a connection that was kept."""
        super().on_message_begin()
        if not self._in_head:
            self._await_head()

    def on_headers_complete(self) -> None:
        """The head is complete, the request can be answered."""
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as a problem, like every other error."""
        self._refuse(400, "not-http", msg)

    def _await_head(self) -> None:
        self._in_head = True
        self._head_bytes = 0
        self._stop_waiting()
        self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self._refuse(408, "head-too-slow", "The request's headers did not arrive in time.")

    def _refuse(self, status: int, reason: str, detail: str) -> None:
        if TURNED_AWAY in self.app_state:
            self.app_state[TURNED_AWAY](status, reason)
        line = STATUS_LINE[status]
        problem = {
            "type": "about:blank",
            "title": line.split(b" ", 2)[2].decode().strip(),
            "status": status,
            "detail": detail,
            "instance": "/",
            "request_id": secrets.token_hex(8),
        }
        content = json.dumps(problem).encode()
        head = [
            b"content-type: application/problem+json",
            b"content-length: %d" % len(content),
            b"x-content-type-options: nosniff",
            b"connection: close",
        ]
        self.transport.write(line + b"\r\n".join([*head, b"", content]))
        self.transport.close()
