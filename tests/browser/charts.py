"""A chart on a page at rest in; out when a point of it was clicked, and the click was heard."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.resting import act_until


def found(page: Page, script: str, arg: Any = None) -> Any:
    """What a script finds on the page, as soon as it finds something; in one look, so that nothing changes between."""
    return page.wait_for_function(script, arg=arg).json_value()


def hover_until(chart: Locator, position: dict[str, float], *, shows: Locator) -> None:
    """Point at a place of a chart until what it tells is there: one that is drawn again forgets the pointer."""

    def point(page: Page) -> None:
        page.mouse.move(0, 0)
        chart.hover(position=position)

    act_until(chart.page, point, brings=shows)


def click_place(page: Page, script: str, arg: Any = None, *, brings: Locator) -> Any:
    """Click the ``x`` and ``y`` that a script finds until what it brings is there; what else the script tells of it.

    A chart that is still being drawn hears no click, and one that moves hears it elsewhere.
    """

    def click(page: Page) -> Any:
        place = found(page, script, arg)
        page.mouse.move(place["x"] - 2, place["y"])
        page.mouse.move(place["x"], place["y"])
        page.mouse.click(place["x"], place["y"])
        return place

    return act_until(page, click, brings=brings)
