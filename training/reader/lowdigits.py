"""The digits 0 to 4 in the forms in which people write them, as control points of strokes.

Each form is drawn in a box of one by one, x to the right, y downwards, the baseline at y = 1; a hand makes
it narrower, slants it and moves its points.
"""

from collections.abc import Callable
from typing import TypeAlias

from training.reader.curves import Stroke, arc, corner
from training.reader.habits import Habit

Form: TypeAlias = Callable[[Habit], list[Stroke]]


def _ring(h: Habit, wide: float, lap: float) -> Stroke:
    start = h(-130, -50)
    return arc((0.5, 0.5), (wide, 0.5), start, start - 360 - lap)


def _sized(h: Habit, strokes: list[Stroke]) -> list[Stroke]:
    """Make a 0 as small as this writer's zeros are, on the baseline or a little above it."""
    foot, size = h(0.85, 1.0), h.zero
    return [[(0.5 + (p[0] - 0.5) * size, foot + (p[1] - foot) * size) for p in s] for s in strokes]


def _zero_plain(h: Habit) -> list[Stroke]:
    return _sized(h, [_ring(h, h(0.38, 0.5), h.lap)])


def _zero_narrow(h: Habit) -> list[Stroke]:
    return _sized(h, [_ring(h, h(0.24, 0.36), h.lap)])


def _zero_open(h: Habit) -> list[Stroke]:
    start, wide = h(-85, -55), h(0.36, 0.48)
    return _sized(h, [arc((0.5, 0.5), (wide, 0.5), start, start - h(312, 335))])


def _zero_overlapping(h: Habit) -> list[Stroke]:
    start, wide = h(-120, -60), h(0.36, 0.48)
    ring = arc((0.5, 0.5), (wide, 0.5), start, start - 320)
    inner = arc((0.5, 0.53), (wide * 0.88, 0.44), start - 360, start - h(385, 430))
    return _sized(h, [ring + inner])


def _zero_slashed(h: Habit) -> list[Stroke]:
    wide, beyond = h(0.38, 0.5), h(-0.12, 0.14)
    side, rise = wide * 0.72 + beyond, 0.36 + beyond
    return _sized(h, [_ring(h, wide, h.lap), [(0.5 - side, 0.5 + rise), (0.5 + side, 0.5 - rise)]])


def _zero_dotted(h: Habit) -> list[Stroke]:
    x, y = h(0.46, 0.54), h(0.44, 0.56)
    return _sized(h, [_ring(h, h(0.42, 0.5), h.lap), [(x, y), (x + 0.02, y + h(0.0, 0.1))]])


def _zero_curled(h: Habit) -> list[Stroke]:
    ring = arc((0.5, 0.52), (h(0.36, 0.46), 0.48), -80, -425)
    return _sized(h, [[*ring[:-1], (0.6, h(0.08, 0.16)), (h(0.76, 0.9), h(-0.04, 0.04))]])


def _one_plain(h: Habit) -> list[Stroke]:
    return [[(0.5 + h(-0.06, 0.06), 0), (0.5 + h(-0.03, 0.03), 0.5), (0.5, 1 + h.tail)]]


def _one_leaning(h: Habit) -> list[Stroke]:
    return [[(h(0.55, 0.66), 0), (0.5, 0.5), (h(0.34, 0.45), 1 + h.tail * 0.5)]]


def _one_flag(h: Habit) -> list[Stroke]:
    reach = h(0.12, 0.28)
    return [[(0.6 - reach, reach * h(0.6, 1.3)), corner(0.6, 0), (0.6 + h(-0.06, 0.04), 1 + h.tail)]]


def _one_long_flag(h: Habit) -> list[Stroke]:
    # Steep enough that nobody takes it for the top of a 7.
    reach = h(0.35, 0.6)
    return [[(0.7 - reach, reach * h(0.75, 1.15)), corner(0.7, 0), (0.7 + h(-0.06, 0.04), 1 + h.tail)]]


