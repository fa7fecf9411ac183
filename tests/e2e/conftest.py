"""A real service and a real browser: Chromium driven by Playwright, listening to all that the page does."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.running import CHROMIUM, running_browser, running_service

OWN = ("/", "/how-it-works")  # pages that tell by a class when their scripts are at work
HOW = "needs Chromium: apt-get update && apt-get install -y chromium"


@dataclass
class Witness:
    """What the page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Note every request, console error and uncaught error of every page; CSP violations are errors."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        context.on("weberror", lambda failed: self.complaints.append(str(failed.error)))

    def origins(self) -> set[str]:
        """Where the requests went, but for pictures that are part of an address."""
        return {
            f"{scheme}://{place}"
            for scheme, place, *_ in map(urlsplit, self.requests)
            if scheme not in {"data", "blob"}
        }


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of a running service with the bundled model, `http://127.0.0.1:port`."""
    with running_service() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or the way to get it."""
    if not Path(CHROMIUM).exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    with running_browser() as running:
        yield running


@pytest.fixture
def witness() -> Witness:
    """Hears what the pages of this test do."""
    return Witness()


@pytest.fixture
def opened(browser: Browser, service: str, witness: Witness) -> Iterator[Callable[..., Page]]:
    """Opens the page in a context of its own, its scripts at work: `opened(path, **context options)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "/", **options: object) -> Page:
        context = browser.new_context(base_url=service, **options)
        contexts.append(context)
        witness.listen(context)
        page = context.new_page()
        page.goto(path)
        if options.get("java_script_enabled", True) and path in OWN:
            page.locator("html.scripting").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    """The first page, as a desktop shows it."""
    return opened()


@pytest.fixture
def no_complaints(witness: Witness) -> Iterator[None]:
    """No error on the console, no breach of the content security policy."""
    yield
    assert witness.complaints == []


@pytest.fixture
def refusal(witness: Witness, no_complaints: None) -> Iterator[None]:
    """For tests in which a request fails on purpose, which Chromium notes on the console by itself."""
    yield
    witness.complaints = [
        said for said in witness.complaints if not said.startswith("Failed to load resource")
    ]
