"""Makes the README's picture of the page: `python -m tests.e2e.readme_picture` writes docs/page.png."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.running import running_browser, running_service

PICTURE = Path(__file__).parents[2] / "docs" / "page.png"


def main() -> None:
    """Have a seven drawn, wait for its answer, take the picture."""
    with running_service() as address, running_browser() as browser:
        page = browser.new_page(
            viewport={"width": 1200, "height": 800}, color_scheme="light", reduced_motion="reduce"
        )
        page.goto(address)
        page.get_by_role("button", name="Draw a sample seven").click()
        expect(page.locator(".glyph")).to_have_text("7")
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURE)
    print(f"{PICTURE.name}: {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
