"""Forms of digits that some people have and MNIST hardly: slashed zeros, hourglasses, long flags."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from training.suites.types import Generator
from training.suites.written.forms import ODD
from training.suites.written.hand import any_hand
from training.suites.written.layout import number
from training.suites.written.numbers import Maker, digits
from training.suites.written.pad import pad


def _in_form(name: str) -> Maker:
    digit, form = ODD[name]

    def make(rng: Generator) -> tuple[bytes, str]:
        """A number with the digit of that form at least once."""
        text = list(digits(rng, 2, 5))
        text[int(rng.integers(len(text)))] = digit
        hand = any_hand(rng)
        hand = replace(hand, forms={digit: form}, slant=min(hand.slant, 8.0), pen=min(hand.pen, 0.11))
        if digit == "1":  # its flag is told from a 7 by the 7's crossbar or flat top
            text.insert(int(rng.integers(len(text) + 1)), "7")
        said = "".join(text)
        return pad(number(said, hand, rng), rng), said

    return make


FORMS: Mapping[str, Maker] = MappingProxyType({name: _in_form(name) for name in ODD})
