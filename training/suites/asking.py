"""Asks a running service over HTTP, with as many kept-alive connections as there are threads."""

import http.client
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self, TypeAlias
from urllib.parse import urlsplit

Ask: TypeAlias = Callable[[bytes], Mapping[str, Any]]  # picture -> the JSON of a call, or a problem


class Asks(NamedTuple):
    """The two calls of a service that are measured."""

    predict: Ask
    read: Ask


BOUNDARY = "digits-evaluation-boundary"
HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="picture"\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
PATIENCE_SECONDS = 60.0


class HttpAsk:
    """Posts a picture to a call of a service and gives its JSON; safe to call from many threads."""

    def __init__(self, base_url: str, call: str = "/v1/predict") -> None:
        parts = urlsplit(base_url)
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._path = f"{parts.path.rstrip('/')}{call}"
        self._of_thread = threading.local()
        self._open: list[http.client.HTTPConnection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._open:
            connection.close()

    def __call__(self, picture: bytes) -> Mapping[str, Any]:
        """The answer, or the problem that the service reports. Raises OSError when there is no service."""
        try:
            return self._post(picture)
        except (http.client.HTTPException, ConnectionError):
            # The service closes a connection that was idle for long; a second try has a new one.
            self._of_thread.connection = None
            return self._post(picture)

    def _post(self, picture: bytes) -> Mapping[str, Any]:
        connection: http.client.HTTPConnection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(*self._address, timeout=PATIENCE_SECONDS)
            self._open.append(connection)
            self._of_thread.connection = connection
        connection.request("POST", self._path, HEAD + picture + TAIL, HEADERS)
        answer = json.loads(connection.getresponse().read())
        if not isinstance(answer, dict):
            raise http.client.HTTPException("the service answered with JSON that is no object")
        return answer
