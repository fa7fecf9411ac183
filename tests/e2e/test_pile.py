"""Many pictures at once: a list with its progress, to be looked at, copied and saved."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.showing import choose_many, expect_digit, expect_state
from tests.pictures import blank, drawn, png, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]

PICTURES = {
    "three.png": png(drawn(3)),
    "letter.png": b"Dear Sir or Madam",
    "number.png": png(row_of("2048")),
    "empty, really.png": png(blank()),
    **{f"seven-{number}.png": png(drawn(7)) for number in range(12)},
}


@pytest.fixture
def pile(page: Page) -> Page:
    """The page after all the pictures were read."""
    choose_many(page, PICTURES)
    expect(page.locator(".pile-progress")).to_have_text("16 pictures read")
    return page


def test_every_picture_has_its_answer_in_its_place(pile: Page):
    rows = pile.locator(".rows li")
    expect(rows).to_have_count(16)
    expect(rows.locator(".row-name")).to_have_text(list(PICTURES))
    expect(rows.nth(0).locator(".row-answer")).to_have_text("3")
    expect(rows.nth(1)).to_have_attribute("data-state", "problem")
    expect(rows.nth(2).locator(".row-answer")).to_have_text("2048")
    expect(rows.nth(3)).to_contain_text("blank")
    expect(rows.nth(15).locator(".row-answer")).to_have_text("7")
    expect(rows.nth(0).locator("canvas")).to_be_visible()


def test_the_first_picture_takes_the_place_of_what_was_read_before(page: Page):
    choose_many(page, {"before.png": png(drawn(9)), "and.png": png(drawn(8))})
    expect_digit(page, 9)
    choose_many(page, PICTURES)
    expect(page.locator(".pile-progress")).to_have_text("16 pictures read")
    expect_digit(page, 3)
    expect(page.locator(".stage img")).to_be_visible()


def test_a_row_shows_its_picture_and_its_answer(pile: Page):
    pile.locator(".row").nth(0).click()
    expect_digit(pile, 3)
    expect(pile.locator(".stage img")).to_be_visible()
    pile.locator(".row").nth(2).click()
    expect_state(pile, "number")
    expect(pile.locator("button.found")).to_have_count(4)


def test_the_results_are_saved_as_csv_and_as_json(pile: Page):
    with pile.expect_download() as saved:
        pile.get_by_role("button", name="CSV").click()
    table = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text())))
    assert [row["name"] for row in table] == list(PICTURES)
    assert [row["text"] for row in table[:4]] == ["3", "", "2048", ""]
    assert table[1]["problem"]
    with pile.expect_download() as saved:
        pile.get_by_role("button", name="JSON").click()
    assert [row["text"] for row in json.loads(Path(saved.value.path()).read_text())] == [
        row["text"] for row in table
    ]


def test_the_results_are_copied(opened: Callable[..., Page]):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    choose_many(page, {"a.png": png(drawn(3)), "b.png": png(drawn(7))})
    expect(page.locator(".pile-progress")).to_have_text("2 pictures read")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Copied")
    assert "a.png,digit,3" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.usefixtures("refusal")
def test_what_an_interruption_left_over_is_read_later(page: Page):
    asked = []

    def once(route: Route) -> None:
        asked.append(route)
        route.continue_() if len(asked) == 1 else route.abort()

    page.route("**/v1/predict/batch", once)
    choose_many(page, PICTURES)
    expect(page.locator(".pile-progress")).to_have_text("12 of 16 read. The service cannot be reached.")
    page.unroute("**/v1/predict/batch")
    page.get_by_role("button", name="Read the rest").click()
    expect(page.locator(".pile-progress")).to_have_text("16 pictures read")


def test_the_list_can_be_closed(pile: Page):
    pile.get_by_role("button", name="Close").click()
    expect(pile.locator(".pile")).to_be_hidden()
    expect(pile.locator(".answer")).to_be_visible()
