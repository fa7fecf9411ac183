"""What a picture reads: its text, every mark of it, how sure they are, and what was not read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from service.verdict import Verdict
from service.vision.types import Box


class UnreadReason(StrEnum):
    """Why something that looks written was not read."""

    NOT_A_NUMBER = "not_a_number"  # it is no digit, and no sign that is known
    UNCLEAR = "unclear"  # it may be a digit or a sign, and nobody can tell which: too small, faint, tangled
    TOO_MANY = "too_many"  # there is more on the page than is read of one picture


@dataclass(frozen=True, slots=True)
class ReadMark:
    """One mark of a picture: a digit, a sign, or neither, with both None."""

    digit: int | None
    sign: str | None  # one of . , - / : + %
    verdict: Verdict  # digit; uncertain; or not_a_digit: a sign, or neither
    confidence: float | None  # that it is the digit or the sign that is named
    digit_score: float  # 0..1: how much it looks like one digit
    probabilities: tuple[float, ...] | None  # of the labels 0..9, where a digit is named
    box: Box  # in pixels of the upright picture
    seen: bytes | None = None  # PNG of the 28x28 that the network was given; None where it was given none
    apart: bool = False  # whether a space stands before it in its line
    line: int = 0  # which of the reading's lines it stands in, from 0

    @property
    def typed(self) -> str:
        """The character that stands for it in the text; empty where it is neither digit nor sign."""
        return str(self.digit) if self.digit is not None else self.sign or ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Ink that looks written and was not read."""

    box: Box  # in pixels of the upright picture
    reason: UnreadReason


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of a picture, in reading order, and what was not."""

    lines: tuple[str, ...]  # from top to bottom: digits, signs, one space where numbers stand apart
    digits: tuple[ReadMark, ...]
    confidence: float | None  # that the whole text is right; None for an empty one
    unread: tuple[Unread, ...]
    message: str
    model: str
    timings: dict[str, float]  # stage -> seconds

    @property
    def text(self) -> str:
        """The lines, with a line break between them."""
        return "\n".join(self.lines)

    @property
    def complete(self) -> bool:
        """Whether all that looks written was read."""
        return not self.unread


def reading_of(
    marks: Sequence[Sequence[ReadMark]],
    unread: Sequence[Unread],
    confidence: float | None,
    model: str,
    timings: dict[str, float],
) -> Reading:
    """Put a reading together.

    Args:
        marks: lines from top to bottom, each from left to right; `line` is set here. A line without digit
            or sign is none: what stands in it is unread.
        unread: what else looks written and was not read.
        confidence: that the whole text is right; ignored where there is no text.
        model: the version that read.
        timings: stage -> seconds.

    """
    typed = [line for line in marks if _text_of(line)]
    others = [mark for line in marks if not _text_of(line) for mark in line]
    lines = tuple(_text_of(line) for line in typed)
    digits = tuple(replace(mark, line=number) for number, line in enumerate(typed) for mark in line)
    left = (*unread, *(Unread(mark.box, UnreadReason.NOT_A_NUMBER) for mark in others))
    told = _sentence(sum(mark.digit is not None for mark in digits), len(lines), left)
    return Reading(lines, digits, confidence if lines else None, left, told, model, timings)


def _text_of(line: Sequence[ReadMark]) -> str:
    """Type a line. A space before something that is not typed stands before what comes next."""
    text, apart = "", False
    for mark in line:
        apart = apart or mark.apart
        if mark.typed:
            text += " " * (apart and bool(text)) + mark.typed
            apart = False
    return text


def _sentence(digits: int, lines: int, unread: Sequence[Unread]) -> str:
    """Say for a person what was read, and what was not."""
    reasons = Counter(each.reason for each in unread)
    if digits:
        told = [f"{_counted(digits, 'digit')} in {_counted(lines, 'line')}."]
    elif lines or unread:
        told = ["There is no digit in this picture."]
    else:
        told = ["The page is blank: no ink was found."]
    if missed := len(unread) - reasons[UnreadReason.TOO_MANY]:
        told.append(f"{_counted(missed, 'mark')} could not be read.")
    if reasons[UnreadReason.TOO_MANY]:
        told.append("There is more than can be read in one picture: some marks were left out.")
    return " ".join(told)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
