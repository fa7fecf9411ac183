"""Makes the README's pictures of the page in docs/: `python -m tests.e2e.readme_picture`."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.pen import draw
from tests.e2e.running import running_browser, running_service
from tests.e2e.showing import expect_digit, expect_state

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Have a digit and a number drawn, wait for their answers, take the pictures."""
    with running_service() as address, running_browser() as browser:
        for name, scheme, show in (("page", "light", _digit), ("number", "dark", _number)):
            page = browser.new_page(
                viewport={"width": 1200, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
            )
            page.goto(address)
            show(page)
            page.mouse.move(0, 0)
            page.screenshot(path=DOCS / f"{name}.png")
            print(f"{name}.png: {(DOCS / f'{name}.png').stat().st_size} bytes")


def _digit(page: Page) -> None:
    for digit in ("three", "seven"):
        page.get_by_role("button", name=f"Draw a sample {digit}").click()
        expect(page.locator(".headline")).to_contain_text(digit)
    expect_digit(page, 7)
    expect(page.locator(".memory")).to_have_count(2)


def _number(page: Page) -> None:
    page.get_by_label("Thin").check()
    for place, digit in enumerate((2, 0, 4, 8)):
        draw(page, digit, height=0.3, at=0.14 + 0.24 * place)
    expect_state(page, "number")


if __name__ == "__main__":
    main()