def _one_footed(h: Habit) -> list[Stroke]:
    reach, foot = h(0.12, 0.4), h(0.2, 0.42)
    stem: Stroke = [(0.5 - reach, reach * h(0.6, 1.1)), corner(0.5, 0), (0.5, 1)]
    return [stem, [(0.5 - foot, 1 + h(-0.02, 0.02)), (0.5 + foot * h(0.7, 1.1), 1)]]


def _one_hooked(h: Habit) -> list[Stroke]:
    fall = h(0.14, 0.26)
    stem: Stroke = [(0.3, fall), (0.44, fall * 0.6), corner(0.56, 0), (0.53, 0.5), (0.5, 0.86)]
    return [[*stem, (0.56, 1), (h(0.66, 0.78), h(0.93, 0.98))]]


def _two_flat(h: Habit) -> list[Stroke]:
    top: Stroke = [(h(0, 0.12), h(0.18, 0.32)), (0.2, 0.05), (0.5, 0), (0.83, 0.12), (0.85, h(0.28, 0.38))]
    return [[*top, (0.55, 0.68), corner(h(0, 0.08), 1), (h(0.85, 1.1), h(0.96, 1.01))]]


def _two_looped(h: Habit) -> list[Stroke]:
    top: Stroke = [(h(0.02, 0.14), h(0.15, 0.3)), (0.45, 0), (0.84, h(0.2, 0.3)), (0.55, 0.7)]
    high = h(0.74, 0.84)
    loop: Stroke = [(0.2, 0.98), (0.02, 0.94), (0.04, high + 0.04), (0.2, high), (0.5, 0.94)]
    return [[*top, *loop, (0.75, 1.0), (h(0.9, 1.1), h(0.88, 0.97))]]


def _two_z(h: Habit) -> list[Stroke]:
    start = (h(0, 0.1), h(0.04, 0.16))
    return [[start, (0.45, h(0, 0.05)), (0.8, 0.08), (0.82, 0.25), corner(0.04, 1), (h(0.85, 1.05), 1)]]


def _two_swan(h: Habit) -> list[Stroke]:
    top: Stroke = [(0.06, h(0.2, 0.32)), (0.2, 0.06), (0.52, 0), (0.85, h(0.2, 0.3)), (0.5, 0.68)]
    return [[*top, corner(0.05, 0.99), (0.3, h(0.88, 0.93)), (0.65, 1.0), (h(0.9, 1.1), h(0.86, 0.95))]]


def _two_hooked(h: Habit) -> list[Stroke]:
    start: Stroke = [(0.26, h(0.26, 0.36)), (0.12, 0.28), (0.16, 0.1)]
    return [[*start, (0.5, 0), (0.86, 0.2), (0.55, 0.66), corner(0, 1), (h(0.85, 1.05), h(0.97, 1.02))]]


def _belly(h: Habit, top: float) -> Stroke:
    """Draw the lower bowl of a 3 or a 5, to its end on the left."""
    end = (h(-0.02, 0.12), h(0.84, 0.95))
    return [(0.62, top), (h(0.84, 0.95), h(0.62, 0.74)), (0.74, 0.94), (0.42, 1), end]


def _three_round(h: Habit) -> list[Stroke]:
    top: Stroke = [(h(0.04, 0.14), h(0.08, 0.2)), (0.42, 0), (h(0.76, 0.86), 0.2), (0.64, 0.41)]
    return [[*top, corner(h(0.3, 0.42), h(0.44, 0.5)), *_belly(h, 0.5)]]


def _three_soft(h: Habit) -> list[Stroke]:
    top: Stroke = [(h(0.06, 0.16), h(0.05, 0.16)), (0.45, 0), (0.8, 0.18), (0.6, 0.4)]
    return [[*top, (h(0.38, 0.5), 0.46), *_belly(h, 0.52)]]


def _three_looped(h: Habit) -> list[Stroke]:
    top: Stroke = [(h(0.06, 0.16), h(0.06, 0.18)), (0.45, 0), (0.82, 0.18), (0.6, 0.44)]
    left = h(0.26, 0.36)
    return [[*top, (left + 0.05, 0.53), (left, 0.46), (left + 0.1, 0.4), *_belly(h, 0.49)]]


