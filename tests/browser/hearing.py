"""A page whose song was told to play in; out when its sound has come so far."""

from playwright.sync_api import Page


def wait_until_heard(page: Page, *, beyond_s: float = 0.2) -> None:
    """Wait until the playing position is beyond so many seconds; while a page is drawn again it has no sound."""
    page.wait_for_function(f"(document.querySelector('audio') ?? {{}}).currentTime > {beyond_s}")
