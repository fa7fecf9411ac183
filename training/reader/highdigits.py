"""The digits 5 to 9 in the forms in which people write them, as control points of strokes.

The box is that of `lowdigits`: one by one, the baseline at y = 1.
"""

from training.reader.curves import Stroke, arc, corner
from training.reader.habits import Habit
from training.reader.lowdigits import Form


def _belly(h: Habit, top: float) -> Stroke:
    end = (h(-0.02, 0.12), h(0.84, 0.96))
    return [(0.5, top), (0.84, top + 0.12), (h(0.86, 0.95), h(0.66, 0.74)), (0.72, 0.95), (0.38, 1), end]


def _five_one_stroke(h: Habit) -> list[Stroke]:
    turn = corner(h(0.08, 0.2), h(0.4, 0.5))
    return [[(h(0.78, 0.98), h(-0.04, 0.05)), corner(h(0.16, 0.3), 0.02), turn, *_belly(h, h(0.34, 0.42))]]


def _five_two_strokes(h: Habit) -> list[Stroke]:
    left = h(0.14, 0.28)
    stem: Stroke = [(left, h(0.02, 0.1)), corner(h(0.08, 0.18), h(0.4, 0.5)), *_belly(h, h(0.34, 0.42))]
    gap = h(-0.06, 0.12)
    return [stem, [(left + gap, h(-0.02, 0.05)), (h(0.82, 1.08), h(-0.08, 0.04))]]


def _five_square(h: Habit) -> list[Stroke]:
    middle = h(0.42, 0.5)
    upper: Stroke = [(h(0.78, 0.95), 0), corner(0.1, 0), corner(0.1, middle)]
    return [[*upper, corner(h(0.8, 0.9), middle), corner(h(0.78, 0.9), 1), (h(0, 0.1), 1)]]


def _five_s(h: Habit) -> list[Stroke]:
    # Its upper left is a corner, which an S lacks.
    upper: Stroke = [(h(0.85, 1.0), h(-0.04, 0.03)), corner(h(0.2, 0.28), 0.03), corner(h(0.16, 0.24), 0.36)]
    return [[*upper, (0.5, h(0.4, 0.46)), (0.88, 0.7), (0.6, 0.97), (h(0, 0.1), h(0.92, 1.0))]]


def _five_big_bowl(h: Habit) -> list[Stroke]:
    upper: Stroke = [(h(0.7, 0.9), h(-0.06, 0.02)), corner(0.26, 0.0), corner(h(0.16, 0.24), h(0.3, 0.36))]
    bowl = arc((0.44, 0.64), (h(0.42, 0.5), 0.36), -120, h(130, 165))
    return [[*upper, *bowl]]


def _bowl(h: Habit, left: float, top: float) -> Stroke:
    """Draw the bowl of a 6, from its lower left anticlockwise to its end near the stem."""
    wide, tall = (0.92 - left) / 2, (1 - top) / 2
    return arc((left + wide, top + tall), (wide, tall), 150, -180 - h.lap * 0.6)


def _six_curly(h: Habit) -> list[Stroke]:
    left, top = h(0.04, 0.12), h(0.42, 0.54)
    return [
        [(h(0.72, 0.9), h(0, 0.06)), (0.45, 0.12), (left + 0.08, 0.42), (left, 0.68), *_bowl(h, left, top)]
    ]


def _six_straight(h: Habit) -> list[Stroke]:
    left, top = h(0.06, 0.14), h(0.46, 0.58)
    return [[(h(0.52, 0.75), 0), (h(0.3, 0.36), 0.36), (left, 0.72), *_bowl(h, left, top)]]


def _six_tall(h: Habit) -> list[Stroke]:
    left, top = h(0.1, 0.2), h(0.58, 0.68)
    return [[(h(0.36, 0.6), 0), (left + 0.08, 0.36), (left, 0.76), *_bowl(h, left, top)]]


def _six_hooked(h: Habit) -> list[Stroke]:
    left, top = h(0.04, 0.12), h(0.44, 0.54)
    hook: Stroke = [
        (h(0.84, 0.94), h(0.12, 0.22)),
        (0.68, 0.01),
        (0.36, 0.1),
        (left + 0.05, 0.42),
        (left, 0.7),
    ]
    return [[*hook, *_bowl(h, left, top)]]