def _three_flat(h: Habit) -> list[Stroke]:
    turn = corner(h(0.32, 0.48), h(0.36, 0.44))
    return [[(h(0.02, 0.12), h(0, 0.06)), corner(h(0.78, 0.9), 0), turn, *_belly(h, 0.42)]]


def _three_angular(h: Habit) -> list[Stroke]:
    top: Stroke = [(0.1, h(0.06, 0.14)), (0.5, 0), corner(h(0.72, 0.85), 0.14), corner(h(0.32, 0.46), 0.44)]
    return [[*top, corner(h(0.82, 0.95), 0.68), (0.5, 0.95), (0.04, h(0.93, 1.0))]]


def _four_open(h: Habit) -> list[Stroke]:
    bar, stem = h(0.5, 0.68), h(0.62, 0.78)
    left: Stroke = [(h(0.18, 0.4), 0), corner(0.02, bar), (h(0.92, 1.08), bar + h(-0.05, 0.03))]
    return [left, [(stem, h(0.02, bar - 0.25)), (stem + h(-0.08, 0.03), 1 + h.tail)]]


def _four_closed(h: Habit) -> list[Stroke]:
    bar, stem = h(0.56, 0.72), h(0.6, 0.76)
    left: Stroke = [(stem - h(0, 0.06), 0), corner(0.0, bar), (h(0.9, 1.06), bar + h(-0.03, 0.02))]
    return [left, [(stem, 0), (stem + h(-0.05, 0.03), 1 + h.tail)]]


def _four_long_bar(h: Habit) -> list[Stroke]:
    bar, stem = h(0.5, 0.66), h(0.55, 0.66)
    left: Stroke = [(h(0.25, 0.5), 0), corner(-0.05, bar), (h(1.12, 1.35), bar + h(-0.06, 0.02))]
    return [left, [(stem, h(0.05, 0.25)), (stem - h(0, 0.06), 1 + h.tail)]]


def _four_lightning(h: Habit) -> list[Stroke]:
    # A steep first stroke, a bar that rises, and a short stem that leans across it.
    bar = h(0.56, 0.66)
    left: Stroke = [(h(0.34, 0.5), 0), corner(0.05, bar + 0.04), (h(0.9, 1.05), bar - h(0.06, 0.14))]
    return [left, [(h(0.72, 0.8), bar - h(0.22, 0.32)), (h(0.6, 0.68), 1 + h.tail)]]


def _four_looped(h: Habit) -> list[Stroke]:
    # One stroke: down, along the bar, round to the top of the stem and down.
    bar = h(0.55, 0.66)
    left: Stroke = [(h(0.25, 0.4), 0.0), corner(0.04, bar), (0.7, bar), (h(0.92, 1.02), bar - 0.12)]
    return [[*left, (0.86, h(0.1, 0.22)), (0.72, 0.4), (h(0.6, 0.68), 1 + h.tail)]]


def _four_cup(h: Habit) -> list[Stroke]:
    bar = h(0.52, 0.62)
    cup: Stroke = [
        (h(0.06, 0.16), 0),
        (0.06, bar - 0.16),
        (0.2, bar),
        (0.5, bar + 0.02),
        (h(0.8, 1.0), bar - 0.06),
    ]
    return [cup, [(h(0.74, 0.82), h(0, 0.1)), (0.74, 0.5), (h(0.66, 0.74), 1 + h.tail)]]


LOW: dict[str, tuple[Form, ...]] = {
    "0": (
        _zero_plain,
        _zero_plain,
        _zero_narrow,
        _zero_open,
        _zero_overlapping,
        _zero_slashed,
        _zero_dotted,
        _zero_curled,
    ),
    "1": (_one_plain, _one_leaning, _one_flag, _one_long_flag, _one_footed, _one_hooked),
    "2": (_two_flat, _two_looped, _two_z, _two_swan, _two_hooked),
    "3": (_three_round, _three_soft, _three_looped, _three_flat, _three_angular),
    "4": (_four_open, _four_closed, _four_long_bar, _four_lightning, _four_looped, _four_cup),
}
