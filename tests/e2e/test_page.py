"""People's ways through the page, in a real browser, with the bundled model."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Witness
from tests.e2e.pen import draw
from tests.e2e.showing import WORDS, choose, choose_many, expect_digit, expect_state
from tests.pictures import drawn, png, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("no_complaints")]


def test_a_drawn_digit_is_answered(page: Page):
    draw(page, 3)
    expect_digit(page, 3)
    expect(page.locator(".confidence")).to_contain_text("% sure")
    expect(page.locator("tr.is-highest th")).to_have_text("3")
    expect(page.locator(".probabilities tbody tr")).to_have_count(10)
    expect(page.locator(".found")).to_be_visible()
    assert page.locator(".seen img").evaluate("image => [image.naturalWidth, image.naturalHeight]") == [
        28,
        28,
    ]


def test_a_digit_drawn_with_a_finger_is_answered_and_does_not_scroll_the_page(opened: Callable[..., Page]):
    page = opened(has_touch=True, viewport={"width": 320, "height": 500})
    frame = page.locator("#pad").bounding_box()
    assert frame is not None
    finger = page.context.new_cdp_session(page)
    x = frame["x"] + frame["width"] / 2
    for step in range(11):
        place = {"x": x, "y": frame["y"] + (0.2 + 0.06 * step) * frame["height"]}
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect_digit(page, 1)
    assert page.evaluate("scrollY") == 0


def test_an_answer_is_announced(page: Page):
    draw(page, 7)
    expect(page.get_by_role("status")).to_contain_text("seven")


@pytest.mark.parametrize("viewport", [(1280, 720), (390, 844)], ids=["desktop", "phone"])
def test_the_answer_stands_within_300_ms_of_the_last_stroke(
    opened: Callable[..., Page], viewport: tuple[int, int]
):
    page = opened(viewport={"width": viewport[0], "height": viewport[1]})
    draw(page, 0)  # warms up what is made on first use
    expect_digit(page, 0)
    page.get_by_role("button", name="Clear").click()
    page.evaluate(
        """() => {
          const glyph = document.querySelector(".glyph");
          const lift = () => (window.lifted = performance.now());
          document.querySelector("#pad").addEventListener("pointerup", lift);
          new MutationObserver(() => (window.waited ??= performance.now() - window.lifted)).observe(glyph, {
            childList: true,
          });
        }"""
    )
    draw(page, 2)
    expect_digit(page, 2)
    waited = page.evaluate("window.waited")
    assert waited < 300, waited


def test_a_chosen_picture_is_answered_beside_its_box(page: Page):
    choose(page, png(drawn(5, side=400)))
    expect_digit(page, 5)
    picture, box = page.locator(".stage img").bounding_box(), page.locator(".found").bounding_box()
    assert picture is not None
    assert box is not None
    assert picture["x"] < box["x"]
    assert box["x"] + box["width"] < picture["x"] + picture["width"]
    assert box["height"] == pytest.approx(0.6 * picture["height"], rel=0.2)


def test_from_a_picture_the_way_leads_back_to_the_drawing(page: Page):
    draw(page, 3)
    expect_digit(page, 3)
    choose(page, png(drawn(7)))
    expect_digit(page, 7)
    page.get_by_role("button", name="Draw instead").click()
    expect_digit(page, 3)


def test_a_dropped_picture_is_answered(page: Page):
    hand_over(page, "drop", "dataTransfer", png(drawn(4)))
    expect_digit(page, 4)


def test_a_pasted_picture_is_answered(page: Page):
    hand_over(page, "paste", "clipboardData", png(drawn(9)))
    expect_digit(page, 9)


def hand_over(page: Page, kind: str, where: str, content: bytes) -> None:
    """What the browser does when a picture is dropped on the page or pasted."""
    page.evaluate(
        """([kind, where, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], "mine.png", {type: "image/png"}));
          const options = {[where]: transfer, bubbles: true, cancelable: true};
          const Kind = kind === "drop" ? DragEvent : ClipboardEvent;
          document.querySelector("#pad").dispatchEvent(new Kind(kind, options));
        }""",
        [kind, where, list(content)],
    )


@pytest.mark.parametrize("digit", range(10))
def test_each_sample_is_read_as_what_it_is(page: Page, digit: int):
    page.get_by_role("button", name=f"Draw a sample {WORDS[digit]}").click()
    expect_digit(page, digit)


def test_undo_redo_and_clear(page: Page):
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    draw(page, 3)
    expect_digit(page, 3)
    page.keyboard.press("Control+z")
    expect(page.locator(".answer")).to_have_attribute("data-state", "waiting")
    page.keyboard.press("Control+Shift+z")
    expect_digit(page, 3)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".answer")).to_have_attribute("data-state", "waiting")
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 3)


def test_a_digit_is_drawn_and_read_with_the_keyboard_alone(page: Page):
    page.locator("#pad").focus()
    expect(page.locator("#pad-help")).to_be_visible()
    press(page, "ArrowUp", 8)
    press(page, "Space", 1)
    press(page, "ArrowDown", 17)
    press(page, "Space", 1)
    expect_digit(page, 1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.action") == "undo"


def press(page: Page, key: str, times: int) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def test_every_way_in_is_reached_with_the_tab_key(page: Page):
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.action"))
    assert {"pad", "undo", "redo", "clear", "file"} <= set(reached)


def test_a_blank_picture_is_said_to_be_blank(page: Page):
    choose(page, png(drawn(1, ink=255)))
    expect(page.locator(".headline")).to_have_text("The page is blank.")
    expect(page.locator(".hint")).not_to_be_empty()


@pytest.mark.usefixtures("refusal")
def test_what_is_no_picture_is_refused_kindly(page: Page):
    choose(page, b"Dear Sir or Madam", "letter.png")
    expect(page.locator(".answer")).to_have_attribute("data-state", "problem")
    expect(page.locator(".headline")).not_to_be_empty()
    expect(page.locator(".hint")).to_contain_text("PNG")
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


@pytest.mark.usefixtures("refusal")
def test_a_service_that_is_away_is_asked_again_when_it_is_back(page: Page):
    page.context.set_offline(True)
    choose(page, png(drawn(2)))
    expect(page.locator(".headline")).to_have_text("This picture needs the service.")
    page.context.set_offline(False)
    expect_digit(page, 2)


@pytest.mark.usefixtures("refusal")
def test_a_failed_picture_can_be_tried_again(page: Page):
    page.route("**/v1/predict", lambda route: route.abort())
    choose(page, png(drawn(7)))
    expect(page.locator(".headline")).to_have_text("The service cannot be reached.")
    page.unroute("**/v1/predict")
    page.get_by_role("button", name="Try again").click()
    expect_digit(page, 7)


def test_the_corner_names_the_model_and_how_good_it_was_found_to_be(page: Page):
    served = page.request.get("/v1/model").json()
    expect(page.locator(".model-summary")).to_contain_text(served["recipe"])
    expect(page.locator(".model-summary")).to_contain_text("%")
    page.locator(".model summary").click()
    expect(page.locator(".model dl")).to_contain_text(served["version"])


def test_a_hot_swap_is_seen_with_the_next_answer(page: Page):
    draw(page, 3)
    expect_digit(page, 3)
    told = page.request.get("/v1/model").json() | {"version": "20300101T000000Z-0000000", "recipe": "newer"}
    page.route("**/v1/model", lambda route: route.fulfill(json=told))
    page.route("**/v1/predict", lambda route: _answer_as(route, told["version"]))
    draw(page, 3)
    expect(page.locator(".model-summary")).to_contain_text("newer")


def _answer_as(route: Route, version: str) -> None:
    route.fulfill(json=route.fetch().json() | {"model": version})


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_nothing_is_asked_of_another_origin(
    opened: Callable[..., Page], service: str, witness: Witness, path: str
):
    page = opened(path)
    page.wait_for_load_state("networkidle")
    if path == "/":
        draw(page, 3)
        expect_digit(page, 3)
    assert witness.origins() == {service}


def test_without_javascript_the_form_answers_as_a_page(opened: Callable[..., Page]):
    page = opened(java_script_enabled=False)
    expect(page.locator("#pad")).to_be_hidden()
    choose(page, png(drawn(3)))
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".glyph")).to_have_text("3")
    expect(page.locator(".probabilities tbody tr")).to_have_count(10)


def test_without_javascript_a_number_is_read_too(opened: Callable[..., Page]):
    page = opened(java_script_enabled=False)
    choose(page, png(row_of("2048")))
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".number")).to_have_text("2048")
    expect(page.locator(".headline")).to_have_text("4 digits in 1 line.")
    expect(page.locator(".hint")).to_contain_text("2 (")


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(opened: Callable[..., Page], width: int, scheme: str):
    page = opened(viewport={"width": width, "height": 800}, color_scheme=scheme)
    draw(page, 8, height=0.5)
    expect_digit(page, 8)
    page.locator(".model summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_a_list_a_number_and_a_history_fit_any_width_in_any_language(
    opened: Callable[..., Page], width: int, language: str
):
    page = opened(viewport={"width": width, "height": 800}, locale=language)
    choose_many(
        page, {"a-rather-long-name-of-a-picture.png": png(drawn(3)), "2.png": png(row_of("2048" * 4))}
    )
    page.locator(".rows li[data-state=number] button").click()
    expect_state(page, "number")
    draw_instead = page.locator("[data-action=draw]")
    draw_instead.click()
    draw(page, 3)
    expect(page.locator(".memory")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
