"""Print on a page: words in many faces, whose letters are no digits."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from service.model.reader_map import OTHER
from training.reader import content
from training.reader.sheet import HIDDEN, WHOLE, Mark, Sheet, laid

Generator = np.random.Generator


def printed_text(sheet: Sheet, size: float, rng: Generator) -> None:
    """A word, a line or a paragraph of print, each letter a mark that is neither digit nor sign."""
    pixels = max(6, int(size * rng.uniform(0.4, 1.3)))
    face = _face(int(rng.integers(len(_faces()))), pixels)
    x, y = rng.uniform(-0.3, 0.9) * sheet.width, rng.uniform(-0.05, 1.0) * sheet.height
    strength, upside_down = rng.uniform(0.4, 1.0), rng.random() < 0.1
    for _ in range(int(rng.choice([1, 1, 1, 2, 4]))):
        words = " ".join(content.words(rng) for _ in range(int(rng.integers(1, 5))))
        if rng.random() < 0.25:
            words += str(rng.choice([":", ".", " 12", " (3)", " No. 7"]))
        _line(sheet, words, (x, y), _Print(face, pixels, strength, upside_down))
        y += 1.3 * pixels


@dataclass(frozen=True, slots=True)
class _Print:
    """How something is printed."""

    face: ImageFont.FreeTypeFont
    pixels: int
    strength: float
    upside_down: bool


def _line(sheet: Sheet, words: str, place: tuple[float, float], how: _Print) -> None:
    x, y = place
    for character in words:
        left, top, right, bottom = how.face.getbbox(character)
        if right > left and bottom > top and character != " ":
            glyph = Image.new("L", (int(right - left) + 2, int(bottom - top) + 2))
            ImageDraw.Draw(glyph).text((1 - left, 1 - top), character, 255, font=how.face)
            ink = np.asarray(np.asarray(glyph) * (how.strength / 255), np.float32)
            ink = np.ascontiguousarray(ink[::-1, ::-1]) if how.upside_down else ink
            seen = laid(sheet.other, ink, round(y + top), round(x + left))
            if seen > HIDDEN:
                # What a printed digit or sign is, the words around it say: no lesson.
                label = OTHER if seen > WHOLE and character.isalpha() else None
                height, width = ink.shape
                sheet.marks.append(Mark(label, x + left, y + top, width, height, how.pixels, starts=False))
        x += how.face.getlength(character)


@cache
def _faces() -> tuple[str, ...]:
    """The faces that Matplotlib brings: sans, serif and typewriter, upright and slanted, light and bold."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    names = ("DejaVuSans*", "DejaVuSerif*", "STIXGeneral*", "cmr10*", "cmss10*", "cmtt10*", "cmb10*")
    return tuple(
        str(path)
        for name in names
        for path in sorted(folder.glob(f"{name}.ttf"))
        if "Display" not in path.name
    )


@cache
def _face(number: int, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_faces()[number], pixels)
