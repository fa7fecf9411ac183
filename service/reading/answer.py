"""What a picture reads: its lines as text, and every digit with where it lies and how sure it is."""

from dataclasses import dataclass

from service.reading.found import Found
from service.verdict import Verdict
from service.vision import Page, encode_png
from service.vision.types import Box


@dataclass(frozen=True, slots=True)
class ReadDigit:
    """One digit of a picture; or a sign that is none, with `digit` None."""

    digit: int | None
    verdict: Verdict  # digit, uncertain or not_a_digit
    confidence: float | None
    digit_score: float
    probabilities: tuple[float, ...] | None
    box: Box  # in pixels of the upright picture
    line: int  # from 0; of a sign, the line in which it stands
    seen: bytes  # PNG of the 28x28 that the network was given


@dataclass(frozen=True, slots=True)
class Reading:
    """Every digit of a picture, in reading order."""

    lines: tuple[str, ...]  # the digits alone, from top to bottom
    digits: tuple[ReadDigit, ...]
    message: str
    complete: bool  # False where the picture holds more marks than are read
    model: str
    timings: dict[str, float]  # stage -> seconds

    @property
    def text(self) -> str:
        """The lines, with a line break between them."""
        return "\n".join(self.lines)


def read_digit(found: Found, page: Page, line: int) -> ReadDigit:
    """One entry of a reading."""
    judgement = found.judgement
    named = judgement.verdict is not Verdict.NOT_A_DIGIT
    return ReadDigit(
        digit=judgement.digit if named else None,
        verdict=judgement.verdict,
        confidence=judgement.confidence if named else None,
        digit_score=judgement.digit_score,
        probabilities=judgement.probabilities if named else None,
        box=page.in_picture(found.box),
        line=line,
        seen=encode_png(found.seen),
    )


def sentence(lines: tuple[str, ...], *, marks: int, complete: bool) -> str:
    """Say for a person what was read; `marks` counts what is no digit."""
    digits = sum(len(line) for line in lines)
    if not digits:
        told = "There is no digit in this picture." if marks else "The page is blank: no ink was found."
    else:
        told = f"{_counted(digits, 'digit')} in {_counted(len(lines), 'line')}."
    if not complete:
        told += " There is more than can be read in one picture: some marks were left out."
    return told


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
