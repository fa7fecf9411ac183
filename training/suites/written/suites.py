"""The written numbers as suites: seeded, each picture made when it is asked for."""

from collections.abc import Mapping

import numpy as np

from training.suites.reading import ReadingCase, ReadingSuite
from training.suites.texts import DIGITS_BY_LINE, LAID_OUT, Form
from training.suites.written.apart import APART
from training.suites.written.beside import BESIDE
from training.suites.written.marked import FAINT, MARKED
from training.suites.written.numbers import NUMBERS, Maker
from training.suites.written.odd import FORMS
from training.suites.written.signed import SIGNED

PER_KIND = 40
BESIDE_LETTERS = "written beside letters"


def written_suites(per_kind: int = PER_KIND, seed: int = 0) -> tuple[ReadingSuite, ...]:
    """Every suite of numbers that this package draws. All counts: signs, spaces, line breaks.

    Where numbers stand beside letters, only digits and lines do: signs of an equation are no number's.
    """
    manners = {
        "written numbers": NUMBERS, "written signs": SIGNED, "written apart": APART,
        "written and marked": MARKED, "written in odd forms": FORMS, "written in faint pencil": FAINT,
    }  # fmt: skip
    all_counts = (_suite(name, kinds, LAID_OUT, per_kind, seed) for name, kinds in manners.items())
    return (*all_counts, _suite(BESIDE_LETTERS, BESIDE, DIGITS_BY_LINE, per_kind, seed))


def _suite(name: str, kinds: Mapping[str, Maker], form: Form, per_kind: int, seed: int) -> ReadingSuite:
    names = list(kinds)

    def case(index: int) -> ReadingCase:
        at, number = divmod(index, per_kind)
        rng = np.random.default_rng([seed, *name.encode(), at, number])
        picture, text = kinds[names[at]](rng)
        return ReadingCase(picture, text, names[at], f"{names[at]} {number}", form)

    return ReadingSuite(name, per_kind * len(names), case)
