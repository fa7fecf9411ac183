"""When to ask again, and after how long: bounded in number, in each wait and in what the service asks for."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

# 429, 503: come back later. 502, 504: a proxy whose server went away, as in a rolling change.
TEMPORARY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Retries:
    """Every call may be repeated: the service keeps nothing of what it is asked.

    A wait is what `Retry-After` says, else `first_wait` doubled each time, half of it by chance so that
    many clients do not come back together. Whoever is asked to wait longer than `longest_wait` gives up.
    """

    attempts: int = 5  # the first one included; 1 never asks again
    first_wait: float = 0.1  # seconds
    longest_wait: float = 10.0  # seconds
    chance: Callable[[], float] = random.random  # 0..1

    def after_answer(self, attempt: int, response: httpx.Response) -> float | None:
        """Seconds to wait before attempt `attempt` + 1; None to take the answer."""
        if response.status_code not in TEMPORARY or attempt >= self.attempts:
            return None
        asked = retry_after(response)
        if asked is None:
            return self._wait(attempt)
        return asked if asked <= self.longest_wait else None

    def after_failure(self, attempt: int, error: httpx.RequestError) -> float | None:
        """Seconds to wait after no answer came; None to give up, as where a slow one was awaited in vain."""
        lost = isinstance(error, httpx.TransportError)
        slow = isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout)
        return None if slow or not lost or attempt >= self.attempts else self._wait(attempt)

    def _wait(self, attempt: int) -> float:
        doubled: float = self.first_wait * 2 ** (attempt - 1)
        return min(doubled, self.longest_wait) * (0.5 + self.chance() / 2)


def retry_after(response: httpx.Response) -> float | None:
    """What `Retry-After` says, in seconds from the answer's `Date`; None without one that can be read."""
    told = response.headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        try:
            seconds = (
                parsedate_to_datetime(told) - parsedate_to_datetime(response.headers.get("date", ""))
            ).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