def _six_crossing(h: Habit) -> list[Stroke]:
    # The bowl's end goes through the stem, or stops inside.
    left, top = h(0.08, 0.16), h(0.46, 0.56)
    ring = _bowl(h, left, top)[:-1]
    end = (left + h(-0.1, 0.18), h(0.66, 0.78))
    return [[(h(0.62, 0.85), 0), (0.36, 0.18), (left + 0.04, 0.5), (left, 0.72), *ring, end]]


def _seven_plain(h: Habit) -> list[Stroke]:
    # A broad, level top and a leg that goes back under it tell it from a 1.
    left, foot = h(-0.1, 0.04), h(0.22, 0.42)
    leg: Stroke = [(h(0.58, 0.68), 0.45), (foot, 1 + h.tail)]
    return [[(left, h(-0.02, 0.06)), (0.5, h(0, 0.05)), corner(h(0.94, 1.08), 0), *leg]]


def _seven_straight(h: Habit) -> list[Stroke]:
    return [[(h(-0.08, 0.04), h(-0.02, 0.05)), corner(h(0.92, 1.06), 0), (h(0.2, 0.45), 1 + h.tail)]]


def _seven_crossed(h: Habit) -> list[Stroke]:
    foot, right, half, tilt = h(0.2, 0.42), h(0.85, 1.02), h(0.22, 0.36), h(-0.05, 0.07)
    x, y = (right + foot) / 2 + h(-0.04, 0.04), h(0.44, 0.58)
    top: Stroke = [(h(-0.05, 0.08), h(-0.02, 0.07)), corner(right, 0), (x, y), (foot, 1 + h.tail)]
    return [top, [(x - half, y + tilt), (x + half, y - tilt)]]


def _seven_serif(h: Habit) -> list[Stroke]:
    left, foot, right = h(-0.08, 0.04), h(0.22, 0.44), h(0.92, 1.06)
    top: Stroke = [(left + h(-0.03, 0.04), h(0.12, 0.24)), corner(left, h(0, 0.04)), corner(right, 0)]
    return [[*top, (h(0.54, 0.66), 0.5), (foot, 1 + h.tail)]]


def _seven_wavy(h: Habit) -> list[Stroke]:
    left, foot = h(-0.06, 0.04), h(0.2, 0.4)
    top: Stroke = [(left, h(0.1, 0.17)), (left + 0.16, 0.01), (0.6, h(0.05, 0.09)), corner(h(0.92, 1.05), 0)]
    strokes: list[Stroke] = [[*top, (h(0.5, 0.62), 0.5), (foot, 1 + h.tail)]]
    if h.does(0.5):
        y = h(0.46, 0.56)
        strokes.append([(0.28, y + 0.02), (h(0.8, 0.95), y - h(0, 0.05))])
    return strokes


def _seven_curved(h: Habit) -> list[Stroke]:
    leg: Stroke = [(h(0.6, 0.7), 0.36), (0.4, 0.7), (h(0.26, 0.38), 1 + h.tail)]
    return [[(h(-0.06, 0.04), h(0, 0.06)), (0.5, 0.02), corner(h(0.92, 1.04), h(0, 0.03)), *leg]]


def _seven_crossed_serif(h: Habit) -> list[Stroke]:
    first, bar = _seven_crossed(h)
    return [
        [(first[0][0] + h(-0.03, 0.03), first[0][1] + h(0.1, 0.2)), corner(*first[0][:2]), *first[1:]],
        bar,
    ]


def _eight_figure(h: Habit) -> list[Stroke]:
    waist, small, end = h(0.42, 0.52), h(0.34, 0.44), h(0.72, 0.95)
    down: Stroke = [(0.5 + small * end, 0.09), (0.5, 0), (0.5 - small, waist / 2), (0.5, waist)]
    up: Stroke = [(h(0.88, 0.96), 0.74), (0.5, 1), (h(0.03, 0.12), 0.75), (0.52, waist)]
    return [[*down, *up, (0.5 + small, 0.22), (0.5 + small * 0.85, 0.1 - h.lap * 0.004)]]


