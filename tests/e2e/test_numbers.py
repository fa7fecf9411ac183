"""Several digits in a picture: the number, a box for each digit, and what the network saw of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pen import draw
from tests.e2e.showing import choose, expect_digit, expect_state
from tests.pictures import png, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]


@pytest.fixture
def number(page: Page) -> Page:
    """The page with the number 2048 on it."""
    choose(page, png(row_of("2048")))
    expect_state(page, "number")
    return page


def test_a_picture_of_several_digits_is_read_as_a_number(number: Page):
    expect(number.locator(".headline")).to_have_text("I see 4 digits: 2048.")
    expect(number.locator(".chip")).to_have_text(["2", "0", "4", "8"])


def test_each_digit_has_a_box_where_it_stands_on_the_picture(number: Page):
    picture = number.locator(".stage img").bounding_box()
    boxes = [box.bounding_box() for box in number.locator("button.found").all()]
    assert picture is not None
    assert len(boxes) == 4
    for place, box in enumerate(boxes):
        assert box is not None
        middle = (box["x"] + box["width"] / 2 - picture["x"]) / picture["width"]
        assert middle == pytest.approx((place + 0.5) / 4, abs=0.04)


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_pointing_at_a_box_tells_what_the_network_saw_and_how_sure_it_is(number: Page, way: str):
    seen = set()
    for place, digit in enumerate(["two", "zero", "four", "eight"]):
        getattr(number.locator("button.found").nth(place), way)()
        expect(number.locator("caption")).to_contain_text(digit)
        expect(number.locator("tr.is-highest th")).to_have_text(str("2048"[place]))
        expect(number.locator(".confidence")).to_contain_text("% sure")
        seen.add(number.locator(".seen img").get_attribute("src"))
    assert len(seen) == 4


def test_arrow_keys_go_from_digit_to_digit_and_the_tab_key_past_them(number: Page):
    number.locator(".chip").first.focus()
    number.keyboard.press("End")
    expect(number.locator(".chip").nth(3)).to_be_focused()
    expect(number.locator("caption")).to_contain_text("eight")
    number.keyboard.press("ArrowLeft")
    expect(number.locator("caption")).to_contain_text("four")
    expect(number.locator("button.found").nth(2)).to_have_class("found is-chosen")
    number.keyboard.press("Tab")
    expect(number.locator("[data-action=copy-number]")).to_be_focused()


def test_the_number_is_announced(number: Page):
    expect(number.get_by_role("status")).to_contain_text("2048")


def test_the_number_can_be_copied(opened: Callable[..., Page]):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    choose(page, png(row_of("731")))
    page.get_by_role("button", name="Copy the number").click()
    expect(page.get_by_role("status")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "731"


def test_a_drawn_number_is_read_and_its_boxes_leave_the_pad_free(page: Page):
    frame = page.locator("#pad").bounding_box()
    assert frame is not None
    draw(page, 2, height=0.4, at=0.25)
    draw(page, 3, height=0.4, at=0.75)
    expect(page.locator(".chip")).to_have_text(["2", "3"])
    expect(page.locator(".found")).to_have_count(2)
    page.locator(".chip").nth(1).hover()
    expect(page.locator("caption")).to_contain_text("three")
    page.get_by_role("button", name="Clear").click()
    draw(page, 3)
    expect_digit(page, 3)
