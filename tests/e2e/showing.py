"""What tests of the page do and expect again and again."""

from playwright.sync_api import Page, expect

from service.api.readings import ReadPicture
from service.reading import Reading

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

# Evaluated, it ends once the service worker answers for the page.
CONTROLLED = """() => new Promise((resolve) => {
  if (navigator.serviceWorker.controller) resolve();
  else navigator.serviceWorker.addEventListener("controllerchange", () => resolve());
})"""


def expect_digit(page: Page, digit: int) -> None:
    """The answer is one digit, large and in words."""
    expect(page.locator(".glyph")).to_have_text(str(digit))
    expect(page.locator(".headline")).to_contain_text(WORDS[digit])


def expect_state(page: Page, state: str) -> None:
    """The answer is of this kind: a verdict, `number`, `waiting` or `problem`."""
    expect(page.locator(".answer")).to_have_attribute("data-state", state)


def answer_read(page: Page, reading: Reading) -> None:
    """Whatever is asked next holds several digits, and reads like this."""
    several = {"verdict": "several_digits", "digit": None, "confidence": None, "digits_found": 2}
    told = ReadPicture.of(reading).model_dump(mode="json")
    page.route("**/v1/predict", lambda route: route.fulfill(json=route.fetch().json() | several))
    page.route("**/v1/read", lambda route: route.fulfill(json=told))


def choose(page: Page, content: bytes, name: str = "mine.png", kind: str = "image/png") -> None:
    """Choose a picture in the page's file dialog."""
    page.locator("#file").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def choose_many(page: Page, pictures: dict[str, bytes]) -> None:
    """Choose several pictures at once, by their names."""
    page.locator("#file").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": content} for name, content in pictures.items()]
    )
