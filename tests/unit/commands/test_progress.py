"""The progress of a long run, on a terminal and in a log."""

import io

from service.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_ten_lines_whatever_the_length():
    out = io.StringIO()
    progress = Progress(1000, out, clock=iter(range(10_000)).__next__)
    for _ in range(1000):
        progress.advance()
    assert len(out.getvalue().splitlines()) == 10


def test_what_went_wrong_is_told_at_once_and_counted():
    out = io.StringIO()
    progress = Progress(3, out, clock=iter(range(100)).__next__)
    progress.advance()
    progress.advance("bad.png: cut off")
    progress.advance()
    assert "bad.png: cut off" in out.getvalue().splitlines()
    assert "2 read, 1 could not be read" in progress.summary()


def test_a_terminal_has_a_bar_that_ends_full():
    out = Terminal()
    progress = Progress(4, out, clock=iter(range(100)).__next__)
    for _ in range(4):
        progress.advance()
    assert out.getvalue().count("\r") == 4
    assert f"[{'#' * 30}] 4 of 4" in out.getvalue()


def test_nothing_to_do_is_no_trouble():
    assert "0 read" in Progress(0, io.StringIO(), clock=iter(range(10)).__next__).summary()
