"""How a training page is laid out: lines, a table, one number, equations, or nothing to read."""

import numpy as np

from training.reader import content, surroundings, typeset
from training.reader.mnist_hand import MnistDigits
from training.reader.sheet import Sheet
from training.reader.surroundings import Area
from training.reader.writer import Writer

Generator = np.random.Generator


def page(digits: MnistDigits, height: int, width: int, size: float, rng: Generator) -> Sheet:
    """A page whose writing is about `size` pixels high."""
    sheet = Sheet(height, width)
    writer = Writer.any(digits, size, rng)
    layout = rng.choice(len(LAYOUTS), p=SHARES)
    LAYOUTS[layout](sheet, writer, rng)
    _disturb(sheet, writer, rng)
    return sheet


def lines(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """Lines of numbers, some of them with something around."""
    size = writer.size
    y = rng.uniform(-0.4, 0.9) * size
    decorated, lead = rng.random() < 0.4, rng.uniform(1.15, 2.6)
    while y < sheet.height:
        x = rng.uniform(-0.5, 2) * size
        while x < sheet.width:
            first = len(sheet.marks)
            end = writer.write(sheet, _some_text(rng), x, y, rng)
            if decorated and len(sheet.marks) > first:
                _decorate(sheet, first, size, rng)
            x = end + size * (writer.apart + abs(rng.normal(0, 0.3)))
            if rng.random() < 0.3:
                break
        y += size * lead * rng.uniform(0.9, 1.2)


def table(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """Rows and columns of short numbers, ruled or not."""
    size = writer.size
    longest = int(rng.choice([1, 2, 2, 3, 4]))
    pitch_x = size * (longest * (0.65 + max(0.0, writer.gap)) + rng.uniform(0.7, 1.8))
    pitch_y = size * rng.uniform(1.2, 2.2)
    left, top = rng.uniform(-1, 0.3) * pitch_x, rng.uniform(-1, 0.3) * pitch_y
    tilt = np.tan(np.radians(rng.normal(0, 2)))
    odd = rng.random() < 0.4
    for y in np.arange(top, sheet.height, pitch_y):
        for x in np.arange(left, sheet.width, pitch_x):
            if rng.random() < 0.06:
                continue
            text = content.digits(rng, 1, longest)
            if odd and rng.random() < 0.15:
                text = ODD_CELLS[int(rng.integers(len(ODD_CELLS)))](rng)[:5]
            place = (
                x + rng.uniform(0.1, 0.5) * size,
                y + (x - left) * tilt + rng.uniform(0.08, 0.25) * pitch_y,
            )
            writer.write(sheet, text, *place, rng)
    if rng.random() < 0.75:
        thick, strength = max(1.0, size * rng.uniform(0.01, 0.09)), rng.uniform(0.25, 1.0)
        for y in np.arange(top, sheet.height + pitch_y, pitch_y):
            ends = (left, y), (sheet.width + 1, y + (sheet.width - left) * tilt)
            surroundings.line(sheet.printed, *ends, thick, strength)
        if rng.random() < 0.85:
            for x in np.arange(left, sheet.width + pitch_x, pitch_x):
                lean = -sheet.height * tilt
                surroundings.line(sheet.printed, (x, top), (x + lean, sheet.height + 1), thick, strength)


def one_number(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """One number in the middle of a page."""
    size = writer.size
    if rng.random() < RINGED:
        _rings(sheet, writer, rng)
        return
    text = _some_text(rng)
    room = max(1, int(sheet.width / (size * (0.6 + max(writer.gap, 0.0)))))
    text = text[:room]
    width = len(text) * size * (0.6 + max(writer.gap, 0.0))
    x = max(0.05 * size, (sheet.width - width) * rng.uniform(0.2, 0.8))
    y = (sheet.height - size) * rng.uniform(0.15, 0.85)
    writer.write(sheet, text, x, y, rng)
    if rng.random() < 0.3:
        _decorate(sheet, 0, size, rng)


def _rings(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """Digits that stand apart, most of them in a ring of their own."""
    size = writer.size
    x, y = rng.uniform(0.2, 1.2) * size, (sheet.height - size) * rng.uniform(0.1, 0.9)
    while x < sheet.width:
        first = len(sheet.marks)
        x = writer.write(sheet, content.digits(rng, 1, 1 if rng.random() < 0.8 else 2), x, y, rng)
        if rng.random() < 0.85 and len(sheet.marks) > first:
            surroundings.circled(sheet, Area.of(sheet.marks[first:]), size, rng)
        x += size * rng.uniform(0.6, 1.8)


def equations(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """Numbers and letters side by side; half of the time behind a brace."""
    size = writer.size
    y, left = rng.uniform(-0.3, 1.0) * size, rng.uniform(-0.5, 2) * size
    kinds = (content.equation, content.equation, content.words, content.amount, content.mixed, content.grade)
    while y < sheet.height:
        text = str(kinds[int(rng.integers(len(kinds)))](rng))
        writer.write(sheet, text, left + rng.normal(0, 0.3) * size, y, rng)
        y += size * rng.uniform(1.2, 2.4)
    inside = [mark for mark in sheet.marks if mark.y > 0 and mark.y + mark.height < sheet.height]
    if inside and rng.random() < 0.4:
        surroundings.brace(sheet, Area.of(inside), size, rng)


def nothing(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """No number: print, words, scribbles, or blank paper."""
    for _ in range(int(rng.integers(0, 4))):
        kind = rng.random()
        if kind < 0.4:
            typeset.printed_text(sheet, writer.size, rng)
        elif kind < 0.7:
            surroundings.scribbled(sheet, writer.size, rng)
        else:
            place = rng.uniform(0, 0.7) * sheet.width, rng.uniform(0, 0.8) * sheet.height
            writer.write(sheet, content.words(rng), *place, rng)


RINGED = 0.12  # share of single numbers whose digits are in rings
ODD_CELLS = (content.grade, content.decimal, content.words)  # what stands in a table beside plain numbers

LAYOUTS = (lines, table, one_number, equations, nothing)
SHARES = (0.4, 0.2, 0.2, 0.15, 0.05)


def _some_text(rng: Generator) -> str:
    draw = rng.random()
    if draw < 0.84:
        return content.number(rng)
    return str((content.mixed, content.words, content.amount)[int(rng.integers(3))](rng))


def _decorate(sheet: Sheet, first: int, size: float, rng: Generator) -> None:
    """Put something around, under or through the marks from `first` on."""
    marks = sheet.marks[first:]
    if not marks:
        return
    draw = rng.random()
    if draw < 0.08:
        surroundings.struck(sheet, first, size, rng)
    elif draw < 0.2 and len(marks) > 1:
        surroundings.combed(sheet, marks, size, rng)
    elif draw < 0.5 and len(marks) > 2:
        chosen = marks[int(rng.integers(len(marks)))]
        surroundings.circled(sheet, Area.of([chosen]), size, rng)
    else:
        around = surroundings.AROUND_NUMBERS[int(rng.integers(3))]
        around(sheet, Area.of(marks), size, rng)


def _disturb(sheet: Sheet, writer: Writer, rng: Generator) -> None:
    """Add what else is on pages."""
    size = writer.size
    if rng.random() < 0.18:
        surroundings.ruled(sheet, size, rng)
    if rng.random() < 0.08:
        surroundings.holes(sheet, size, rng)
    if rng.random() < 0.1:
        surroundings.stains(sheet, size, rng)
    if rng.random() < 0.1 and len(sheet.marks) < 8:
        surroundings.scribbled(sheet, size, rng)
    if rng.random() < 0.16 and len(sheet.marks) < 40:
        typeset.printed_text(sheet, size, rng)
