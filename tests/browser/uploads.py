"""Files for the uploader of a page that has come to rest."""

from playwright.sync_api import Page, expect

from tests.browser.resting import at_rest


def drop(page: Page, *files: dict) -> None:
    """Upload files the moment the page asks for them, and what asked before is gone: two stand there for a moment."""
    asking = at_rest(page).get_by_test_id("stFileUploader").locator("input[type=file]")
    expect(asking).to_have_count(1)
    asking.set_input_files(list(files))
