"""Draws digits on the page's pad with the mouse, stroke by stroke."""

from playwright.sync_api import Page

from tests.pictures import STROKES


def draw(page: Page, digit: int, *, height: float = 0.6, at: float = 0.5) -> None:
    """Draw `digit` on the pad, `height` of the pad's own height tall, its middle `at` of its width."""
    frame = page.locator("#pad").bounding_box()
    assert frame is not None
    tall = height * frame["height"]
    left = frame["x"] + frame["width"] * at - 0.325 * tall
    top = frame["y"] + (frame["height"] - tall) / 2
    for stroke in STROKES[digit]:
        places = [[int(number) / 100 for number in point.split(",")] for point in stroke.split()]
        for step, (x, y) in enumerate(places):
            page.mouse.move(left + x * 0.65 * tall, top + y * tall, steps=6 if step else 1)
            if step == 0:
                page.mouse.down()
        page.mouse.up()
