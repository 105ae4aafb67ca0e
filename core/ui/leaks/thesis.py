"""The dataset in use in, the thesis' table told twice out: what it needs, one button, a picture, a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.explore.background import Background
from core.ui.explore.sources import NumberSource, number_sources, state_of
from core.ui.jobs import board, submit_for_visitor
from core.ui.jobs.inside import watch
from core.ui.leaks.measuring import estimate_words
from core.ui.leaks.thesis_result import thesis_result
from core.ui.markup import banner, heading, show, tag
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.jobs import Job
    from core.ui.leaks.engine import Estimate, ThesisParams

ABOUT = (
    "A bachelor's thesis reports up to 92 % on GTZAN, cut in pieces of 3 s and shuffled. Its models with its settings, "
    "once as it did, and twice with no artist on both sides."
)
NEEDS = (
    "It needs GTZAN twice: a table of 3 s segments of the dataset in use, made here of its recordings or as "
    "features_3_sec.csv (it lies in the GTZAN set on Kaggle), and the public features_30_sec.csv in the folder that "
    "GENRESCOPE_DATA names."
)
BUSY = "The table is being made. When it is done, or was cancelled, another may be."
THERE = "The table of these models was made already: it stands above."
CHANGED = "The tables here have changed since the one above was made."
PIECES, SEGMENT_S = "features_3_sec.csv", 3.0
_forecasts = Background("thesis-forecasts", max_entries=16)
_compared = Background("thesis-compared", max_entries=16)


def thesis(opened: OpenDataset) -> None:
    """The section of the thesis' table."""
    heading("A thesis' table, twice", ABOUT)
    source = pieces_of(opened)
    if source is None:
        banner("note", "It cannot be made of this dataset", NEEDS)
        return
    job, before = _last(source)
    if job is not None and job.state != "done":
        watch(job.id)
    place = st.container()
    params = _ask(source)
    found = _start(opened, source, params, before=before, is_busy=job is not None and not job.is_over)
    if found is not None:
        with place:
            thesis_result(found)


def pieces_of(opened: OpenDataset) -> NumberSource | None:
    """The table of pieces of GTZAN's songs; the published one first, as it covers all of them."""
    if opened.dataset.name != "gtzan":
        return None
    sources = number_sources(opened)
    published = (source for source in sources if source.name == PIECES)
    made = (source for source in sources if source.segment_s == SEGMENT_S)
    return next(published, None) or next(made, None)


def _last(source: NumberSource) -> tuple[Job | None, dict[str, Any] | None]:
    """The visitor's newest table of these pieces: its job, and what it found."""
    owner = visitor_id()
    if owner is None or not board.any_job():
        return None, None
    from core.ui.leaks.engine import last_thesis_table, stored_table

    try:
        last = last_thesis_table(source.source, owner=owner)
    except CoreError:
        return None, None  # the panel meets the same error and tells the visitor
    if last is None:
        return None, None
    job, params = last
    return job, stored_table(params) if job.state == "done" else None


def _ask(source: NumberSource) -> ThesisParams:
    """Which of its models; all of them without a choice."""
    from core.ui.leaks.engine import CLAIMS, ThesisParams

    words = {claim.model: claim.words for claim in CLAIMS}
    with st.expander("Which models", icon=":material/tune:", key="leaks-thesis-models"):
        chosen = st.multiselect(
            "Models of the thesis",
            list(words),
            default=list(words),
            format_func=words.get,
            key="leaks-claims",
            persist_state="session",
            help="Voting, stacking and the dense network take most of the time.",
            placeholder="All of them",
        )
    kept = tuple(model for model in words if model in chosen)
    return ThesisParams(source.source, source.segment_s, models=() if len(kept) == len(words) else kept)


def _start(opened: OpenDataset, source: NumberSource, params: ThesisParams, *, before, is_busy: bool):
    """The button with what it takes; the table that was found with the same wish, else the one of before, or None."""
    from core.ui.leaks.engine import stored_table

    found = stored_table(params)
    shown = found or before
    try:
        has_changed = shown is not None and _has_changed(opened, source, params, shown)
        taken = None if found and not has_changed else _forecast(opened, source, params)
    except CoreError as error:
        banner("note", "It cannot be made of this dataset", as_sentence(str(error)), NEEDS)
        return shown
    wanted = st.button(
        "Make it again" if found and has_changed else "Make the thesis' table",
        icon=":material/history_edu:",
        key="leaks-thesis-start",
        disabled=is_busy or taken is None,
    )
    about = CHANGED if has_changed else THERE if found else ""
    taking = "" if taken is None else estimate_words(*taken)
    if words := BUSY if is_busy else f"{about} {taking}".strip():
        show(tag("p", words, cls="gs-muted", role="status"))
    if wanted and _submit(opened, params):
        st.rerun()
    return shown


def _has_changed(opened: OpenDataset, source: NumberSource, params: ThesisParams, found: dict[str, Any]) -> bool:
    """Whether the tables are others by now than those of a table that was made; False while they are read."""
    from core.ui.leaks.engine import is_of_now

    key = (state_of(source, opened), *found["data"].values())
    words = "Reading both tables, to say whether they have changed."
    return _compared.get(key, lambda: is_of_now(found, params), words, heights_px=()) is False


def _forecast(opened: OpenDataset, source: NumberSource, params: ThesisParams) -> tuple[Estimate, int] | None:
    from core.ui.leaks.engine import forecast_thesis, n_workers

    workers = n_workers()
    taken = _forecasts.get(
        (state_of(source, opened), params, workers),
        lambda: forecast_thesis(params, n_workers=workers),
        "Cutting both tables, to say how long it takes.",
        heights_px=(),
    )
    return None if taken is None else (taken, workers)


def _submit(opened: OpenDataset, params: ThesisParams) -> bool:
    from core.ui.leaks.engine import THESIS_KIND, thesis_table

    title = f"The thesis' table on {opened.title}"
    return submit_for_visitor(thesis_table, params, kind=THESIS_KIND, title=title) is not None
