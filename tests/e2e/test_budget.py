"""How much the first view asks for, and how soon it is there: a budget."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.showing import expect_state

pytestmark = pytest.mark.e2e

BYTES = 150_000  # headers included
REQUESTS = 60
SECONDS = 3  # to the first picture of the page, on a machine that may be busy; 0.2 s on a quiet one


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_first_view_keeps_to_its_budget(opened: Callable[..., Page], service: str, locale: str):
    page = opened("about:blank", locale=locale)
    seen = listening(page)
    page.goto(service)
    expect_state(page, "waiting")
    expect(page.locator(".model-summary")).to_contain_text("%")
    sizes = {response.url: response.request.sizes() for response in seen}
    paths = {urlsplit(address).path for address in sizes}
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values()) < BYTES
    assert len(sizes) <= REQUESTS
    assert not {"/network.bin", "/js/pile.js", "/js/camera.js"} & paths
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < SECONDS * 1000


def test_the_next_view_is_hardly_sent_again(opened: Callable[..., Page], service: str):
    page = opened()
    expect_state(page, "waiting")
    seen = listening(page)
    page.reload()
    expect_state(page, "waiting")
    assert sum(response.request.sizes()["responseBodySize"] for response in seen) < BYTES / 10


def listening(page: Page) -> list[Response]:
    """Every response that the page gets from now on."""
    seen: list[Response] = []

    def hear(response: Response) -> None:
        seen.append(response)

    page.on("response", hear)
    return seen
