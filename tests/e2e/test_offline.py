"""Without a connection: the page is there, and a drawing is read by the same network on this device."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect

from service.vision import Box
from service.vision.abreast import may_be_several
from tests.e2e.pen import draw
from tests.e2e.showing import CONTROLLED, choose, expect_digit, expect_state
from tests.pictures import draw_digit, png

pytestmark = pytest.mark.e2e

AGREEMENT = 0.995
DIGITS = 400  # of MNIST's test digits, evenly spread; of all 10,000, 9,999 were read alike (2026-11-23)
DRAWINGS = 100
LOADED = 1_500_000  # bytes: networks, and the scripts that read with them
OFFLINE = Path(__file__).parents[2] / "frontend" / "js" / "offline"
AT_ONCE = 100
HOW = "needs MNIST: name a copy of mnist.npz in DIGITS_MNIST (`make mnist` fetches one)"
READ = """async (files) => {
  const { readDrawing } = await import(new URL("js/offline/reader.js", location.href));
  const answers = [];
  for (const file of files) {
    const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
    const { recognition } = await readDrawing(new Blob([bytes]));
    answers.push([recognition.verdict, recognition.digit]);
  }
  return answers;
}"""

SEVERAL = """async (pages) => {
  const { mayBeSeveral } = await import(new URL("js/offline/pieces.js", location.href));
  return pages.map((boxes) => mayBeSeveral(boxes.map(([x, y, width, height]) => ({ x, y, width, height }))));
}"""


@pytest.fixture
def kept(opened: Callable[..., Page]) -> Page:
    """The page after the browser has kept all that it needs."""
    page = opened()
    page.evaluate(CONTROLLED)
    return page


def test_the_page_opens_and_reads_a_drawing_without_a_connection(kept: Page):
    kept.context.set_offline(True)
    kept.reload()
    draw(kept, 3)
    expect_digit(kept, 3)
    expect(kept.locator(".confidence")).to_contain_text("read on this device")
    expect(kept.locator(".seen img")).to_be_visible()
    expect(kept.locator(".found")).to_be_visible()
    expect(kept.locator(".model-summary")).to_contain_text("%")


def test_a_number_is_read_and_a_blank_answer_is_given_without_a_connection(kept: Page):
    kept.context.set_offline(True)
    draw(kept, 2, height=0.4, at=0.25)
    draw(kept, 3, height=0.4, at=0.75)
    expect(kept.locator(".chip")).to_have_text(["2", "3"])
    expect(kept.locator(".reference")).to_have_text("read on this device")


def test_a_picture_waits_for_the_connection_and_is_told_to(kept: Page):
    kept.context.set_offline(True)
    choose(kept, png())
    expect(kept.locator(".headline")).to_have_text("This picture needs the service.")
    expect(kept.locator(".hint")).to_contain_text("what you draw")
    kept.context.set_offline(False)
    expect_digit(kept, 7)


def test_what_was_read_here_is_asked_again_when_the_service_is_back(kept: Page):
    kept.context.set_offline(True)
    draw(kept, 3)
    expect(kept.locator(".confidence")).to_contain_text("read on this device")
    kept.context.set_offline(False)
    expect(kept.locator(".confidence")).not_to_contain_text("read on this device")
    expect_digit(kept, 3)


def test_a_device_without_the_network_says_so(page: Page):
    page.route("**/network.bin", lambda route: route.abort())
    page.route("**/v1/predict", lambda route: route.abort())
    draw(page, 3)
    expect_state(page, "problem")
    expect(page.locator(".headline")).to_have_text("Not without the service.")


def test_a_device_that_cannot_run_the_network_says_so(page: Page):
    page.route("**/network.bin", lambda route: route.fulfill(body=b"no network"))
    page.route("**/v1/predict", lambda route: route.abort())
    draw(page, 3)
    expect(page.locator(".headline")).to_have_text("Not without the service.")


BUSY = {"title": "No", "status": 429, "detail": "Wait.", "type": "about:blank", "instance": "/v1/predict"}


def test_what_a_busy_service_has_no_time_for_is_drawn_and_read_here(kept: Page):
    kept.route("**/v1/predict", lambda route: route.fulfill(status=429, json=BUSY))
    draw(kept, 3)
    expect_digit(kept, 3)
    expect(kept.locator(".confidence")).to_contain_text("read on this device")
    choose(kept, png())
    expect_state(kept, "problem")
    expect(kept.get_by_role("button", name="Try again")).to_be_visible()


def test_a_busy_service_is_told_of_where_this_device_cannot_read(page: Page):
    page.route("**/network.bin", lambda route: route.abort())
    page.route("**/v1/predict", lambda route: route.fulfill(status=429, json=BUSY))
    draw(page, 3)
    expect(page.locator(".headline")).to_have_text("No")


def test_the_network_is_sent_again_only_when_it_is_another_one(service: str):
    first = httpx.get(f"{service}/network.bin")
    again = httpx.get(f"{service}/network.bin", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_reads_without_a_connection_is_loaded_soon(service: str):
    scripts = [f"js/offline/{path.name}" for path in OFFLINE.glob("*.js")]
    assert len(scripts) > 10
    with httpx.Client(base_url=service) as client:
        loaded = sum(loaded_bytes(client, path) for path in ("network.bin", *scripts))
    assert loaded < LOADED


def loaded_bytes(client: httpx.Client, path: str) -> int:
    """What goes over the line for a file."""
    with client.stream("GET", path) as answer:
        return sum(map(len, answer.iter_raw()))


def test_the_page_can_be_installed(kept: Page):
    told = kept.context.new_cdp_session(kept).send("Page.getInstallabilityErrors")
    hindrances = {each["errorId"] for each in told["installabilityErrors"]}
    assert hindrances <= {"in-incognito"}  # which every test is


def test_the_device_agrees_with_the_service_on_mnist(page: Page, service: str):
    place = os.environ.get("DIGITS_MNIST", "")
    if not Path(place).is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    digits = np.load(place)["x_test"]
    assert agreement(page, service, [255 - digit for digit in digits[:: len(digits) // DIGITS]]) >= AGREEMENT


def test_the_device_agrees_with_the_service_on_drawings(page: Page, service: str):
    chance = np.random.default_rng(1)
    assert agreement(page, service, [a_drawing(chance) for _ in range(DRAWINGS)]) >= AGREEMENT


def test_the_device_tells_as_the_service_does_whether_marks_stand_side_by_side(page: Page):
    chance = np.random.default_rng(2)
    pages = [chance.integers(1, 60, (count, 4)).tolist() for count in chance.integers(1, 5, 2000)]
    told = page.evaluate(SEVERAL, pages)
    assert told == [may_be_several([Box(*box) for box in boxes]) for boxes in pages]
    assert 400 < sum(told) < 1600


def a_drawing(chance: np.random.Generator) -> NDArray[np.uint8]:
    """A digit of some size, drawn somewhere near the middle of the pad with some pen."""
    pad = Image.new("L", (280, 280), 255)
    centre = (140 + chance.uniform(-30, 30), 140 + chance.uniform(-20, 20))
    height = chance.uniform(70, 220)
    draw_digit(
        pad, int(chance.integers(10)), centre=centre, height=height, pen=int(chance.integers(8, 30)), ink=0
    )
    return np.asarray(pad)


def agreement(page: Page, service: str, pictures: list[NDArray[np.uint8]]) -> float:
    """The share of pictures that device and service read alike: the verdict and the digit."""
    alike = []
    for start in range(0, len(pictures), AT_ONCE):
        files = [png(picture) for picture in pictures[start : start + AT_ONCE]]
        here = page.evaluate(READ, [base64.b64encode(file).decode() for file in files])
        posted = [("files", ("a.png", file, "image/png")) for file in files]
        items = httpx.post(f"{service}/v1/predict/batch", files=posted, timeout=60).json()["results"]
        there = [[item["result"]["verdict"], item["result"]["digit"]] for item in items]
        alike += [a == b for a, b in zip(here, there, strict=True)]
    return sum(alike) / len(alike)
