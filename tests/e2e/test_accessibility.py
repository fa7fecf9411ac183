"""axe-core finds nothing in any state of the page, light or dark."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from service.reading import Unread, UnreadReason
from service.verdict import Verdict
from service.vision import Box
from tests.e2e.pen import draw
from tests.e2e.showing import answer_read, choose, choose_many, expect_state
from tests.fakes import a_mark, a_reading, a_sign
from tests.pictures import blank, drawn, png, row_of

pytestmark = pytest.mark.e2e

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOW = "needs axe-core: npm ci"


def _answered(page: Page, **changes: object) -> None:
    page.route("**/v1/predict", lambda route: route.fulfill(json=route.fetch().json() | changes))
    draw(page, 3)


def _many(page: Page) -> None:
    choose_many(page, {"a.png": png(drawn(3)), "b.png": b"Dear Sir", "c.png": png(row_of("2048"))})
    expect(page.locator(".pile-progress")).to_have_text("3 pictures read")


def _camera(page: Page) -> None:
    page.locator("button[data-action=camera]").click()
    expect(page.locator("video")).to_be_visible()


def _notice(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }))")
    expect(page.locator(".notice")).to_be_visible()


def _german(page: Page) -> None:
    page.get_by_label("Language").select_option("de")
    expect(page.locator(".headline")).to_have_text("Das ist eine Drei.")


def _signs(page: Page) -> None:
    doubtful = a_sign(".", verdict=Verdict.UNCERTAIN)
    unread = [Unread(Box(9 * place, 9, 50, 60), reason) for place, reason in enumerate(UnreadReason)]
    answer_read(
        page, a_reading([a_mark(1), doubtful, a_mark(5, confidence=0.5), a_sign(None)], unread=unread)
    )
    choose(page, png(row_of("2048")))
    expect_state(page, "number")


def _counted(page: Page) -> None:
    page.route("**/v1/read", lambda route: route.fulfill(json={"text": "", "lines": [], "digits": []}))
    choose(page, png(row_of("2048")))


STATES: dict[str, Callable[[Page], None]] = {
    "waiting": lambda page: None,
    "digit": lambda page: draw(page, 3),
    "uncertain": lambda page: _answered(
        page, verdict="uncertain", digit=1, confidence=0.5, probabilities=[0, 0.5, *[0.0] * 5, 0.4, 0.1, 0]
    ),
    "not_a_digit": lambda page: _answered(
        page, verdict="not_a_digit", digit=None, confidence=None, probabilities=None
    ),
    "number": lambda page: choose(page, png(row_of("2048"))),
    "several_digits": _counted,
    "blank": lambda page: choose(page, png(blank())),
    "problem": lambda page: choose(page, b"Dear Sir or Madam"),
}
CORNERS: dict[str, Callable[[Page], None]] = {
    "many pictures": _many,
    "camera": _camera,
    "a notice": _notice,
    "the keyboard's pen": lambda page: page.locator("#pad").focus(),
    "German": _german,
    "signs, and what was not read": _signs,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Callable[..., Page], state: str, scheme: str):
    page = opened(color_scheme=scheme, reduced_motion="reduce")
    page.locator(".model summary").click()
    STATES[state](page)
    expect_state(page, state)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("corner", CORNERS)
def test_axe_finds_nothing_in_any_corner(opened: Callable[..., Page], corner: str, scheme: str):
    page = opened(color_scheme=scheme, reduced_motion="reduce")
    draw(page, 3)  # and with a history
    expect(page.locator(".memory")).to_be_visible()
    CORNERS[corner](page)
    assert violations(page) == []


def test_axe_finds_nothing_on_the_answer_without_javascript(opened: Callable[..., Page]):
    plain = opened(java_script_enabled=False)
    choose(plain, png(drawn(3)))
    plain.get_by_role("button", name="Read it").click()
    expect(plain.locator(".glyph")).to_have_text("3")
    page = opened()
    page.set_content(plain.content())  # axe needs the scripts that the other page does without
    assert [each for each in violations(page) if each[0] != "color-contrast"] == []


@pytest.mark.parametrize("state", ["digit", "number"])
def test_at_400_percent_nothing_scrolls_sideways(opened: Callable[..., Page], state: str):
    page = opened(viewport={"width": 320, "height": 256})  # 1280 x 1024 at 400 %
    STATES[state](page)
    expect_state(page, state)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for control in page.locator("button:visible, select:visible, label.button:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert box["x"] >= 0 or control.get_attribute("class") == "memory"


def test_forced_colours_leave_bars_boxes_and_choices_visible(opened: Callable[..., Page]):
    page = opened(forced_colors="active")
    _signs(page)
    for selector, style in (
        (".is-highest .bar", ["::before", "backgroundImage"]),
        ("button.found", ["", "outlineStyle"]),
        (".is-unread", ["", "backgroundImage"]),
        (".chip[aria-pressed=true]", ["", "outlineStyle"]),
    ):
        shown = page.locator(selector).first.evaluate(
            "(element, [part, name]) => getComputedStyle(element, part)[name]", style
        )
        assert shown != "none"


def test_nothing_moves_for_those_who_want_no_motion(opened: Callable[..., Page]):
    page = opened(reduced_motion="reduce")
    draw(page, 3)
    expect_state(page, "digit")
    assert page.evaluate("document.getAnimations().length") == 0


def test_there_is_one_polite_live_region(page: Page):
    assert page.locator("[aria-live], [role=status], [role=alert], [role=log]").count() == 1


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds: the rule, and the elements that break it."""
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    page.evaluate(AXE.read_text())  # through the debugger's door: the page's own policy would refuse it
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
