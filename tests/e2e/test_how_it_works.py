"""The page about the mathematics, in a real browser, on the digit that the reader draws."""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Witness
from tests.e2e.pen import draw
from tests.e2e.test_accessibility import AXE, HOW

pytestmark = pytest.mark.e2e

PATH = "/how-it-works"
MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
RAISED = str.maketrans("\N{SUPERSCRIPT MINUS}⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.fixture(autouse=True)
def no_complaints(witness: Witness):
    """No error on the console, no breach of the content security policy."""
    yield
    assert witness.complaints == []


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    page = opened(PATH)
    expect_all(page, 3)
    return page


def expect_all(page: Page, digit: int) -> None:
    """The page tells of this digit from the first chapter to the last."""
    expect(page.locator(".said-text")).to_contain_text(f"says {digit}")
    expect(value(page, "evidence-label").last).to_have_text(str(digit))
    expect(value(page, "dense-answer")).to_contain_text(f"{digit} (")
    expect(value(page, "cnn-answer")).to_contain_text(f"{digit} (")


def value(page: Page, name: str):
    return page.locator(f"[data-value={name}]")


def number(page: Page, name: str) -> float:
    """A number as the page writes it: with a true minus, perhaps as a power of ten."""
    text = (value(page, name).last.text_content() or "").replace(MINUS, "-")
    return float(text.translate(RAISED).replace(f" {TIMES} 10", "e"))


def test_a_digit_is_explained_before_the_reader_has_drawn_one(page: Page):
    assert page.locator("math").count() > 15
    expect(value(page, "active")).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator(".thumbnail")).to_have_count(12)


def test_a_drawn_digit_changes_every_chapter(page: Page):
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".said-text")).to_have_text("Draw a digit.")
    draw(page, 7)
    expect_all(page, 7)


def test_the_pixels_add_up_to_the_score(page: Page):
    parts = [number(page, name) for name in ("evidence-for", "evidence-against", "evidence-bias")]
    assert sum(parts) == pytest.approx(number(page, "evidence-total"), abs=2e-4)
    assert number(page, "evidence-total") == pytest.approx(number(page, "evidence-logit"), abs=1e-4)
    assert number(page, "evidence-difference") < 1e-4


def test_the_pixels_of_another_digit_can_be_asked_for(page: Page):
    page.get_by_role("group", name="The score of which digit?").first.get_by_role("radio", name="8").check(
        force=True
    )
    expect(value(page, "evidence-label").last).to_have_text("8")
    assert number(page, "evidence-total") == pytest.approx(number(page, "evidence-logit"), abs=1e-4)
    expect(page.get_by_role("status")).to_contain_text("share in the score of 8")


def test_a_neuron_is_chosen_by_its_number_its_picture_or_its_place(page: Page):
    page.get_by_label("Any other, by number").fill("17")
    page.keyboard.press("Enter")
    expect(value(page, "neuron-index")).to_have_text("17")
    second = page.locator(".thumbnail").nth(1)
    second.click()
    expect(value(page, "neuron-index")).to_have_text(second.get_attribute("data-neuron") or "")
    expect(second).to_have_attribute("aria-pressed", "true")
    page.locator(".hidden-picture canvas").click(position={"x": 2, "y": 2})
    expect(value(page, "neuron-index")).to_have_text("0")


def test_the_sum_of_a_neuron_is_shown_and_right(page: Page):
    sign = -1 if value(page, "neuron-bias-sign").text_content() == MINUS else 1
    total = number(page, "neuron-for") - number(page, "neuron-against") + sign * number(page, "neuron-bias")
    assert total == pytest.approx(number(page, "neuron-sum"), abs=3e-4)
    assert number(page, "neuron-output") == max(0, number(page, "neuron-sum"))


