"""Pictures with several digits and the text that is to be read, put through POST /v1/read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from training.suites.asking import Ask
from training.suites.run import Answer, SuiteResult, in_order
from training.suites.texts import DIGITS_BY_LINE, Form


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """One picture, as a person would upload it, and what stands on it."""

    picture: bytes
    text: str  # lines separated by line breaks
    kind: str
    name: str
    form: Form = DIGITS_BY_LINE  # what of the text counts


@dataclass(frozen=True, slots=True)
class ReadingSuite:
    """Cases made on demand, as `types.Suite`'s."""

    name: str
    count: int
    case: Callable[[int], ReadingCase]

    def sample(self, count: int | None) -> "ReadingSuite":
        """At most `count` cases, evenly spread and always the same ones; None keeps them all."""
        if count is None or count >= self.count:
            return self
        chosen = np.linspace(0, self.count - 1, count).round().astype(int)
        return replace(self, count=count, case=lambda index: self.case(int(chosen[index])))


@dataclass(frozen=True, slots=True)
class TextAnswer(Answer):
    """What was read on one picture. `verdict` is the text, and `confidence` that of its least sure digit."""

    form: Form = DIGITS_BY_LINE
    text_confidence: float | None = None  # of the whole text; None where the service does not say

    @property
    def right(self) -> bool:
        """Whether the texts are the same in all that counts."""
        return self.form(self.told) == self.form(self.expected)


def run_reading(suite: ReadingSuite, ask: Ask) -> SuiteResult:
    """Upload every case to `ask`, which reads; an answer is right when its whole text is."""

    def answer(index: int) -> Answer:
        case = suite.case(index)
        read = _answer(case, index, ask(case.picture))
        return read if read.right else replace(read, picture=case.picture)

    return SuiteResult(suite.name, tuple(in_order(answer, suite.count)))


def _answer(case: ReadingCase, index: int, told: Mapping[str, Any]) -> TextAnswer:
    digits = [each for each in told.get("digits") or [] if each.get("digit", 0) is not None]
    sure = [each["confidence"] for each in digits if each.get("confidence") is not None]
    return TextAnswer(
        name=case.name,
        kind=case.kind,
        index=index,
        expected=case.text,
        verdict=str(told.get("text", "problem")),
        digit=None,
        confidence=min(sure, default=None),
        digit_score=min((each["digit_score"] for each in digits), default=0.0),
        message=str(told.get("detail", "")),
        form=case.form,
        text_confidence=told.get("confidence"),
    )
