"""Numbers among other writing: letters, words, money, equations. Only the digits are to be read as digits."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from training.suites.types import Generator
from training.suites.written.forms import LETTERS
from training.suites.written.hand import HEIGHT, Hand, any_hand
from training.suites.written.layout import Drawing, Stroke, box, moved, number
from training.suites.written.numbers import Maker, digits
from training.suites.written.sheet import Layer, any_ink, photo

WORDS = (
    "the",
    "number",
    "room",
    "hand",
    "date",
    "exam",
    "name",
    "team",
    "cups",
    "RENT",
    "WEEK",
    "month",
    "year",
)
LABELS = ("Name", "Amount", "Date of birth", "Total", "Phone", "Customer no.", "Year")
FONTS = ("STIXGeneral", "DejaVu Sans", "DejaVu Serif")
Phrase = list[str]  # pieces of one line, a space between them


def _on_paper(phrase: Callable[[Generator], Phrase]) -> Maker:
    def make(rng: Generator) -> tuple[bytes, str]:
        """One or two lines of it."""
        hand = replace(any_hand(rng), pen=float(rng.uniform(0.05, 0.1)))
        lines = [phrase(rng) for _ in range(rng.integers(1, 3))]
        drawn: Drawing = ()
        for at, line in enumerate(lines):
            drawn += moved(_line(line, hand, rng), 0, at * HEIGHT * rng.uniform(2.0, 2.4))
        said = "\n".join(" ".join(filter(None, map(_digits, line))) for line in lines)
        return photo([Layer(drawn, any_ink(rng))], rng, digit=rng.uniform(36, 90)), said

    return make


def _line(pieces: Phrase, hand: Hand, rng: Generator) -> Drawing:
    drawn: Drawing = ()
    left = 0.0
    for piece in pieces:
        one = number(piece, hand, rng)
        extent = box(one)
        drawn += moved(one, left - extent.left, 0)
        left += extent.right - extent.left + HEIGHT * rng.uniform(0.5, 0.9)
    return drawn


def _digits(piece: str) -> str:
    """The numbers of a piece, a space where something stands between them."""
    return " ".join("".join(sign if sign.isdigit() else " " for sign in piece).split())


def _letters(rng: Generator) -> Phrase:
    letter = str(rng.choice(list(LETTERS)))
    return [f"{letter}", digits(rng, 1, 4)] if rng.random() < 0.5 else [digits(rng, 1, 4), f"{letter}"]


def _words(rng: Generator) -> Phrase:
    word = str(rng.choice([word for word in WORDS if set(word) <= set(LETTERS)]))
    return [word, digits(rng, 1, 4)] if rng.random() < 0.7 else [digits(rng, 1, 4), word]


def _money(rng: Generator) -> Phrase:
    return ["$", f"{digits(rng, 1, 4)}.{digits(rng, 2, 2)}" if rng.random() < 0.6 else digits(rng, 2, 4)]


def _equations(rng: Generator) -> Phrase:
    x, y = ("x", "y") if rng.random() < 0.7 else ("a", "c")
    if rng.random() < 0.5:
        return [f"{x}", "=", digits(rng, 1, 3)]
    return [
        f"{_coefficient(rng)}{x}",
        str(rng.choice(["+", "-"])),
        f"{_coefficient(rng)}{y}",
        "=",
        digits(rng, 1, 2),
    ]


def _brackets(rng: Generator) -> Phrase:
    return [f"({digits(rng, 1, 3)})"] if rng.random() < 0.5 else [digits(rng, 1, 2), f"({digits(rng, 1, 3)})"]


def _coefficient(rng: Generator) -> str:
    return str(rng.integers(2, 10))


def on_a_form(rng: Generator) -> tuple[bytes, str]:
    """One to three numbers, each behind or under a printed label."""
    hand = any_hand(rng)
    said = [digits(rng, 2, 6) for _ in range(rng.integers(1, 4))]
    font, size = str(rng.choice(FONTS)), HEIGHT * rng.uniform(0.5, 0.9)
    under = rng.random() < 0.4
    labels: Drawing = ()
    drawn: Drawing = ()
    for at, text in enumerate(said):
        y = at * HEIGHT * 2.6
        label = moved(_printed(str(rng.choice(LABELS)) + ":", size, font), 0, y)
        labels += label
        corner = (0.0, y + HEIGHT * 1.3) if under else (box(label).right + HEIGHT * 0.7, y)
        drawn += moved(number(text, hand, rng), *corner)
    grey = float(rng.uniform(0.05, 0.35))
    layers = [Layer(labels, (grey, grey, grey), filled=True), Layer(drawn, any_ink(rng))]
    return photo(layers, rng, digit=rng.uniform(36, 80)), "\n".join(said)


def _printed(text: str, size: float, font: str) -> Drawing:
    """Printed letters as outlines to fill, their foot at y = 0."""
    path = TextPath((0, 0), text, size=size, prop=FontProperties(family=font))
    return tuple(Stroke(np.asarray(shape) * (1.0, -1.0), 0.0) for shape in path.to_polygons())


BESIDE: Mapping[str, Maker] = MappingProxyType(
    {
        "letters": _on_paper(_letters), "words": _on_paper(_words), "money": _on_paper(_money),
        "equations": _on_paper(_equations), "brackets": _on_paper(_brackets),
        "forms": on_a_form,
    }
)  # fmt: skip
