"""A key and slow work in, its result out: worked out by a thread once, while the page stays and says what it does."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from threading import Lock
from typing import TypeVar

import streamlit as st

from core.ui.markup import show, tag
from core.ui.shelf import Shelf

# Most results are there before anybody would read that they are waited for.
PATIENCE_S = 0.4
LOOK_S = 1.0
SKELETON_PX = (320,)

Made = TypeVar("Made")


class Background:
    """Results that threads work out, kept by key; the least recently used leave first."""

    def __init__(self, name: str, *, max_entries: int, max_workers: int = 2):
        self._shelf = Shelf(max_entries)
        self._pool = ThreadPoolExecutor(max_workers=max_workers, thread_name_prefix=name)
        self._under_way: dict[Hashable, Future] = {}
        self._guard = Lock()

    def now(self, key: Hashable, make: Callable[[], Made], *, wait_s: float) -> Made | None:
        """The result if it is there within ``wait_s``; else None, and it is worked out; raises what ``make`` raises."""
        # What is there needs no thread: on a busy machine its turn would come after ``wait_s``, time and again.
        if key in self._shelf:
            return self._shelf.get_or_make(key, make)
        with self._guard:
            future = self._under_way.get(key)
            if future is None:
                future = self._under_way[key] = self._pool.submit(self._shelf.get_or_make, key, make)
        future.add_done_callback(partial(self._made, key))
        if not wait([future], timeout=wait_s).done:
            return None
        self._let_go(key, future)
        return future.result()

    def get(self, key: Hashable, make: Callable[[], Made], words: str, *, heights_px=SKELETON_PX) -> Made | None:
        """The result; while it is worked out, None, and its place says so and runs the page again when it is there."""
        made = self.now(key, make, wait_s=PATIENCE_S)
        if made is None:
            self._wait(key, words, heights_px)
        return made

    def _made(self, key: Hashable, done: Future) -> None:
        if done.exception() is None:  # a failure stays until somebody who asks is told
            self._let_go(key, done)

    def _let_go(self, key: Hashable, done: Future) -> None:
        with self._guard:
            if self._under_way.get(key) is done:
                del self._under_way[key]

    def _is_settled(self, key: Hashable) -> bool:
        with self._guard:
            future = self._under_way.get(key)
        return future is None or future.done()

    def _wait(self, key: Hashable, words: str, heights_px: tuple[int, ...]) -> None:
        @st.fragment(run_every=LOOK_S)
        def look() -> None:
            if self._is_settled(key):
                st.rerun()  # the page gets the result, or the error that it tells
            show(tag("p", words, cls="gs-muted", role="status"))
            for height_px in heights_px:
                st.skeleton(height=height_px)

        look()
