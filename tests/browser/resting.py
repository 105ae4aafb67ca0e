"""A page in; out the same page when nothing about to happen could undo what a visitor does next."""

from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Locator, Page, TimeoutError

ACTS, ACT_MS = 8, 10_000
Found = TypeVar("Found")

# Asked at every picture: a page whose jobs are looked at each second rests for moments only, and a look each second
# may miss all of them.
AT_REST = """() => document.documentElement.dataset.genrescopeVisitor === 'known'
    && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"""


def at_rest(page: Page) -> Page:
    """The page, once Python knows who is here and no script runs.

    A page that asked too early who is here runs again, for the one that it was: a file that is dropped in that moment,
    or a link that is clicked, may be forgotten by Streamlit.
    """
    page.wait_for_function(AT_REST)
    return page


def act_until(page: Page, act: Callable[[Page], Found], *, brings: Locator) -> Found:
    """Do something on a page at rest until what it brings is there: what is being drawn hears no hand."""
    for _ in range(ACTS):
        found = act(at_rest(page))
        try:
            brings.wait_for(state="attached", timeout=ACT_MS)
            return found
        except TimeoutError:
            continue
    raise AssertionError(f"the page heard nothing that would have brought {brings}")
