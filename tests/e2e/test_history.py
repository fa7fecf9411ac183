"""What was read before stays on the device, comes back, and goes when it is told to."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pen import draw
from tests.e2e.showing import choose, expect_digit, expect_state
from tests.pictures import drawn, png, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]


def test_what_was_read_is_there_after_a_reload_the_latest_first(page: Page):
    expect(page.locator(".history")).to_be_hidden()
    draw(page, 3)
    expect_digit(page, 3)
    expect(page.locator(".memory span")).to_have_text(["3"])
    choose(page, png(row_of("2048")))
    expect(page.locator(".memory span")).to_have_text(["2048", "3"])
    page.reload()
    expect(page.locator(".memory span")).to_have_text(["2048", "3"])


def test_an_answer_that_cannot_be_kept_is_an_answer(page: Page):
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); };
    }""")
    with page.expect_console_message(lambda told: "QuotaExceededError" in told.text):
        draw(page, 3)
    expect_digit(page, 3)
    expect(page.locator(".memory")).to_have_count(0)


def test_the_strokes_of_one_digit_are_one_memory(page: Page):
    draw(page, 4)  # two strokes
    expect_digit(page, 4)
    expect(page.locator(".memory span")).to_have_text(["4"])


def test_a_memory_comes_back_as_it_was(page: Page):
    draw(page, 3)
    expect_digit(page, 3)
    choose(page, png(drawn(7)))
    expect_digit(page, 7)
    expect(page.locator(".memory")).to_have_count(2)
    page.reload()
    page.locator(".memory").last.click()
    expect_digit(page, 3)
    expect(page.locator("#pad")).to_be_visible()
    page.locator(".memory").filter(has_text="7").click()
    expect_digit(page, 7)
    expect(page.locator(".stage img")).to_be_visible()
    expect(page.locator(".memory")).to_have_count(2)


def test_the_history_is_forgotten_for_good(page: Page):
    draw(page, 3)
    expect(page.locator(".memory")).to_have_count(1)
    page.get_by_role("button", name="Forget all").click()
    expect(page.locator(".history")).to_be_hidden()
    page.reload()
    expect_state(page, "waiting")
    expect(page.locator(".history")).to_be_hidden()
