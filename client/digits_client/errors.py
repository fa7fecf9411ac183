"""Everything that can go wrong for a caller.

DigitsClientError
├── Unreachable         no answer: refused, timed out, cut off, also after the retries
├── UnexpectedAnswer    an answer that is not this service's: a proxy's page, another server
└── Refused             the service says what is wrong: `problem` tells
    └── Busy            it has no room, or no model, or the rate limit is reached; also after the retries
"""

import httpx

from digits_client.types import Problem


class DigitsClientError(Exception):
    """Base of every error that this package raises on purpose."""


class Unreachable(DigitsClientError):
    """No answer came."""

    @classmethod
    def at(cls, address: httpx.URL, error: httpx.RequestError) -> "Unreachable":
        """Say where and why."""
        return cls(f"No answer from {address}: {str(error) or type(error).__name__}")


class UnexpectedAnswer(DigitsClientError):
    """The answer is not one of a Digits service."""


class Refused(DigitsClientError):
    """The service refused, with its reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title}: {problem.detail}" if problem.detail else problem.title)
        self.problem = problem


class Busy(Refused):
    """The same request may work later; `retry_after` says when, in seconds, if the service does."""

    def __init__(self, problem: Problem, retry_after: float | None) -> None:
        super().__init__(problem)
        self.retry_after = retry_after