def test_a_step_towards_another_label_lowers_its_loss(page: Page):
    meant = page.get_by_role("group", name="It was meant to be")
    meant.get_by_role("radio", name="8").check(force=True)
    expect(value(page, "step-outcome")).to_contain_text("an 8 more likely")
    before = number(page, "loss-before")
    bold = value(page, "change-after").text_content() or ""
    rate = page.get_by_role("slider")
    rate.focus()
    rate.press("Home")
    expect(value(page, "rate").first).to_have_text("0.0003")
    expect(value(page, "change-after")).not_to_have_text(bold)
    expect(value(page, "step-outcome")).to_contain_text("falls")
    assert number(page, "loss-before") == before
    product = number(page, "change-error") * number(page, "change-input")
    assert product == pytest.approx(number(page, "change-gradient"), abs=1e-3)
    changed = number(page, "change-before") - 0.0003 * number(page, "change-gradient")
    assert changed == pytest.approx(number(page, "change-after"), abs=2e-4)
    expect(page.get_by_role("status")).to_contain_text("The loss")


def test_any_pixel_can_be_read_from_the_keyboard(page: Page):
    page.get_by_label("Row").fill("1")
    page.get_by_label("Column").fill("1")
    expect(value(page, "pixel-number")).to_have_text("1")
    expect(value(page, "pixel").last).to_have_text("0")


def test_a_digit_is_drawn_with_the_keyboard_alone(page: Page):
    page.get_by_role("button", name="Clear").click()
    page.locator("#pad").focus()
    for key, times in (("ArrowUp", 8), ("Space", 1), ("ArrowDown", 17), ("Space", 1)):
        for _ in range(times):
            page.keyboard.press(key)
    expect_all(page, 1)


def test_the_maps_of_the_convolutional_network_are_painted(page: Page):
    canvases = page.locator(".map-layers canvas")
    assert canvases.count() >= 3
    for canvas in canvases.all():
        colours = canvas.evaluate(
            """canvas => new Set(canvas.getContext("2d")
                .getImageData(0, 0, canvas.width, canvas.height).data).size"""
        )
        assert colours > 10


def test_the_curves_of_the_training_are_drawn_and_listed(page: Page):
    expect(page.locator(".chart polyline")).to_have_count(4)
    page.get_by_text("The curves as a table").click()
    epochs = page.locator(".course tbody tr").count()
    expect(page.locator("#training")).to_contain_text(f"of {epochs} epochs")


def test_a_service_that_is_away_is_told(page: Page, witness: Witness):
    page.route("**/v1/explain*", lambda route: route.abort())
    page.get_by_role("button", name="Draw a sample six").click()
    expect(page.locator(".said-text")).to_contain_text("cannot be reached")
    witness.complaints.clear()


def test_a_service_that_is_back_is_asked_again(page: Page, witness: Witness):
    page.context.set_offline(True)
    page.get_by_role("button", name="Draw a sample six").click()
    expect(page.locator(".said-text")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    expect_all(page, 6)
    witness.complaints.clear()


def test_without_javascript_the_text_and_the_formulas_are_there(opened: Callable[..., Page]):
    page = opened(PATH, java_script_enabled=False)
    expect(page.locator("#softmax math").first).to_be_visible()
    expect(page.locator("math.live").first).to_be_hidden()
    expect(page.get_by_text("The numbers need JavaScript")).to_be_visible()


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_sticks_out_at_any_width(opened: Callable[..., Page], width: int):
    page = opened(PATH, viewport={"width": width, "height": 800})
    expect_all(page, 3)
    page.get_by_text("The curves as a table").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    over = page.evaluate(
        "[...document.querySelectorAll('.formula')].map((f) => f.scrollWidth - f.clientWidth)"
    )
    assert max(over) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Callable[..., Page], scheme: str):
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    page = opened(PATH, color_scheme=scheme, reduced_motion="reduce")
    expect_all(page, 3)
    page.get_by_text("The curves as a table").click()
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_nothing_is_asked_of_another_origin(page: Page, service: str, witness: Witness):
    page.wait_for_load_state("networkidle")
    assert witness.origins() == {service}
