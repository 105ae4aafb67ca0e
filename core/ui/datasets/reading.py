"""A dataset in use in, its contents out; a folder that takes long is read in the background while the page stays."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.datasets.contents import Contents, contents_of
from core.ui.markup import banner, show, tag

if TYPE_CHECKING:
    from core.data.opened import OpenDataset

# A folder of a thousand files is read in less; who waits longer sees what is waited for.
PATIENCE_S = 1.5
LOOK_S = 1.0
_MAX_KEPT = 8
_kept: dict[str, Contents] = {}
_under_way: dict[str, Future] = {}
_guard = Lock()


def read_contents(opened: OpenDataset) -> Contents | None:
    """What a dataset holds; while that is being found out, or cannot be, the page says so and this is None."""
    try:
        found = contents_now(opened, wait_s=PATIENCE_S)
    except CoreError as error:
        banner("error", f"“{opened.title}” cannot be read", as_sentence(str(error)))
        return None
    if found is None:
        _wait(opened)
    return found


def contents_now(opened: OpenDataset, *, wait_s: float) -> Contents | None:
    """What a dataset holds if that is known within ``wait_s``; else None, and it is found out in the background.

    Raises
    ------
    CoreError
        The dataset cannot be read.
    """
    with _guard:
        future = _under_way.get(opened.id)
        if future is None:
            future = _under_way[opened.id] = _pool().submit(_read, opened)
    future.add_done_callback(lambda done: _read_or_failed(opened.id, done))
    if not wait([future], timeout=wait_s).done:
        return None
    _let_go(opened.id, future)
    return future.result()


def _read(opened: OpenDataset) -> Contents:
    tracks = opened.tracks()
    with _guard:
        kept = _kept.get(opened.id)
    # The tracks are the very same as long as the folder does not change.
    if kept is not None and kept.tracks is tracks:
        return kept
    found = contents_of(opened.dataset, tracks)
    with _guard:
        _kept.pop(opened.id, None)
        _kept[opened.id] = found
        while len(_kept) > _MAX_KEPT:
            _kept.pop(next(iter(_kept)))
    return found


def _read_or_failed(identity: str, done: Future) -> None:
    if done.exception() is None:  # a failure stays until somebody who asks is told
        _let_go(identity, done)


def _let_go(identity: str, done: Future) -> None:
    with _guard:
        if _under_way.get(identity) is done:
            del _under_way[identity]


def _is_settled(identity: str) -> bool:
    with _guard:
        future = _under_way.get(identity)
    return future is None or future.done()


@st.fragment(run_every=LOOK_S)
def _wait(opened: OpenDataset) -> None:
    # Not by asking again: what is kept comes from a thread too, whose turn on a busy machine comes too late every time.
    if _is_settled(opened.id):
        st.rerun()  # the page gets the contents, or the error that it tells
    words = f"Looking through “{opened.title}”: a large folder takes a moment. You may go on to another page meanwhile."
    show(tag("p", words, cls="gs-muted", role="status"))
    for height_px in (280, 120):
        st.skeleton(height=height_px)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="datasets")
