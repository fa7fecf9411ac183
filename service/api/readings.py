"""The shape of what /v1/read answers: what OpenAPI documents and what is sent, in this order."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from service.api.schemas import Box, Share, data_url
from service.reading import ReadDigit, Reading
from service.verdict import Verdict


class DigitRead(BaseModel):
    """One digit of a picture, or a sign that is none."""

    digit: Annotated[int, Field(ge=0, le=9)] | None
    verdict: Annotated[Verdict, Field(description="`digit`, `uncertain`, or `not_a_digit` for a sign.")]
    confidence: Annotated[
        Share | None, Field(description="Calibrated: of the answers given with 0.9, nine in ten are right.")
    ]
    digit_score: Annotated[Share, Field(description="How much it looks like one digit.")]
    probabilities: Annotated[
        list[float] | None,
        Field(description="Of the digits 0 to 9: the alternatives.", min_length=10, max_length=10),
    ]
    box: Annotated[Box, Field(description="Where it lies.")]
    line: Annotated[int, Field(ge=0, description="Which of `lines` it stands in.")]
    seen: Annotated[str, Field(description="The 28x28 pixels that the network was given: a PNG as data URL.")]

    @classmethod
    def of(cls, found: ReadDigit) -> "DigitRead":
        """Tell of one digit."""
        return cls.model_construct(
            digit=found.digit,
            verdict=found.verdict,
            confidence=found.confidence,
            digit_score=found.digit_score,
            probabilities=None if found.probabilities is None else list(found.probabilities),
            box=Box(**found.box._asdict()),
            line=found.line,
            seen=data_url(found.seen),
        )


class ReadPicture(BaseModel):
    """Every digit of a picture."""

    text: Annotated[
        str, Field(description="The lines, with a line break between them; empty without digits.")
    ]
    lines: Annotated[list[str], Field(description="The digits of each line, from top to bottom.")]
    model: Annotated[str, Field(description="The version that answered.")]
    message: Annotated[str, Field(description="What was read, as a sentence in English.")]
    complete: Annotated[
        bool,
        Field(description="False where there is more than is read of one picture: some marks are left out."),
    ]
    digits: Annotated[
        list[DigitRead],
        Field(description="In reading order. Signs are among them as `not_a_digit`; `text` leaves them out."),
    ]

    @classmethod
    def of(cls, found: Reading) -> "ReadPicture":
        """Tell of a reading."""
        return cls.model_construct(
            text=found.text,
            lines=list(found.lines),
            model=found.model,
            message=found.message,
            complete=found.complete,
            digits=[DigitRead.of(each) for each in found.digits],
        )


def _example(digit: int, confidence: float, x: int) -> dict[str, Any]:
    probabilities = [0.0] * 10
    probabilities[digit] = confidence
    return {
        "digit": digit,
        "verdict": "digit",
        "confidence": confidence,
        "digit_score": 0.99,
        "probabilities": probabilities,
        "box": {"x": x, "y": 40, "width": 62, "height": 98},
        "line": 0,
        "seen": "data:image/png;base64,iVBORw0KGgo=",
    }


READING_EXAMPLE: dict[str, Any] = {
    "text": "42",
    "lines": ["42"],
    "model": "20261122T101500Z-3f9c2a1",
    "message": "2 digits in 1 line.",
    "complete": True,
    "digits": [_example(4, 0.998, 30), _example(2, 0.997, 110)],
}
