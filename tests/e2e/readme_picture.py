"""Makes the README's pictures, which lie in docs/: `python -m tests.e2e.readme_picture`."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.running import running_browser, running_service

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Have a seven drawn on either page, wait for its answer, take the picture."""
    with running_service() as address, running_browser() as browser:
        page = browser.new_page(
            viewport={"width": 1200, "height": 800}, color_scheme="light", reduced_motion="reduce"
        )
        page.goto(address)
        page.get_by_role("button", name="Draw a sample seven").click()
        expect(page.locator(".glyph")).to_have_text("7")
        take(page, "page.png")
        page.goto(f"{address}/how-it-works")
        page.get_by_role("button", name="Draw a sample seven").click()
        expect(page.locator("[data-value=cnn-answer]")).to_contain_text("7 (")
        page.locator("#evidence").evaluate("chapter => chapter.scrollIntoView()")
        take(page, "how-it-works.png")


def take(page: Page, name: str) -> None:
    """Take the picture of what is in sight."""
    page.mouse.move(0, 0)
    page.screenshot(path=DOCS / name)
    print(f"{name}: {(DOCS / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
