"""axe-core finds nothing in any state of the page, light or dark."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pen import draw
from tests.pictures import blank, png

pytestmark = pytest.mark.e2e

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOW = "needs axe-core: npm ci"

STATES: dict[str, Callable[[Page], None]] = {
    "waiting": lambda page: None,
    "digit": lambda page: draw(page, 3),
    "blank": lambda page: _choose(page, png(blank())),
    "problem": lambda page: _choose(page, b"Dear Sir or Madam"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Callable[..., Page], state: str, scheme: str):
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    page = opened(color_scheme=scheme, reduced_motion="reduce")
    page.locator(".model summary").click()
    STATES[state](page)
    expect(page.locator(".answer")).to_have_attribute("data-state", state)
    page.evaluate(AXE.read_text())  # through the debugger's door: the page's own policy would refuse it
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    told = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    assert told == []


def _choose(page: Page, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": "mine.png", "mimeType": "image/png", "buffer": content})
