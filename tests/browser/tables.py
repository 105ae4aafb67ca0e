"""A table of tracks or songs in; out when one of its rows was clicked, and heard the click."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.resting import act_until

# The table is a canvas with rows of 35 px, and the first is its head; a visitor clicks on a name or a number.
ROW_PX = 35
FROM_LEFT_PX = 100


def click_row(table: Locator, row: int, *, brings: Locator) -> None:
    """Click a row, counted from 1, until what it brings is there: a table that is being drawn hears no click."""
    place = {"x": FROM_LEFT_PX, "y": ROW_PX * row + ROW_PX // 2}
    expect(table.locator("canvas [role=gridcell]").first).to_be_attached()

    def click(page: Page) -> None:
        page.mouse.move(0, 0)
        table.hover(position=place)  # as every hand does on its way
        table.click(position=place)

    act_until(table.page, click, brings=brings)
