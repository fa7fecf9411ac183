"""The page speaks the browser's language, and the one that is chosen, here and next time."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import Witness
from tests.e2e.pen import draw
from tests.e2e.showing import expect_state
from tests.pictures import drawn, png

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]


@pytest.mark.parametrize(
    ("locale", "language", "button", "three"),
    [
        ("de-AT", "de", "Bilder wählen", "Das ist eine Drei."),
        ("fr", "fr", "Choisir des images", re.compile("C.est un trois.")),
        ("ja", "en", "Choose pictures", "This is a three."),
    ],
)
def test_the_page_speaks_the_browsers_language(
    opened: Callable[..., Page], locale: str, language: str, button: str, three: str | re.Pattern[str]
):
    page = opened(locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("label[for=file]")).to_have_text(button)
    draw(page, 3)
    expect(page.locator(".headline")).to_have_text(three)
    expect(page.get_by_role("status")).to_contain_text(three)


def test_the_language_can_be_changed_and_stays(page: Page):
    draw(page, 3)
    expect_state(page, "digit")
    page.get_by_label("Language").select_option("de")
    expect(page.locator(".headline")).to_have_text("Das ist eine Drei.")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page).to_have_title("Digits: liest Ihre Handschrift")
    page.reload()
    expect(page.locator(".headline")).to_have_text("Zeichnen Sie eine Ziffer.")
    page.get_by_label("Sprache").select_option("en")
    expect(page.locator(".headline")).to_have_text("Draw a digit.")
    expect(page.locator("label[for=file]")).to_have_text("Choose pictures")


def test_a_refusal_is_told_in_the_language_of_the_page(opened: Callable[..., Page], refusal: None):
    page = opened(locale="fr")
    page.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"Madame"})
    expect(page.locator(".headline")).to_have_text(re.compile("Je ne connais pas ce genre d.image."))


def test_a_picture_that_is_chosen_while_the_words_are_on_their_way_is_read(
    browser: Browser, service: str, witness: Witness
):
    held: list[Route] = []
    with browser.new_context(base_url=service, locale="fr") as context:
        witness.listen(context)
        page = context.new_page()
        # Playwright cannot mark a built-in method as its own.
        page.route("**/strings/fr.js", lambda route: held.append(route))  # noqa: PLW0108
        page.goto("/")
        file = {"name": "a.png", "mimeType": "image/png", "buffer": png(drawn(3))}
        page.locator("#file").set_input_files(file)
        expect(page.locator("html.scripting")).not_to_be_attached()
        held[0].continue_()
        expect(page.locator(".headline")).to_have_text(re.compile("C.est un trois."))
