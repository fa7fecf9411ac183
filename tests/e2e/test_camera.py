"""The camera: its picture on the page of a desktop, the system's own on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.showing import expect_digit

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]

CAMERA = "button[data-action=camera]"


def test_a_picture_is_taken_and_read(page: Page):
    page.locator(CAMERA).click()
    expect(page.locator("video")).to_be_visible()
    expect(page.locator("video")).not_to_have_js_property("videoWidth", 0)
    page.get_by_role("button", name="Take the picture").click()
    expect_digit(page, 4)
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_two_clicks_open_one_camera(page: Page):
    page.evaluate("""() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      window.streams = [];
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        streams.push(stream);
        return stream;
      };
    }""")
    page.evaluate(f"document.querySelector('{CAMERA}').click(); document.querySelector('{CAMERA}').click()")
    expect(page.get_by_role("button", name="Take the picture")).to_be_focused()
    assert page.evaluate("streams.length") == 1


def test_the_camera_is_opened_used_and_left_with_the_keyboard_alone(page: Page):
    page.locator(CAMERA).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take the picture")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#pad")).to_be_focused()
    assert page.evaluate("document.querySelector('video').srcObject") is None


@pytest.mark.parametrize(
    ("error", "told"), [("NotAllowedError", "may not be used"), ("NotFoundError", "no camera")]
)
def test_a_camera_that_cannot_be_used_is_said_to_be_so(page: Page, error: str, told: str):
    page.evaluate(
        "name => (navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', name); })",
        error,
    )
    page.locator(CAMERA).click()
    expect(page.locator(".notice")).to_contain_text(told)
    expect(page.locator("#pad")).to_be_visible()


def test_a_phone_offers_its_own_camera(opened: Callable[..., Page]):
    page = opened(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    expect(page.locator(CAMERA)).to_be_hidden()
    expect(page.locator("label[for=photo]")).to_be_visible()
    assert page.locator("#photo").get_attribute("capture") == "environment"
