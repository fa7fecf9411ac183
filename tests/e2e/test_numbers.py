"""Several digits in a picture: the number with its signs, a box for each mark, what the network saw of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from service.reading import ReadMark, Unread, UnreadReason
from service.verdict import Verdict
from service.vision import Box
from tests.e2e.pen import draw
from tests.e2e.showing import answer_read, choose, expect_digit, expect_state
from tests.fakes import a_mark, a_reading, a_sign
from tests.pictures import blank, png, row_of

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
        expect(number.locator(".of-one")).to_contain_text("% sure")
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


SIDE = 280  # pixels of the picture that stands for one with signs


def at(place: int, line: int = 0) -> Box:
    return Box(10 + 30 * place, 20 + 90 * line, 24, 60)


def marks() -> list[list[ReadMark]]:
    """12,5 -7 over 80; the comma is doubtful, though less so than the 5."""
    doubtful = a_sign(",", verdict=Verdict.UNCERTAIN, confidence=0.6, box=at(2))
    five = a_mark(5, verdict=Verdict.UNCERTAIN, confidence=0.52, digit_score=0.98, box=at(3))
    minus, seven = a_sign("-", apart=True, box=at(5)), a_mark(7, box=at(6))
    first = [a_mark(1, box=at(0)), a_mark(2, box=at(1)), doubtful, five, minus, seven]
    return [first, [a_mark(8, box=at(0, 1)), a_mark(0, box=at(1, 1)), a_sign(None, box=at(2, 1))]]


UNREAD = [Unread(at(4, 1), UnreadReason.NOT_A_NUMBER), Unread(at(5, 1), UnreadReason.UNCLEAR)]


@pytest.fixture
def signs(page: Page) -> Page:
    """The page with a number of two lines and signs on it, of which two marks were not read."""
    answer_read(page, a_reading(*marks(), unread=UNREAD, confidence=0.34))
    choose(page, png(blank(SIDE)))
    expect_state(page, "number")
    return page


def test_signs_spaces_and_lines_are_where_they_were_written(signs: Page):
    lines = signs.locator(".number-line")
    expect(lines).to_have_count(2)
    expect(lines.nth(0).locator(".number-group")).to_have_text(["12,5", "-7"])
    expect(lines.nth(1).locator(".number-group")).to_have_text(["80?"])
    expect(signs.locator(".headline")).to_have_text("I see 6 digits in 2 lines.")
    expect(signs.locator("button.found")).to_have_count(9)


def test_how_sure_the_whole_is_stays_while_one_mark_after_the_other_is_looked_at(signs: Page):
    expect(signs.locator(".confidence")).to_have_text("34% sure of the whole")
    expect(signs.locator(".of-one")).to_contain_text("5: 52% sure")  # the least sure one, and no sign
    signs.locator(".chip").nth(4).hover()
    expect(signs.locator(".of-one")).to_have_text("minus: 97% sure")
    expect(signs.locator(".seen img")).to_be_hidden()
    expect(signs.locator("tr.is-highest")).to_have_count(0)
    expect(signs.locator(".confidence")).to_have_text("34% sure of the whole")


def test_a_doubtful_sign_is_marked_and_a_sure_one_is_not(signs: Page):
    expect(signs.get_by_role("button", name="comma, 60% sure")).to_have_count(2)
    shown = "(element) => getComputedStyle(element).textDecorationStyle"
    comma, minus = signs.locator(".chip").nth(2), signs.locator(".chip").nth(4)
    assert (comma.evaluate(shown), minus.evaluate(shown)) == ("dotted", "solid")
    colours = [each.evaluate("(element) => getComputedStyle(element).color") for each in (comma, minus)]
    assert colours[0] == colours[1]


def test_what_was_not_read_is_told_and_shown_on_the_picture_otherwise_than_by_colour(signs: Page):
    expect(signs.locator(".unread")).to_contain_text("2 marks could not be read")
    expect(signs.get_by_role("status")).to_contain_text("2 marks could not be read")
    boxes = signs.locator(".is-unread")
    expect(boxes).to_have_count(2)
    picture = signs.locator(".stage img").bounding_box()
    assert picture is not None
    for box, mark in zip(boxes.all(), UNREAD, strict=True):
        place = box.bounding_box()
        assert place is not None
        assert (place["x"] - picture["x"]) / picture["width"] == pytest.approx(mark.box.x / SIDE, abs=0.01)
        assert (place["y"] - picture["y"]) / picture["height"] == pytest.approx(mark.box.y / SIDE, abs=0.01)
    style = "(element) => [getComputedStyle(element).outlineStyle, getComputedStyle(element).backgroundImage]"
    unread, read = boxes.first.evaluate(style), signs.locator("button.found").first.evaluate(style)
    assert unread[0] == "dashed"
    assert all(own != other for own, other in zip(unread, read, strict=True))
    names = [box.get_attribute("aria-label") for box in boxes.all()]
    assert len(set(names)) == 2


def test_a_page_with_too_much_on_it_says_so_and_its_digits_can_still_be_pointed_at(page: Page):
    everywhere = Unread(Box(0, 0, SIDE, SIDE), UnreadReason.TOO_MANY)
    answer_read(page, a_reading(*marks(), unread=[everywhere]))
    choose(page, png(blank(SIDE)))
    expect(page.locator(".unread")).to_contain_text("left out")
    expect(page.locator(".unread")).not_to_contain_text("could not be read")
    page.locator("button.found").nth(1).hover()
    expect(page.locator("caption")).to_contain_text("two")


def test_where_all_was_read_nothing_is_said_of_what_was_not(number: Page):
    expect(number.locator(".unread")).to_be_empty()
    expect(number.locator(".is-unread")).to_have_count(0)


def test_signs_and_what_was_not_read_are_told_in_the_language_of_the_page(signs: Page):
    signs.get_by_label("Language").select_option("de")
    expect(signs.locator(".unread")).to_contain_text("2 Zeichen")
    expect(signs.get_by_role("button", name="Komma")).to_have_count(2)
    assert "nicht gelesen" in (signs.locator(".is-unread").first.get_attribute("aria-label") or "")


def test_the_text_is_copied_with_its_signs_spaces_and_lines(opened: Callable[..., Page]):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    answer_read(page, a_reading(*marks(), unread=UNREAD))
    choose(page, png(blank(SIDE)))
    page.get_by_role("button", name="Copy the number").click()
    expect(page.get_by_role("status")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "12,5 -7\n80"


def test_what_was_not_read_of_a_drawing_leaves_the_pad_free(page: Page):
    answer_read(page, a_reading(*marks(), unread=UNREAD))
    draw(page, 3)
    expect(page.locator(".is-unread")).to_have_count(2)
    for box in page.locator(".is-unread").all():
        assert box.evaluate("(element) => getComputedStyle(element).pointerEvents") == "none"
