"""Why a request is refused before any route sees it.

GuardError
├── KeyMissing      no API key, or one that is not known
└── TooManyRequests more than the client's allowance
"""

import math

from service.errors import DigitsError


class GuardError(DigitsError):
    """A guard refuses the request; `headers` belong to the answer."""

    headers: list[tuple[str, str]]


class KeyMissing(GuardError):
    """No API key was sent, or one that is not known."""

    def __init__(self, *, was_sent: bool = False) -> None:
        found = "This API key is not known. " if was_sent else ""
        super().__init__(
            f"{found}Send an API key: as `X-API-Key`, as `Authorization: Bearer`, or as the password of HTTP "
            "Basic."
        )
        # A browser asks a person for user name and password, and sends them with all that the page asks;
        # Chromium only where Basic has a line of its own.
        self.headers = [
            ("WWW-Authenticate", 'Basic realm="digits", charset="UTF-8"'),
            ("WWW-Authenticate", 'Bearer realm="digits"'),
        ]


class TooManyRequests(GuardError):
    """The client asked more often than it may."""

    def __init__(self, seconds: float) -> None:
        wait = max(1, math.ceil(seconds))
        super().__init__(f"You asked more often than is allowed here. Try again in {wait} s.")
        self.headers = [("Retry-After", str(wait))]
