"""The signs . , - / : + % in the forms in which people write them, as control points of strokes.

The box is that of `lowdigits`: a digit's height is one, the baseline is at y = 1.
"""

import math

from training.reader.curves import Stroke, arc, corner
from training.reader.habits import Habit
from training.reader.lowdigits import Form


def _blob(h: Habit, x: float, y: float) -> Stroke:
    size = h(0.0, 0.04)
    return [(x - size, y), (x, y - size), (x + size, y), (x, y + size * 0.7)]


def _ring(h: Habit, x: float, y: float, size: float) -> Stroke:
    return arc((x, y), (size, size * h(0.85, 1.2)), -90, -450 - h.lap)


def _clear(h: Habit) -> float:
    """Return the radius at which a ring still has a hole."""
    return 0.09 + 0.6 * h.pen


def _point_blob(h: Habit) -> list[Stroke]:
    return [_blob(h, 0.1, h(0.93, 1.0))]


def _point_dash(h: Habit) -> list[Stroke]:
    y, long = h(0.93, 1.0), h(0.03, 0.08)
    return [[(0.1, y), (0.1 + long, y + h(-0.02, 0.05))]]


def _point_ring(h: Habit) -> list[Stroke]:
    return [_ring(h, 0.1, h(0.93, 0.98), h(0.03, 0.055))]


def _comma_straight(h: Habit) -> list[Stroke]:
    fall, back = h(0.16, 0.34), h(0.04, 0.2)
    top = h(0.86, 0.98)
    return [[(0.2, top), (0.2 - back, top + fall)]]


def _comma_curved(h: Habit) -> list[Stroke]:
    top, fall = h(0.88, 0.96), h(0.2, 0.36)
    return [[(0.14, top), (0.22, top + fall * 0.35), (0.16, top + fall * 0.75), (h(-0.02, 0.08), top + fall)]]


def _comma_headed(h: Habit) -> list[Stroke]:
    top, fall = h(0.88, 0.96), h(0.22, 0.36)
    head = arc((0.14, top + 0.04), (h(0.03, 0.05), 0.045), 0, -330)
    return [[*head, (0.18, top + 0.12), (0.14, top + fall * 0.7), (h(0.0, 0.08), top + fall)]]


def _comma_hooked(h: Habit) -> list[Stroke]:
    top = h(0.86, 0.94)
    return [[(0.06, top + 0.02), corner(h(0.16, 0.22), top), (0.18, top + 0.12), (0.06, top + h(0.22, 0.34))]]


def _hyphen(h: Habit) -> list[Stroke]:
    y = h(0.46, 0.68)
    return [[(0, y), (h(0.4, 0.6), y + h(-0.03, 0.03))]]


def _minus(h: Habit) -> list[Stroke]:
    y, long = h(0.44, 0.64), h(0.7, 1.1)
    return [[(0, y), (long / 2, y + h(-0.02, 0.02)), (long, y + h(-0.03, 0.03))]]


def _dash_tilted(h: Habit) -> list[Stroke]:
    y, long = h(0.48, 0.68), h(0.45, 0.9)
    return [[(0, y), (long, y - long * h(-0.15, 0.3))]]


def _dash_wavy(h: Habit) -> list[Stroke]:
    y, long, wave = h(0.46, 0.64), h(0.5, 1.0), h(0.005, 0.035)
    return [[(0, y + wave), (long * 0.3, y - wave), (long * 0.7, y + wave), (long, y - wave)]]


def _slash(h: Habit) -> list[Stroke]:
    # It leans more than the writer's digits, lest it be a 1; a hand leaves its slant as it is.
    lean = min(45.0, max(h(18, 45), h.slant + 10))
    top, foot = h(-0.22, 0.0), h(1.0, 1.28)
    run = (foot - top) * math.tan(math.radians(lean))
    bow = h(-0.05, 0.05)
    return [[(run, top), (run / 2 + bow, (top + foot) / 2 + bow), (0, foot)]]


def _colon_dots(h: Habit) -> list[Stroke]:
    low = h(0.82, 0.98)
    return [_blob(h, 0.1, low - h(0.25, 0.72)), _blob(h, 0.1 + h(-0.03, 0.03), low)]


def _colon_dashes(h: Habit) -> list[Stroke]:
    low, long = h(0.82, 0.97), h(0.04, 0.1)
    high = low - h(0.27, 0.65)
    return [[(0.08, high), (0.08 + long, high + 0.03)], [(0.08, low), (0.08 + long, low + h(-0.02, 0.05))]]


