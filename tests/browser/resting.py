"""A page in; out the same page when nothing about to happen could undo what a visitor does next."""

from playwright.sync_api import Page

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
