"""Uploads every case of a suite and counts what came back."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from training.suites.asking import Ask
from training.suites.invariance import Pairs
from training.suites.types import Suite

CONNECTIONS = 4  # at once; one service process answers them, so more would only wait
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said to one picture, and what it should have said."""

    name: str
    kind: str
    index: int  # of the case in its suite: `suite.case(index)` makes the picture again
    expected: str  # a digit, or a verdict
    verdict: str  # or "problem", where the picture was refused
    digit: int | None
    confidence: float | None
    digit_score: float
    probabilities: tuple[float, ...] = ()
    digits_found: int | None = None
    seen: str | None = None  # what the network was given, a PNG as a data URI
    message: str = ""
    picture: bytes = b""  # what was uploaded; kept of wrong answers alone

    @property
    def told(self) -> str:
        """The answer in the words of `expected`: the digit where one is given, sure or not."""
        return self.verdict if self.digit is None else str(self.digit)

    @property
    def right(self) -> bool:
        """An uncertain answer counts by its likelier digit."""
        return self.told == self.expected


@dataclass(frozen=True, slots=True)
class KindResult:
    """One kind of a suite."""

    count: int
    right: int

    @property
    def accuracy(self) -> float:
        """Share of right answers."""
        return self.right / max(1, self.count)


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """A suite with every answer that it got."""

    name: str
    answers: tuple[Answer, ...]

    @property
    def count(self) -> int:
        """Pictures that were uploaded."""
        return len(self.answers)

    @property
    def right(self) -> int:
        """Answers that were as expected."""
        return sum(answer.right for answer in self.answers)

    @property
    def accuracy(self) -> float:
        """Share of right answers, whatever their kind."""
        return self.right / max(1, self.count)

    @property
    def by_kind(self) -> Mapping[str, KindResult]:
        """Each kind by itself, in the suite's order."""
        groups: dict[str, list[bool]] = defaultdict(list)
        for answer in self.answers:
            groups[answer.kind].append(answer.right)
        return {kind: KindResult(len(group), sum(group)) for kind, group in groups.items()}

    @property
    def mean_of_kinds(self) -> float:
        """The mean of the kinds' accuracies: every kind weighs the same."""
        return float(np.mean([kind.accuracy for kind in self.by_kind.values()]))

    @property
    def mistakes(self) -> tuple[Answer, ...]:
        """Answers that were wrong, the surest first."""
        wrong = [answer for answer in self.answers if not answer.right]
        return tuple(sorted(wrong, key=lambda answer: -(answer.confidence or 0)))

    @property
    def digit_scores(self) -> NDArray[np.float64]:
        """How much each picture looked like one digit, (n,)."""
        return np.array([answer.digit_score for answer in self.answers], np.float64)

    @property
    def sureness(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Confidence (n,) and whether it was right (n,), of the answers that name a digit."""
        sure = [(answer.confidence, answer.right) for answer in self.answers if answer.confidence is not None]
        return np.array([s for s, _ in sure], np.float64), np.array([r for _, r in sure], np.bool_)


def run_suite(suite: Suite, ask: Ask) -> SuiteResult:
    """Make and upload every case, several at a time; answers are in the suite's order."""

    def answer(index: int) -> Answer:
        case = suite.case(index)
        expected = case.expected if case.label is None else str(case.label)
        found = _read(ask(case.picture), case.name, case.kind, index, expected)
        return found if found.right else replace(found, picture=case.picture)

    return SuiteResult(suite.name, tuple(in_order(answer, suite.count)))


def run_pairs(pairs: Pairs, ask: Ask) -> SuiteResult:
    """As `run_suite`; what is expected of a dressed picture is the answer that the plain one got."""

    def answers(index: int) -> list[Answer]:
        plain: str | None = None
        found = []
        for pair in pairs.of(index):
            if plain is None:  # the same for every dress of a digit
                plain = _read(ask(pair.plain), "plain", "plain", index, "").told
            found.append(_read(ask(pair.dressed), pair.name, pair.kind, index, plain))
        return found

    every = [answer for found in in_order(answers, pairs.digits) for answer in found]
    return SuiteResult(pairs.name, tuple(every))


def in_order(make: Callable[[int], _Made], count: int) -> list[_Made]:
    """What `make` gives for 0 to `count` - 1, several at a time, in that order."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(make, range(count)))


def _read(answer: Mapping[str, Any], name: str, kind: str, index: int, expected: str) -> Answer:
    """Take what is needed from the service's JSON; a problem counts as an answer that is wrong."""
    return Answer(
        name=name,
        kind=kind,
        index=index,
        expected=expected,
        verdict=str(answer.get("verdict", "problem")),
        digit=answer.get("digit"),
        confidence=answer.get("confidence"),
        digit_score=float(answer.get("digit_score", 0.0)),
        probabilities=tuple(answer.get("probabilities") or ()),
        digits_found=answer.get("digits_found"),
        seen=answer.get("seen"),
        message=str(answer.get("message") or answer.get("detail", "")),
    )
