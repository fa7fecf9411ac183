"""What the service answers, as values. Members that this version does not know are ignored."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Json = Mapping[str, Any]
Verdict = Literal["digit", "uncertain", "several_digits", "not_a_digit", "blank"]
UnreadReason = Literal["not_a_number", "unclear", "too_many"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was refused (RFC 9457)."""

    type: str  # `urn:digits:...`: decide by this
    title: str
    status: int
    detail: str  # what was found and what to do, for a person
    instance: str
    request_id: str  # names the request in the service's log

    @classmethod
    def of(cls, told: Json) -> "Problem":
        """Read the JSON of the service."""
        return cls(*(told[name] for name in ("type", "title", "status", "detail", "instance", "request_id")))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright picture; x, y is its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, told: Json) -> "Box":
        """Read the JSON of the service."""
        return cls(told["x"], told["y"], told["width"], told["height"])


@dataclass(frozen=True, slots=True)
class Prediction:
    """The whole answer for one picture."""

    verdict: Verdict
    digit: int | None
    confidence: float | None  # calibrated: of the answers given with 0.9, nine in ten are right
    digit_score: float  # 0..1: how much the picture looks like one digit
    probabilities: list[float] | None  # of the digits 0 to 9
    message: str
    box: Box | None
    seen: bytes | None  # PNG of the 28x28 that the network was given
    digits_found: int
    model: str

    @classmethod
    def of(cls, told: Json) -> "Prediction":
        """Read the JSON of the service."""
        return cls(
            verdict=told["verdict"],
            digit=told["digit"],
            confidence=told["confidence"],
            digit_score=told["digit_score"],
            probabilities=told["probabilities"],
            message=told["message"],
            box=None if told["box"] is None else Box.of(told["box"]),
            seen=None if told["seen"] is None else _png(told["seen"]),
            digits_found=told["digits_found"],
            model=told["model"],
        )


@dataclass(frozen=True, slots=True)
class BatchItem:
    """What came of one picture of a batch: a result or a problem."""

    index: int
    result: Prediction | None
    problem: Problem | None

    @classmethod
    def of(cls, told: Json) -> "BatchItem":
        """Read the JSON of the service."""
        return cls(
            index=told["index"],
            result=None if told["result"] is None else Prediction.of(told["result"]),
            problem=None if told["problem"] is None else Problem.of(told["problem"]),
        )


@dataclass(frozen=True, slots=True)
class DigitRead:
    """One mark of a picture: a digit, a sign, or neither."""

    digit: int | None
    sign: str | None  # one of . , - / : + %
    verdict: Verdict  # digit; uncertain; or not_a_digit: a sign that is sure, or neither
    confidence: float | None  # that it is the digit or the sign that is named
    digit_score: float
    probabilities: list[float] | None
    box: Box
    line: int
    apart: bool  # whether a space stands before it in its line
    seen: bytes  # PNG of the 28x28 that the digits' network was given; empty where it was given none

    @classmethod
    def of(cls, told: Json) -> "DigitRead":
        """Read the JSON of the service."""
        return cls(
            digit=told["digit"],
            sign=told.get("sign"),
            verdict=told["verdict"],
            confidence=told["confidence"],
            digit_score=told["digit_score"],
            probabilities=told["probabilities"],
            box=Box.of(told["box"]),
            line=told["line"],
            apart=told.get("apart", False),
            seen=_png(told["seen"]),
        )


@dataclass(frozen=True, slots=True)
class UnreadMark:
    """Ink that looks written and was not read."""

    box: Box
    reason: UnreadReason

    @classmethod
    def of(cls, told: Json) -> "UnreadMark":
        """Read the JSON of the service."""
        return cls(Box.of(told["box"]), told["reason"])


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """The text of a picture, mark by mark, and what was not read of it."""

    text: str  # digits, signs, one space where numbers stand apart; lines are separated by \n
    lines: list[str]
    confidence: float | None  # of the whole text: of those given with 0.9, nine in ten are right throughout
    model: str
    message: str
    complete: bool  # False where something looks written and was not read
    unread: list[UnreadMark]
    digits: list[DigitRead]  # signs are among them

    @classmethod
    def of(cls, told: Json) -> "ReadPicture":
        """Read the JSON of the service."""
        return cls(
            text=told["text"],
            lines=told["lines"],
            confidence=told.get("confidence"),
            model=told["model"],
            message=told["message"],
            complete=told["complete"],
            unread=[UnreadMark.of(each) for each in told.get("unread", [])],
            digits=[DigitRead.of(each) for each in told["digits"]],
        )


@dataclass(frozen=True, slots=True)
class ModelInput:
    """What the network's file declares about its input."""

    shape: list[int]
    scaling: str


@dataclass(frozen=True, slots=True)
class Model:
    """The model that is serving, with its evidence."""

    version: str
    source: Literal["store", "bundled", "file"]
    recipe: str | None
    created_at: datetime | None
    sha256: str
    parameters: int
    input: ModelInput
    metrics: dict[str, float]

    @classmethod
    def of(cls, told: Json) -> "Model":
        """Read the JSON of the service."""
        return cls(
            version=told["version"],
            source=told["source"],
            recipe=told["recipe"],
            created_at=None if told["created_at"] is None else datetime.fromisoformat(told["created_at"]),
            sha256=told["sha256"],
            parameters=told["parameters"],
            input=ModelInput(told["input"]["shape"], told["input"]["scaling"]),
            metrics=told["metrics"],
        )


@dataclass(frozen=True, slots=True)
class RefusedModel:
    """A version that did not get to serve, and why."""

    version: str
    reason: str
    at: datetime

    @classmethod
    def of(cls, told: Json) -> "RefusedModel":
        """Read the JSON of the service."""
        return cls(told["version"], told["reason"], datetime.fromisoformat(told["at"]))


@dataclass(frozen=True, slots=True)
class Models:
    """What is serving, what else lies in the store, what was refused."""

    serving: str | None
    versions: list[str]
    refused: list[RefusedModel]

    @classmethod
    def of(cls, told: Json) -> "Models":
        """Read the JSON of the service."""
        return cls(told["serving"], told["versions"], [RefusedModel.of(each) for each in told["refused"]])


def _png(url: str) -> bytes:
    """The bytes in a data URL."""
    return base64.b64decode(url.partition(",")[2])
