"""How far a long run is: a bar on a terminal, a line now and then elsewhere; and what went wrong, at once."""

from collections.abc import Callable
from typing import TextIO

WIDTH = 30  # signs of the bar
EVERY_SECONDS = 0.2  # between two looks of the bar
LINES = 10  # of a run, where there is no terminal


class Progress:
    """Counts what is done, and tells of it."""

    def __init__(self, total: int, out: TextIO, *, clock: Callable[[], float]) -> None:
        self._total = total
        self._out = out
        self._clock = clock
        self._bar = out.isatty()
        self._started = self._shown = clock()
        self._done = self._bad = 0

    def advance(self, trouble: str | None = None) -> None:
        """One more is done; `trouble` says what was wrong with it."""
        self._done += 1
        if trouble is not None:
            self._bad += 1
            self._print(trouble)
        now = self._clock()
        if self._bar and (now - self._shown >= EVERY_SECONDS or self._done == self._total):
            self._shown = now
            self._out.write(f"\r{self._line()}\x1b[K")
            self._out.flush()
        elif not self._bar and self._done * LINES // self._total > (self._done - 1) * LINES // self._total:
            self._print(self._line())

    def summary(self) -> str:
        """Say what came of it all."""
        seconds = max(self._clock() - self._started, 1e-9)
        end = "\n" if self._bar and self._total else ""
        told = f"{self._done - self._bad:,} read, {self._bad:,} could not be read"
        return f"{end}{told}, in {seconds:.0f} s."

    def _line(self) -> str:
        seconds = max(self._clock() - self._started, 1e-9)
        rate = self._done / seconds
        left = (self._total - self._done) / rate if rate else 0
        filled = "#" * (WIDTH * self._done // self._total)
        return (
            f"[{filled:<{WIDTH}}] {self._done:,} of {self._total:,}, {rate:.0f} a second, "
            f"{left:.0f} s left, {self._bad:,} bad"
        )

    def _print(self, text: str) -> None:
        self._out.write(f"\r\x1b[K{text}\n" if self._bar else f"{text}\n")
        self._out.flush()