def _colon_rings(h: Habit) -> list[Stroke]:
    low, size = h(0.84, 0.95), h(0.03, 0.055)
    return [_ring(h, 0.1, low - h(0.3, 0.65), size), _ring(h, 0.1, low, size)]


def _plus(h: Habit) -> list[Stroke]:
    y, half, arm = h(0.5, 0.62), h(0.3, 0.46), h(0.24, 0.36)
    up, x = arm * h(0.85, 1.15), half + h(-0.05, 0.05)
    level: Stroke = [(0, y + h(-0.03, 0.03)), (2 * half, y + h(-0.03, 0.03))]
    return [[(x, y - up), (x + h(-0.03, 0.03), y + arm)], level]


def _plus_big(h: Habit) -> list[Stroke]:
    y, half = h(0.5, 0.6), h(0.4, 0.55)
    return [[(0, y), (2 * half, y - h(0, 0.05))], [(half, y - h(0.36, 0.48)), (half, y + h(0.34, 0.44))]]


def _plus_one_stroke(h: Habit) -> list[Stroke]:
    # The pen stays down on its way from the foot to the left end; a thick one would fill the corner.
    if h.pen > 0.09:
        return _plus(h)
    y, x, arm = h(0.5, 0.6), 0.42, h(0.28, 0.4)
    left = corner(x - h(0.32, 0.42), y + h(0.0, 0.04))
    return [[(x, y - arm), corner(x, y + arm), left, (x + h(0.34, 0.44), y - h(0, 0.04))]]


def _percent_rings(h: Habit) -> list[Stroke]:
    size = max(h(0.14, 0.24), _clear(h))
    slash: Stroke = [(h(0.85, 1.05), h(-0.05, 0.04)), (h(0.05, 0.2), h(0.98, 1.08))]
    lower = _ring(h, h(0.9, 1.02), h(0.76, 0.84), size * h(0.85, 1.1))
    return [_ring(h, 0.16, h(0.18, 0.28), size), slash, lower]


def _percent_ovals(h: Habit) -> list[Stroke]:
    wide = max(h(0.1, 0.15), _clear(h))
    rings = [arc((x, y), (wide, h(0.19, 0.25)), -90, -450) for x, y in ((0.1, 0.26), (1.02, 0.78))]
    return [rings[0], [(h(0.8, 0.95), 0), (h(0.15, 0.3), 1)], rings[1]]


def _percent_joined(h: Habit) -> list[Stroke]:
    size = max(h(0.14, 0.2), _clear(h))
    ring = arc((0.2, 0.22), (size, size), -30, -370)
    slash: Stroke = [*ring, (0.6, 0.12), corner(h(0.9, 1.05), h(-0.06, 0.04)), (h(0.08, 0.22), 1.02)]
    return [slash, _ring(h, 0.92, h(0.76, 0.84), size)]


def _percent_dots(h: Habit) -> list[Stroke]:
    size = h(0.05, 0.08)
    return [
        _ring(h, 0.16, h(0.2, 0.28), size),
        [(h(0.85, 1.0), 0), (h(0.1, 0.2), 1)],
        _ring(h, 0.95, h(0.76, 0.84), size),
    ]


def _percent_level(h: Habit) -> list[Stroke]:
    y = h(0.46, 0.56)
    size = max(h(0.13, 0.18), _clear(h))
    upper, lower = _ring(h, 0.28, y - 0.16 - size, size), _ring(h, 0.66, y + 0.16 + size, size)
    return [upper, [(0, y + h(0.1, 0.24)), (0.9, y - h(0.1, 0.24))], lower]


SIGN_FORMS: dict[str, tuple[Form, ...]] = {
    ".": (_point_blob, _point_blob, _point_dash, _point_ring),
    ",": (_comma_straight, _comma_curved, _comma_headed, _comma_hooked),
    "-": (_hyphen, _minus, _dash_tilted, _dash_wavy),
    "/": (_slash,),
    ":": (_colon_dots, _colon_dots, _colon_dashes, _colon_rings),
    "+": (_plus, _plus, _plus, _plus_big, _plus_big, _plus_one_stroke),
    "%": (_percent_rings, _percent_rings, _percent_ovals, _percent_joined, _percent_dots, _percent_level),
}
