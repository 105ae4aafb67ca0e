"""A function and its parameters in, a job of this visitor out; what stands in the way is told on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.jobs import board
from core.ui.markup import banner
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jobs import Job


def submit_for_visitor(function: Callable[..., dict], params: Any, *, kind: str, title: str) -> Job | None:
    """Start a job that belongs to this visitor; None when it cannot be started, and then the page says why.

    ``function`` and ``params`` are as `core.jobs.submit` takes them. The panel shows the job at its next look; a page
    that keeps the job's id and runs again shows it at once, by `watch`.
    """
    owner = visitor_id()
    if owner is None:
        banner(
            "note",
            "Your browser has not said yet whose job this is",
            "Try again in a moment; if it stays so, allow this site to run scripts.",
        )
        return None
    try:
        with st.spinner("Starting the job"):
            return board.engine().submit(function, params, owner=owner, kind=kind, title=title)
    except CoreError as error:
        banner("error", "The job cannot start", as_sentence(str(error)))
        return None
