"""Numbers drawn on a pad, in eight manners; each maker gives a picture and what stands on it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from training.suites.types import Generator
from training.suites.written.hand import any_hand
from training.suites.written.layout import number
from training.suites.written.pad import pad

Maker: TypeAlias = Callable[[Generator], tuple[bytes, str]]

ZEROS = (
    "10",
    "20",
    "100",
    "200",
    "105",
    "2005",
    "1000",
    "300",
    "40",
    "907",
    "6000",
    "1020",
    "500",
    "70",
    "3080",
)
TAILED = {
    "1": 0.3,
    "4": 0.8,
    "7": 1.0,
    "9": 1.0,
}  # how long a tail each may have; a long, leaning 1 is a slash


def digits(rng: Generator, least: int = 2, most: int = 7, among: str = "0123456789") -> str:
    """A number of `least` to `most` digits, each as likely."""
    return "".join(rng.choice(list(among), rng.integers(least, most + 1)))


def plain(rng: Generator) -> tuple[bytes, str]:
    """As most people write."""
    text = digits(rng)
    return pad(number(text, any_hand(rng), rng), rng), text


def small_zeros(rng: Generator) -> tuple[bytes, str]:
    """Zeros half as high as the other digits."""
    text = str(rng.choice(ZEROS)) if rng.random() < 0.7 else _with("0", digits(rng, 2, 5), rng)
    least = rng.uniform(0.42, 0.55)

    def sizes(sign: str, rng: Generator) -> float:
        return float(rng.uniform(0.95, 1.05) * (least if sign == "0" else 1.0))

    return pad(number(text, any_hand(rng), rng, sizes=sizes), rng), text


def unequal_sizes(rng: Generator) -> tuple[bytes, str]:
    """Some digits more than twice as high as others."""
    text = digits(rng, 3, 7)
    hand = replace(any_hand(rng), sizes=(0.5, 1.35), drift=0.08)
    return pad(number(text, hand, rng), rng), text


def long_tails(rng: Generator) -> tuple[bytes, str]:
    """Digits whose downstroke goes far under the line, beside or below a digit that is often smaller."""
    text = digits(rng, 2, 5)
    at = int(rng.integers(1, len(text)))
    text = text[:at] + str(rng.choice(list("79"))) + text[at:]
    length, small = rng.uniform(0.4, 0.9), rng.uniform(0.5, 1.0)

    def tails(sign: str, rng: Generator) -> float:
        return float(length * rng.uniform(0.7, 1.2) * TAILED.get(sign, 0.0))

    def sizes(sign: str, rng: Generator) -> float:
        return float(rng.uniform(0.95, 1.05) * (1.0 if sign in TAILED else small))

    hand = replace(any_hand(rng), slant=float(rng.uniform(3, 18)), clear=(0.08, 0.25))
    return pad(number(text, hand, rng, sizes=sizes, tails=tails), rng), text


def touching(rng: Generator) -> tuple[bytes, str]:
    """Neighbours touch or overlap a little; two zeros may be written without lifting the pen."""
    text = _never_twice("1", digits(rng, 2, 5))
    if rng.random() < 0.2:
        text = _with("0", f"{text}0", rng)
    hand = replace(
        any_hand(rng), clear=(-0.05, -0.005), pen=float(rng.uniform(0.05, 0.11)), joined=rng.random() < 0.5
    )
    return pad(number(text, hand, rng), rng), text


def slanted(rng: Generator) -> tuple[bytes, str]:
    """Leaning to the right by 15 to 30 degrees, or a little to the left."""
    text = digits(rng)
    slant = rng.uniform(15, 30) if rng.random() < 0.8 else rng.uniform(-18, -8)
    return pad(number(text, replace(any_hand(rng), slant=float(slant)), rng), rng), text


def hasty(rng: Generator) -> tuple[bytes, str]:
    """Quickly written: loops left open, lines that tremble, an uneven foot."""
    text = digits(rng)
    hand = replace(
        any_hand(rng), loose=0.04, quirk=0.03, tremble=0.013, opened=True, drift=0.08, sizes=(0.75, 1.15)
    )
    return pad(number(text, hand, rng), rng), text


def neat(rng: Generator) -> tuple[bytes, str]:
    """Slowly drawn: as the school has it, or with a mouse, corner by corner."""
    text = digits(rng)
    hand = replace(any_hand(rng), quirk=0.006, loose=0.004, slant=0.0, drift=0.01)
    if rng.random() < 0.5:
        hand = replace(hand, straight=True, tremble=0.006)
    return pad(number(text, hand, rng), rng), text


NUMBERS: Mapping[str, Maker] = MappingProxyType(
    {
        "plain": plain, "small zeros": small_zeros, "unequal sizes": unequal_sizes, "long tails": long_tails,
        "touching": touching, "slanted": slanted, "hasty": hasty, "neat": neat,
    }
)  # fmt: skip


def _with(digit: str, text: str, rng: Generator) -> str:
    """The text with this digit somewhere behind its first."""
    at = int(rng.integers(1, len(text)))
    return text[:at] + digit + text[at + 1 :]


def _never_twice(digit: str, text: str) -> str:
    """The text without this digit beside itself: side by side, two strokes are one."""
    kept = list(text)
    for at in range(1, len(kept)):
        if kept[at] == kept[at - 1] == digit:
            kept[at] = "2"
    return "".join(kept)
