"""A browser in, people who look at an app out: each finds the browser as on its first day, but for the app's scripts.

A context of Playwright's begins with nothing, and pays for it: it fetches and compiles two megabytes of scripts before
its first page is there. So whoever comes next takes over the context of somebody who has gone, emptied.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page


class Visitors:
    """The contexts of one browser, in use or waiting for who comes next."""

    def __init__(self, browser: Browser):
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = defaultdict(list)

    def come(self, url: str, on_page: Callable[[Page], object], **options: Any) -> tuple[Page, Callable[[], None]]:
        """An empty page of a visitor whom nobody knows, and the call that sends the visitor away.

        ``on_page`` is told each page of this visitor, ``options`` are what Playwright's ``new_context`` takes.
        """
        free = self._free[json.dumps([url, options], sort_keys=True)]
        context = free.pop() if free else self._browser.new_context(**options)
        context.on("page", on_page)
        page = context.new_page()
        _empty(page, url)

        def go() -> None:
            context.remove_listener("page", on_page)
            for open_page in context.pages:
                open_page.close()
            free.append(context)

        return page, go


def _empty(page: Page, url: str) -> None:
    """Nothing is kept of who was here before: no storage, no cookies. Scripts are, as they are nobody's."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
    session.detach()
