"""A page in; out the same page when nothing about to happen could undo what a visitor does next."""

from playwright.sync_api import Page, expect

VISITOR_IS_KNOWN = "document.documentElement.dataset.genrescopeVisitor === 'known'"


def at_rest(page: Page) -> Page:
    """The page, once Python knows who is here and no script runs.

    A page that asked too early who is here runs again, for the one that it was: a file that is dropped in that moment,
    or a link that is clicked, may be forgotten by Streamlit.
    """
    page.wait_for_function(VISITOR_IS_KNOWN)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page
