"""Every verdict, and what the page says and shows of it."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.pen import draw
from tests.e2e.showing import choose, expect_digit, expect_state
from tests.pictures import blank, drawn, png, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]


def answered(page: Page, **changes: Any) -> None:
    """Let the service's real answer to a drawn one have these changes, and draw it."""
    page.route("**/v1/predict", lambda route: route.fulfill(json=route.fetch().json() | changes))
    draw(page, 3)


def test_a_digit_is_large_and_in_words_with_all_probabilities(page: Page):
    draw(page, 3)
    expect_digit(page, 3)
    expect(page.locator(".runner-up")).to_be_empty()
    assert page.locator(".probabilities tbody .value").count() == 10


def test_an_uncertain_digit_names_the_runner_up_and_how_to_be_sure(page: Page):
    probabilities = [0.0, 0.52, 0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 0.0, 0.08]
    answered(page, verdict="uncertain", digit=1, confidence=0.52, probabilities=probabilities)
    expect_state(page, "uncertain")
    expect(page.locator(".headline")).to_have_text("Probably a one.")
    expect(page.locator(".runner-up")).to_have_text("or 7?")
    expect(page.locator(".hint")).to_contain_text("a seven (40%)")


def test_what_may_be_no_digit_is_said_to_be_perhaps_one_and_not_how_sure(page: Page):
    answered(page, verdict="uncertain", digit=3, confidence=0.999, digit_score=0.2)
    expect_state(page, "uncertain")
    expect(page.locator(".headline")).to_have_text("Perhaps a three.")
    expect(page.locator(".hint")).to_contain_text("no digit at all")
    expect(page.locator(".confidence")).to_be_empty()
    expect(page.locator(".runner-up")).to_be_empty()


def test_what_is_no_digit_is_said_to_be_none_with_a_hint(page: Page):
    answered(page, verdict="not_a_digit", digit=None, confidence=None, probabilities=None, digits_found=0)
    expect_state(page, "not_a_digit")
    expect(page.locator(".headline")).to_have_text("That is not a digit.")
    expect(page.locator(".hint")).to_contain_text("0 to 9")
    expect(page.locator(".seen img")).to_be_visible()
    expect(page.locator("tr.is-highest")).to_have_count(0)


def test_a_blank_page_is_said_to_be_blank_with_a_hint(page: Page):
    choose(page, png(blank()))
    expect_state(page, "blank")
    expect(page.locator(".hint")).to_contain_text("light")
    expect(page.locator(".seen img")).to_be_hidden()


def test_several_digits_that_cannot_be_read_together_are_counted(page: Page):
    page.route("**/v1/read", lambda route: route.fulfill(json={"text": "", "lines": [], "digits": []}))
    choose(page, png(row_of("2048")))
    expect_state(page, "several_digits")
    expect(page.locator(".headline")).to_have_text("I see 4 digits.")


def test_a_late_answer_is_dropped(page: Page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/v1/predict", hold)
    with page.expect_request("**/v1/predict"):
        draw(page, 3)
    choose(page, png(drawn(7)))
    expect_digit(page, 7)
    assert held
    for route in held:
        route.fulfill(json={"verdict": "blank", "box": None, "probabilities": None, "confidence": None})
    choose(page, png(drawn(3)))  # an answer later than the late one: that one has come by then
    expect_digit(page, 3)
