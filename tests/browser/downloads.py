"""A button that offers a file in; out the file, once it has come whole."""

from playwright.sync_api import Download, Locator, TimeoutError

from tests.browser.resting import at_rest

PRESSES, PRESS_MS = 6, 20_000


def fetch_file(button: Locator) -> Download:
    """Press until the file is there: a page that is drawn again hears no press, and offers its files anew."""
    page = button.page
    for _ in range(PRESSES):
        at_rest(page)
        try:
            with page.expect_download(timeout=PRESS_MS) as found:
                button.click()
        except TimeoutError:
            continue
        if found.value.failure() is None:  # waits for its end
            return found.value
    raise AssertionError(f"no press on {button} brought a file")
