"""A menu in; out when one of its options was taken: a page that is drawn meanwhile closes what a hand had opened."""

from playwright.sync_api import Locator, TimeoutError

from tests.browser.resting import at_rest

OPENINGS, OPEN_MS = 8, 10_000


def choose(menu: Locator, option: str, *, at_once: bool = False) -> None:
    """Open a menu until it shows an option of exactly this name, and take that; ``at_once``: of a page at work, too."""
    page = menu.page
    wanted = page.get_by_role("option", name=option, exact=True)
    for opening in range(OPENINGS):
        if opening or not at_once:
            at_rest(page)
        menu.click()
        try:
            wanted.click(timeout=OPEN_MS)
            return
        except TimeoutError:
            page.keyboard.press("Escape")  # the next click opens it, whether it is open by now or not
    raise AssertionError(f"the menu never showed {option!r}")
