"""The shape of what /v1/read answers: what OpenAPI documents and what is sent, in this order."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from service.api.schemas import Box, Share, data_url
from service.reading import Reading, ReadMark, Unread, UnreadReason
from service.verdict import Verdict


class DigitRead(BaseModel):
    """One mark of a picture: a digit, a sign, or neither."""

    digit: Annotated[int, Field(ge=0, le=9)] | None
    sign: Annotated[
        str | None,
        Field(
            description="The sign as it is typed: one of `. , - / : + %`; null for a digit and for neither."
        ),
    ]
    verdict: Annotated[
        Verdict,
        Field(
            description="`digit`, or `uncertain` of a digit or a sign that is doubtful. `not_a_digit` of a "
            "sign that is sure, and of what is neither: that has no place in `text`."
        ),
    ]
    confidence: Annotated[
        Share | None,
        Field(description="Calibrated: of the digits and signs given with 0.9, nine in ten are right."),
    ]
    digit_score: Annotated[Share, Field(description="How much it looks like one digit.")]
    probabilities: Annotated[
        list[float] | None,
        Field(description="Of the digits 0 to 9: the alternatives.", min_length=10, max_length=10),
    ]
    box: Annotated[Box, Field(description="Where it lies.")]
    line: Annotated[int, Field(ge=0, description="Which of `lines` it stands in.")]
    apart: Annotated[bool, Field(description="Whether a space stands before it in its line.")]
    seen: Annotated[
        str,
        Field(
            description="The 28x28 pixels that the digits' network was given: a PNG as data URL. Empty where "
            "it was given none, as of a sign."
        ),
    ]

    @classmethod
    def of(cls, found: ReadMark) -> "DigitRead":
        """Tell of one mark."""
        return cls.model_construct(
            digit=found.digit,
            sign=found.sign,
            verdict=found.verdict,
            confidence=found.confidence,
            digit_score=found.digit_score,
            probabilities=None if found.probabilities is None else list(found.probabilities),
            box=Box(**found.box._asdict()),
            line=found.line,
            apart=found.apart,
            seen="" if found.seen is None else data_url(found.seen),
        )


class UnreadMark(BaseModel):
    """Ink that looks written and was not read."""

    box: Annotated[Box, Field(description="Where it lies.")]
    reason: Annotated[
        UnreadReason,
        Field(
            description="`not_a_number`: it is no digit, and no sign that is known, such as a letter. "
            "`unclear`: it cannot be told what it is: too small, too faint, tangled. `too_many`: there is "
            "more in the picture than is read of one."
        ),
    ]

    @classmethod
    def of(cls, found: Unread) -> "UnreadMark":
        """Tell of one mark."""
        return cls.model_construct(box=Box(**found.box._asdict()), reason=found.reason)


class ReadPicture(BaseModel):
    """The text of a picture, mark by mark, and what was not read of it."""

    text: Annotated[
        str,
        Field(
            description="The lines, with a line break between them; empty without digits and signs. What "
            "was not read is not in it: see `complete`."
        ),
    ]
    lines: Annotated[
        list[str],
        Field(
            description="From top to bottom: digits, the signs `. , - / : + %` as they were seen, and one "
            "space where numbers stand apart."
        ),
    ]
    confidence: Annotated[
        Share | None,
        Field(
            description="Of the whole text, calibrated: of the texts given with 0.9, nine in ten are right "
            "in every character. Null for an empty one, and where the serving version has no reader."
        ),
    ]
    model: Annotated[str, Field(description="The version that answered.")]
    message: Annotated[str, Field(description="What was read and what was not, in English.")]
    complete: Annotated[
        bool, Field(description="False where something looks written and was not read: `unread` says where.")
    ]
    unread: Annotated[list[UnreadMark], Field(description="What looks written and was not read.")]
    digits: Annotated[list[DigitRead], Field(description="Digits and signs, in reading order.")]

    @classmethod
    def of(cls, found: Reading) -> "ReadPicture":
        """Tell of a reading."""
        return cls.model_construct(
            text=found.text,
            lines=list(found.lines),
            confidence=found.confidence,
            model=found.model,
            message=found.message,
            complete=found.complete,
            unread=[UnreadMark.of(each) for each in found.unread],
            digits=[DigitRead.of(each) for each in found.digits],
        )


def _digit(digit: int, confidence: float, x: int, *, apart: bool = False) -> dict[str, Any]:
    probabilities = [0.0] * 10
    probabilities[digit] = confidence
    return {
        "digit": digit,
        "sign": None,
        "verdict": "digit",
        "confidence": confidence,
        "digit_score": 0.99,
        "probabilities": probabilities,
        "box": {"x": x, "y": 40, "width": 62, "height": 98},
        "line": 0,
        "apart": apart,
        "seen": "data:image/png;base64,iVBORw0KGgo=",
    }


READING_EXAMPLE: dict[str, Any] = {
    "text": "4,2 7",
    "lines": ["4,2 7"],
    "confidence": 0.97,
    "model": "20261122T101500Z-3f9c2a1",
    "message": "3 digits in 1 line. 1 mark could not be read.",
    "complete": False,
    "unread": [{"box": {"x": 420, "y": 36, "width": 71, "height": 104}, "reason": "not_a_number"}],
    "digits": [
        _digit(4, 0.998, 30),
        {
            "digit": None,
            "sign": ",",
            "verdict": "not_a_digit",
            "confidence": 0.981,
            "digit_score": 0.02,
            "probabilities": None,
            "box": {"x": 104, "y": 124, "width": 15, "height": 31},
            "line": 0,
            "apart": False,
            "seen": "",
        },
        _digit(2, 0.997, 130),
        _digit(7, 0.996, 300, apart=True),
    ],
}
