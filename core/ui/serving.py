"""The server's start and end: a browser opens, and workers get ready before the first visitor has work for them.

`streamlit run app.py` runs nothing of ours until somebody opens a page. But it finds the ``App`` in app.py, which it
then serves in place of the script, and whose lifespan this is.
"""

from __future__ import annotations

import asyncio
import importlib
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit.cli_util import open_browser
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server.server_util import get_display_address, get_url

from core.errors import CoreError

BROWSER_S = 0.5  # until the server answers, which begins to listen after this
SETTLE_S = 4.0  # a browser that opens by itself has got its first page by then
RENEW_S = 60.0  # how often, at most, a page has the workers looked after
# What the first maps need and is slow to import.
ENGINES = ("core.ui.explore.engine", "core.ui.explore.map_engine", "sklearn.neighbors")
_looked = -RENEW_S


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """What happens besides answering, from the server's start to its end."""
    # app.py names the pages. Streamlit knows so only once it has run: till then it would run the files in pages/ by
    # itself, and what the first visitor chooses there would belong to other widgets than those of the next run.
    PagesManager.uses_pages_directory = False
    if not st.get_option("server.headless"):
        # Streamlit does so itself, but not for an App.
        url = get_url(get_display_address(st.get_option("server.address") or "localhost"))
        asyncio.get_running_loop().call_later(BROWSER_S, open_browser, url)
    threading.Thread(target=_make_ready, name="makes ready", daemon=True).start()
    yield
    await asyncio.to_thread(_rest)


def keep_ready() -> None:
    """Have the workers started again, in the background, should they have ended for want of work.

    A page calls this at which visitors will soon ask for work that they wait for.
    """
    global _looked
    now = time.monotonic()
    if now - _looked > RENEW_S:
        _looked = now
        threading.Thread(target=_start_workers, name="keeps ready", daemon=True).start()


def _make_ready() -> None:
    time.sleep(SETTLE_S)
    if _start_workers():
        for engine in ENGINES:
            importlib.import_module(engine)


def _start_workers() -> bool:
    """Whether there shall be workers before there is work."""
    from core import jobs  # late: a first page may do without

    try:
        if jobs.warms_up():
            jobs.get_ready()
    except CoreError:
        pass  # whoever asks for work next is told
    return jobs.warms_up()


def _rest() -> None:
    """End the workers that were started before there was work, if there still is none."""
    from core import jobs

    try:
        if jobs.warms_up():
            jobs.rest()
    except CoreError:
        pass  # they end by themselves after a while
