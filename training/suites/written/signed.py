"""Numbers with signs, on a pad: the sign is part of what stands there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from training.suites.types import Generator
from training.suites.written.hand import any_hand
from training.suites.written.layout import number
from training.suites.written.numbers import Maker, digits
from training.suites.written.pad import pad


def _drawn(text: Callable[[Generator], str]) -> Maker:
    def make(rng: Generator) -> tuple[bytes, str]:
        hand = any_hand(rng)
        hand = replace(hand, pen=max(hand.pen, 0.05))  # a hairline's point would be a speck
        return pad(number(said := text(rng), hand, rng), rng), said

    return make


def _point(rng: Generator) -> str:
    return f"{digits(rng, 1, 3)}.{digits(rng, 1, 2)}"


def _comma(rng: Generator) -> str:
    return f"{digits(rng, 1, 3)},{digits(rng, 1, 3)}"


def _minus(rng: Generator) -> str:
    return f"-{digits(rng, 1, 4)}" if rng.random() < 0.7 else f"{digits(rng, 2, 4)}-{digits(rng, 2, 4)}"


def _plus(rng: Generator) -> str:
    return f"+{digits(rng, 1, 3)}" if rng.random() < 0.3 else f"{digits(rng, 1, 3)}+{digits(rng, 1, 3)}"


def _colon(rng: Generator) -> str:
    if rng.random() < 0.6:
        return f"{rng.integers(24):02d}:{rng.integers(60):02d}"
    return f"{digits(rng, 1, 2)}:{digits(rng, 1, 2)}"


def _slash(rng: Generator) -> str:
    if rng.random() < 0.5:
        return f"{rng.integers(1, 32)}/{rng.integers(1, 13)}/{rng.integers(1990, 2040)}"
    return f"{digits(rng, 1, 2)}/{digits(rng, 1, 2)}"


def _percent(rng: Generator) -> str:
    return f"{digits(rng, 1, 3)}%"


SIGNED: Mapping[str, Maker] = MappingProxyType(
    {
        "point": _drawn(_point), "comma": _drawn(_comma), "minus": _drawn(_minus), "plus": _drawn(_plus),
        "colon": _drawn(_colon), "slash": _drawn(_slash), "percent": _drawn(_percent),
    }
)  # fmt: skip
