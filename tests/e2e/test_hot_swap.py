"""A model that takes over while the page is open is seen there, without a reload."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pen import draw
from tests.e2e.running import running_service
from tests.e2e.showing import CONTROLLED, expect_digit

pytestmark = pytest.mark.e2e

KEPT = """async () => {
  const file = await (await caches.match("network.bin")).arrayBuffer();
  const length = new DataView(file).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, length))).version;
}"""
KEPT_SOON = f"""async (wanted) => {{
  for (let tries = 0; tries < 100; tries++) {{
    if ((await ({KEPT})()) === wanted) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }}
  return false;
}}"""
BUNDLED = Path(__file__).parents[2] / "service" / "bundled"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with the bundled versions in it, the one that is not served there promoted."""
    shutil.copytree(BUNDLED / "versions", tmp_path / "versions")
    serving = (BUNDLED / "CURRENT").read_text().strip()
    (other,) = sorted({path.name for path in (tmp_path / "versions").iterdir()} - {serving})[-1:]
    (tmp_path / "CURRENT").write_text(f"{other}\n")
    return tmp_path


@pytest.fixture
def swapping(store: Path, browser: Browser) -> Iterator[Page]:
    """The page of a service that serves from the store."""
    with running_service(models=str(store), poll_seconds="0.2") as address:
        page = browser.new_page(base_url=address)
        page.goto("/")
        yield page
        page.context.close()


def test_another_model_is_seen_by_a_page_that_nobody_touches(swapping: Page, store: Path):
    corner = swapping.locator(".model")
    corner.locator("summary").click()
    expect(corner.locator("dl")).to_contain_text((store / "CURRENT").read_text().strip())
    before = corner.locator(".model-summary").inner_text()
    promote(store, (BUNDLED / "CURRENT").read_text().strip())
    expect(corner.locator("dl")).to_contain_text((BUNDLED / "CURRENT").read_text().strip(), timeout=15_000)
    expect(corner.locator(".model-summary")).not_to_have_text(before)
    expect(swapping.get_by_role("status")).to_contain_text("Another model answers now")
    draw(swapping, 3)
    expect_digit(swapping, 3)


def test_the_network_that_reads_without_a_connection_is_swapped_too(swapping: Page, store: Path):
    swapping.evaluate(CONTROLLED)
    following = (BUNDLED / "CURRENT").read_text().strip()
    assert kept_version(swapping) != following
    promote(store, following)
    expect(swapping.get_by_role("status")).to_contain_text("Another model answers now", timeout=15_000)
    assert swapping.evaluate(KEPT_SOON, following)


def kept_version(page: Page) -> str:
    return str(page.evaluate(KEPT))


def test_each_suite_of_the_manifest_stands_in_the_corner(opened: Callable[..., Page]):
    page = opened()
    page.locator(".model summary").click()
    measured = page.request.get("/v1/model").json()["metrics"]
    assert measured
    expect(page.locator(".model dt")).to_have_count(6 + len(measured))
    expect(page.locator(".model dl")).to_contain_text(f"{measured['mnist_test']:.2%}")


def promote(store: Path, version: str) -> None:
    following = store / "following"
    following.write_text(f"{version}\n")
    following.replace(store / "CURRENT")
