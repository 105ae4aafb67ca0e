"""A page in; out when it has come to rest and nothing on it is wider than its window."""

from playwright.sync_api import Page

from tests.browser.resting import at_rest

NOTHING_SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .every(part => part.scrollWidth <= part.clientWidth)"""


def expect_to_fit(page: Page) -> None:
    """Nothing scrolls sideways; what is being drawn may stick out for a moment."""
    at_rest(page).wait_for_function(NOTHING_SIDEWAYS)
