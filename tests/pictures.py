"""Pictures made for tests: drawn digits and pages, encoded in the formats that people send."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

# Each digit as pen strokes through points x,y in hundredths of its box, x to the right and y down.
STROKES = {
    0: ["50,0 20,15 10,50 20,85 50,100 80,85 90,50 80,15 50,0"],
    1: ["30,20 55,0 55,100"],
    2: ["10,20 30,0 70,0 85,25 70,50 10,100 90,100"],
    3: ["15,5 60,0 85,20 70,42 40,48 75,55 90,78 60,100 10,92"],
    4: ["60,0 10,60 95,60", "70,35 70,100"],
    5: ["85,0 25,0 20,45 60,40 88,65 60,98 12,92"],
    6: ["75,0 35,30 15,70 40,100 75,90 80,65 50,50 20,68"],
    7: ["10,0 90,0 40,100"],
    8: ["50,47 20,25 50,0 80,25 50,47 15,75 50,100 85,75 50,47"],
    9: ["80,30 50,50 20,30 45,0 80,10 80,30 70,100"],
}


def drawn(
    digit: int,
    *,
    side: int = 280,
    height: float = 0.6,
    pen: int | None = None,
    ink: int = 0,
    paper: int = 255,
) -> NDArray[np.uint8]:
    """A square page, `uint8 (side, side)`, with one digit drawn in its middle."""
    page = Image.new("L", (side, side), paper)
    draw_digit(page, digit, centre=(side / 2, side / 2), height=height * side, pen=pen or side // 14, ink=ink)
    return np.asarray(page)


def row_of(digits: str, *, height: int = 160, ink: int = 0, paper: int = 255) -> NDArray[np.uint8]:
    """A page with several digits side by side, well apart."""
    page = Image.new("L", (height * len(digits), height), paper)
    for place, digit in enumerate(digits):
        centre = (height * (place + 0.5), height / 2)
        draw_digit(page, int(digit), centre=centre, height=height * 0.6, pen=height // 14, ink=ink)
    return np.asarray(page)


def draw_digit(
    page: Image.Image, digit: int, *, centre: tuple[float, float], height: float, pen: int, ink: int
) -> None:
    """Draw a digit with round pen ends around `centre`, `height` pixels tall."""
    draw = ImageDraw.Draw(page)
    width = height * 0.65
    for stroke in STROKES[digit]:
        hundredths = [[int(number) for number in point.split(",")] for point in stroke.split()]
        points = [
            (centre[0] + (x / 100 - 0.5) * width, centre[1] + (y / 100 - 0.5) * height) for x, y in hundredths
        ]
        draw.line(points, fill=ink, width=pen, joint="curve")
        for x, y in points:
            draw.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=ink)


def side_by_side(gap: int) -> NDArray[np.uint8]:
    """A 3 and a thin 1, with paper of that width between them."""
    page = Image.new("L", (300, 280), 255)
    draw_digit(page, 3, centre=(80, 140), height=110, pen=12, ink=0)
    end = int(np.flatnonzero((np.asarray(page) < 128).any(axis=0))[-1]) + 1
    ImageDraw.Draw(page).rectangle((end + gap, 85, end + gap + 6, 195), fill=0)
    return np.asarray(page)


def specks(count: int, side: int = 1500) -> NDArray[np.uint8]:
    """White paper with so many black specks, always the same ones."""
    rng = np.random.default_rng(0)
    page = np.full((side, side), 255, np.uint8)
    for y, x in rng.integers(5, side - 20, (count, 2)):
        page[y : y + rng.integers(2, 8), x : x + rng.integers(2, 8)] = 0
    return page


def blank(side: int = 280, *, paper: int = 255) -> NDArray[np.uint8]:
    """An empty page."""
    return np.full((side, side), paper, np.uint8)


def encoded(page: NDArray[np.uint8], kind: str, **options: object) -> bytes:
    """A page, grey or in colours, as a file of a format that Pillow can write."""
    file = io.BytesIO()
    Image.fromarray(page).save(file, kind, **options)
    return file.getvalue()


def png(page: NDArray[np.uint8] | None = None) -> bytes:
    """A page as PNG; a drawn seven if none is given."""
    return encoded(drawn(7) if page is None else page, "PNG")


def jpeg(page: NDArray[np.uint8] | None = None, *, quality: int = 90) -> bytes:
    """A page as JPEG; a drawn seven if none is given."""
    return encoded(drawn(7) if page is None else page, "JPEG", quality=quality)
