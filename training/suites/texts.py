"""Texts as they are compared: what of signs, spaces and breaks counts, and how far two texts are apart."""

import re
from dataclasses import dataclass

SIGNS = ".,-/:+%"
TYPOGRAPHIC = str.maketrans({"−": "-", "–": "-", "—": "-"})  # noqa: RUF001 - these signs are the matter
FOREIGN = re.compile(rf"[^0-9\s{re.escape(SIGNS)}]")


@dataclass(frozen=True, slots=True)
class Form:
    """What counts of a text. Digits always do; what is neither digit, sign nor space never does."""

    signs: bool
    spaces: bool
    breaks: bool

    def __call__(self, text: str) -> str:
        """The text with what counts of it; each run of spaces is one, and no line is empty."""
        told = FOREIGN.sub("", text.translate(TYPOGRAPHIC))
        if not self.signs:
            told = re.sub(f"[{re.escape(SIGNS)}]", " ", told)
        lines = [(" " if self.spaces else "").join(line.split()) for line in told.splitlines()]
        return ("\n" if self.breaks else "").join(filter(None, lines))

    def parts(self, text: str) -> list[str]:
        """The numbers that stand apart in the text; where signs do not count, they part numbers too."""
        laid_out = Form(self.signs, spaces=True, breaks=True)(text)
        return [part for part in laid_out.split() if any(sign.isdigit() for sign in part)]


# What the suites of digits alone expect: signs and gaps may stand in an answer and are not looked at.
DIGITS_BY_LINE = Form(signs=False, spaces=False, breaks=True)
DIGITS = Form(signs=False, spaces=False, breaks=False)
MARKS = Form(signs=True, spaces=False, breaks=False)
LAID_OUT = Form(signs=True, spaces=True, breaks=True)


def edits(told: str, expected: str) -> int:
    """How many signs must be put in, taken out or changed to make one text the other (Levenshtein)."""
    return _aligned(told, expected)[0]


def put_in(told: str, expected: str) -> int:
    """How many signs of `told` nothing in `expected` accounts for, in an alignment of the fewest edits."""
    return _aligned(told, expected)[1]


def _aligned(told: str, expected: str) -> tuple[int, int]:
    """Edits of the best alignment, and how many of `told`'s signs it leaves over; if it may choose, many."""
    row = [(place, 0) for place in range(len(expected) + 1)]
    for i, a in enumerate(told, 1):
        last, row[0] = row[0], (i, -i)
        for j, b in enumerate(expected, 1):
            change = (last[0] + (a != b), last[1])
            surplus, missing = (row[j][0] + 1, row[j][1] - 1), (row[j - 1][0] + 1, row[j - 1][1])
            last, row[j] = row[j], min(change, surplus, missing)
    return row[-1][0], -row[-1][1]
