"""The wish for an explanation in, what is stored of it out; else its place says how long it takes, or how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import state
from core.ui.explain.words import about_seconds
from core.ui.explore.background import Background
from core.ui.jobs.card import show_card
from core.ui.jobs.panel import BUSY_S
from core.ui.markup import banner, caption, preview
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    from core.ui.explain.engine import ExplainParams, Explanation, Trust
    from core.ui.runs.reading import OpenRun

QUICK_S = 30.0  # what is there sooner begins by itself
WAIT_PX = (320,)
PREVIEW = (
    ("bar_chart", "What it goes by", "Which families of features move its answers most, genre by genre."),
    ("bubble_chart", "Which way, and why this track", "Click a point and hear the track; see what made its answer."),
    ("verified", "How far to trust it", "Four tests of the explanation itself, beside the pictures."),
)
_estimates = Background("explain-estimates", max_entries=128)
_starting = Background("explain-jobs", max_entries=128)
_complete = Shelf(max_entries=12)

Made = tuple["Explanation | None", "Trust | None"]


def explanation_of(run: OpenRun, params: ExplainParams, *, visitor: str) -> Made:
    """The explanation and its tests, as far as they are made; the page says what is done about the rest."""
    try:
        return _made(run, params, visitor)
    except CoreError as error:
        banner("error", "This run cannot be explained", as_sentence(str(error)))
        return None, None


def _made(run: OpenRun, params: ExplainParams, visitor: str) -> Made:
    from core.ui.explain.engine import job_of

    # In this order: a job that is done is forgotten, and what it made is there.
    job, made = job_of(params), stored(params)
    if job is None and not _is_complete(made):
        if not _is_asked_for(run, params, visitor, made):
            return made
        job, made = job_of(params), stored(params)
    if job is not None and not job.is_over:
        _follow(params, _stage(made))
    elif job is not None:
        show_card(job, place=f"page-{params.key[-12:]}")
    elif not _is_complete(made):
        _offer(params, made, "")
    return made


def _is_asked_for(run: OpenRun, params: ExplainParams, visitor: str, made: Made) -> bool:
    """Start what is quick when it is looked at first, and all else on a click; False while nothing was started."""
    from core.ui.explain.engine import ask_for_explanation, estimate_s

    n_asked = state.n_asked(params.key)
    if not n_asked:
        seconds = _estimates.get(
            params.key, lambda: estimate_s(params), "Looking how quickly the model answers.", heights_px=WAIT_PX
        )
        if seconds is None:
            return False
        if seconds > QUICK_S:
            _offer(params, made, about_seconds(seconds))
            return False
    title = f"Explanation of {run.title}"
    # In a tuple: there is no job where it was made meanwhile.
    started = _starting.get(
        (params.key, visitor, n_asked),
        lambda: (ask_for_explanation(params, owner=visitor, title=title),),
        "Starting the work on it.",
        heights_px=WAIT_PX,
    )
    return started is not None


def _offer(params: ExplainParams, made: Made, length: str) -> None:
    """A button that starts it: because it takes long, or because its job was dismissed."""
    if made[0] is None:
        preview(PREVIEW)
    what = "Explain it" if made[0] is None else "Measure how far to trust it"
    st.button(
        f"{what}, {length}" if length else what,
        icon=":material/play_arrow:",
        type="primary",
        key=f"ask-{params.key[-12:]}",
        on_click=state.note_asked,
        args=(params.key,),
    )
    if length:
        caption("It runs as a job: you may leave the page, and find it here when you come back.")


@st.fragment(run_every=BUSY_S)
def _follow(params: ExplainParams, stage: int) -> None:
    """The card of the job; the page runs again when more is there, or the job is over."""
    from core.ui.explain.engine import job_of

    job = job_of(params)
    if job is None or job.is_over or _stage(stored(params)) != stage:
        st.rerun()
    show_card(job, place=f"page-{params.key[-12:]}")


def stored(params: ExplainParams) -> Made:
    """What lies on the disk of a wish; what is complete is read once."""
    from core.ui.explain.engine import find_explanation, find_trust

    if params.key in _complete:
        return _complete.get_or_make(params.key, lambda: (None, None))
    made = find_explanation(params), find_trust(params)
    return _complete.get_or_make(params.key, lambda: made) if _is_complete(made) else made


def _is_complete(made: Made) -> bool:
    return made[0] is not None and made[1] is not None


def _stage(made: Made) -> int:
    """How much of it there is."""
    return (made[0] is not None) + (made[1] is not None)
