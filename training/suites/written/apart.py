"""Numbers that stand apart: two or three on a line, columns, and tables with ruled cells."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from training.suites.types import Generator
from training.suites.written.hand import HEIGHT, any_hand
from training.suites.written.layout import Drawing, Stroke, box, columns, moved, number
from training.suites.written.numbers import Maker, digits
from training.suites.written.pad import pad
from training.suites.written.sheet import Layer, any_ink, photo


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """Rows as they are read: a space between numbers, a line break between rows."""
    return "\n".join(" ".join(row) for row in rows)


def on_a_line(rng: Generator) -> tuple[bytes, str]:
    """Two or three numbers on one line of a pad."""
    rows = [[digits(rng, 1, 3) for _ in range(rng.integers(2, 4))]]
    return pad(columns(rows, any_hand(rng), rng), rng), text_of(rows)


def in_columns(rng: Generator) -> tuple[bytes, str]:
    """Two to four columns of two to five rows, on paper."""
    count = int(rng.integers(2, 5))
    rows = [[digits(rng, 1, 3) for _ in range(count)] for _ in range(rng.integers(2, 6))]
    layer = Layer(columns(rows, any_hand(rng), rng), any_ink(rng))
    return photo([layer], rng, digit=rng.uniform(32, 70)), text_of(rows)


def in_a_table(rng: Generator) -> tuple[bytes, str]:
    """A ruled table of three to six rows, a number in each cell."""
    count, lines = int(rng.integers(2, 6)), int(rng.integers(3, 7))
    rows = [[digits(rng, 1, 2) for _ in range(count)] for _ in range(lines)]
    hand = any_hand(rng)
    wide, tall = HEIGHT * rng.uniform(2.2, 3.0), HEIGHT * rng.uniform(1.5, 1.9)
    written: list[Stroke] = []
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            one = number(text, hand, rng)
            extent = box(one)
            slack = wide - (extent.right - extent.left), tall - (extent.bottom - extent.top)
            x, y = slack[0] * rng.uniform(0.3, 0.7), slack[1] * rng.uniform(0.35, 0.65)
            written += moved(one, place * wide + x - extent.left, line * tall + y - extent.top)
    grey = float(rng.uniform(0.1, 0.5))
    rules = Layer(ruled(lines, count, tall, wide, HEIGHT * rng.uniform(0.02, 0.05)), (grey, grey, grey))
    picture = photo([rules, Layer(tuple(written), any_ink(rng))], rng, digit=rng.uniform(28, 60))
    return picture, text_of(rows)


def ruled(rows: int, count: int, tall: float, wide: float, width: float) -> Drawing:
    """The rules of a table."""
    across = [((0.0, y * tall), (count * wide, y * tall)) for y in range(rows + 1)]
    down = [((x * wide, 0.0), (x * wide, rows * tall)) for x in range(count + 1)]
    return tuple(Stroke(np.array(ends), width) for ends in across + down)


APART: Mapping[str, Maker] = MappingProxyType(
    {"on a line": on_a_line, "columns": in_columns, "table": in_a_table}
)
