"""Pictures with several digits and the text that is to be read, put through POST /v1/read."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from training.suites.asking import Ask
from training.suites.run import Answer, SuiteResult, in_order


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """One picture, as a person would upload it, and what stands on it."""

    picture: bytes
    text: str  # the digits, lines separated by line breaks
    kind: str
    name: str


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


def run_reading(suite: ReadingSuite, ask: Ask) -> SuiteResult:
    """Upload every case to `ask`, which reads; an answer is right when its whole text is."""

    def answer(index: int) -> Answer:
        case = suite.case(index)
        told = ask(case.picture)
        found = told.get("digits") or []
        sure = [each["confidence"] for each in found if each.get("confidence") is not None]
        read = Answer(
            name=case.name,
            kind=case.kind,
            index=index,
            expected=case.text,
            verdict=str(told.get("text", "problem")),
            digit=None,
            confidence=min(sure, default=None),
            digit_score=min((each["digit_score"] for each in found), default=0.0),
            message=str(told.get("detail", "")),
        )
        return read if read.right else replace(read, picture=case.picture)

    return SuiteResult(suite.name, tuple(in_order(answer, suite.count)))


def digits_right(result: SuiteResult) -> tuple[float, int]:
    """Share of the digits that were read, by edit distance and at least 0; and how many there were."""
    count = sum(len(_digits(answer.expected)) for answer in result.answers)
    wrong = sum(edits(_digits(answer.told), _digits(answer.expected)) for answer in result.answers)
    return max(0.0, 1 - wrong / max(1, count)), count


def edits(told: str, expected: str) -> int:
    """How many signs must be put in, taken out or changed to make one text the other (Levenshtein)."""
    row = list(range(len(expected) + 1))
    for i, a in enumerate(told, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(expected, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