def _eight_circles(h: Habit) -> list[Stroke]:
    waist, upper, lower = h(0.4, 0.52), h(0.28, 0.42), h(0.38, 0.48)
    gap = h(-0.03, 0.03)
    top = arc((0.5, waist / 2), (upper, waist / 2), -80, -440 - h.lap)
    tall = (1 - waist + gap) / 2
    return [top, arc((0.5 + h(-0.05, 0.05), 1 - tall), (lower, tall), -85, -445 - h.lap)]


def _eight_hourglass(h: Habit) -> list[Stroke]:
    a, b = corner(h(0.0, 0.12), h(-0.02, 0.03)), corner(h(0.88, 1.0), h(-0.03, 0.03))
    c, d = corner(h(0.0, 0.1), 1), corner(h(0.9, 1.0), h(0.97, 1.02))
    return [[a, b, c, d, a]]


def _eight_open(h: Habit) -> list[Stroke]:
    waist = h(0.42, 0.5)
    down: Stroke = [(h(0.62, 0.74), 0.0), (0.34, 0.03), (0.14, 0.2), (0.46, waist), (0.9, 0.72)]
    return [[*down, (0.54, 1), (0.1, 0.78), (0.5, waist), (0.8, 0.24), (h(0.86, 1.0), h(0.02, 0.12))]]


def _eight_straight_up(h: Habit) -> list[Stroke]:
    down: Stroke = [(h(0.8, 0.88), 0.14), (0.5, 0), (h(0.1, 0.2), 0.2), (0.5, 0.45), (h(0.82, 0.92), 0.74)]
    return [[*down, (0.48, 1), (h(0.06, 0.16), 0.8), (0.42, 0.52), (h(0.82, 0.92), h(0.04, 0.14))]]


def _round_head(h: Habit) -> Stroke:
    """Draw the head of a 9, from its upper right anticlockwise back to the right."""
    tall = h(0.22, 0.3)
    ring = arc((0.46, tall), (h(0.36, 0.45), tall), -35, -375 - max(-6.0, h.lap * 0.5))
    return [*ring[:-1], corner(*ring[-1])]


def _nine_round(h: Habit) -> list[Stroke]:
    curve: Stroke = [(0.84, 0.5), (0.7, 0.8 + h.tail / 2), (h(0.4, 0.55), 1 + h.tail)]
    return [[*_round_head(h), *curve]]


def _nine_straight(h: Habit) -> list[Stroke]:
    head = _round_head(h)
    x = head[-1][0]
    return [[*head[:-1], corner(x + 0.01, h(0.02, 0.14)), (x + h(-0.06, 0.03), 1 + h.tail)]]


def _nine_curved_tail(h: Habit) -> list[Stroke]:
    tail = 0.99 + h.tail
    leg: Stroke = [(0.86, 0.6), (0.76, tail - 0.12), (0.46, tail), (h(0.05, 0.2), tail - h(0.03, 0.14))]
    return [[*_round_head(h), *leg]]


def _nine_g(h: Habit) -> list[Stroke]:
    # A straight leg that hooks back to the left, as a g does.
    head, tail = _round_head(h), 1 + max(h.tail, 0.02)
    x = head[-1][0]
    return [
        [*head[:-1], corner(x, h(0.04, 0.16)), (x, tail - 0.16), (x - 0.2, tail), (h(0.08, 0.25), tail - 0.1)]
    ]


def _nine_slanting(h: Habit) -> list[Stroke]:
    tall = h(0.2, 0.27)
    head = arc((0.5, tall), (0.4, tall), -30, -375)
    return [[*head[:-1], corner(*head[-1]), (h(0.66, 0.74), 0.6), (h(0.42, 0.55), 1 + h.tail)]]


HIGH: dict[str, tuple[Form, ...]] = {
    "5": (_five_one_stroke, _five_two_strokes, _five_square, _five_s, _five_big_bowl),
    "6": (_six_curly, _six_straight, _six_tall, _six_hooked, _six_crossing),
    "7": (
        _seven_plain,
        _seven_straight,
        _seven_crossed,
        _seven_serif,
        _seven_wavy,
        _seven_curved,
        _seven_crossed_serif,
    ),
    "8": (_eight_figure, _eight_circles, _eight_hourglass, _eight_open, _eight_straight_up),
    "9": (_nine_round, _nine_straight, _nine_curved_tail, _nine_g, _nine_slanting),
}
