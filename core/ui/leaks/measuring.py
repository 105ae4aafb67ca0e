"""What the visitor wants to measure in, the job that measures it out: what it takes, one click, and how far it is."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.explore.background import Background
from core.ui.explore.sources import number_sources, state_of
from core.ui.jobs import board, submit_for_visitor, watch
from core.ui.jobs.words import duration_words
from core.ui.markup import banner, heading, show, tag
from core.ui.train.starting import LONG_S, STAYS
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.jobs import Job
    from core.ui.leaks.choosing import Wish
    from core.ui.leaks.engine import Estimate, Leakage
    from core.ui.train.material import Material

NONE_PX = ()
WAIT = "One measurement of this dataset is going on. When it has ended, or was cancelled, the next may start."
THERE = "This was measured already: it stands above."
GOES_ON = "It goes on when you close this page; the bars will be here."
ENDED_EARLY = "Nothing is lost: what was ready is kept, and starting again does only what is missing."
_forecasts = Background("leak-forecasts", max_entries=64)
# Two clicks in one moment, or in two tabs, are one wish.
_one_at_a_time = Lock()


def last_job(opened: OpenDataset) -> Job | None:
    """The visitor's newest measurement of a dataset, in whatever state it is."""
    owner = visitor_id()
    if owner is None or not board.any_job():
        return None
    from core.ui.leaks.engine import last_measurement

    try:
        return last_measurement({source.source for source in number_sources(opened)} | {opened.id}, owner=owner)
    except CoreError:
        return None  # the panel meets the same error and tells the visitor


def follow(job: Job) -> None:
    """Show a measurement that goes on, or that did not end well."""
    heading("Your measurement" if job.is_over else "Measuring now", ENDED_EARLY if job.is_over else GOES_ON)
    watch(job.id)


def found_by(job: Job | None) -> Leakage | None:
    """What a measurement that is done has found; None where there is none, or its result was deleted since."""
    from core.ui.leaks.engine import read_leakage

    if job is None or job.state != "done":
        return None
    return read_leakage(str((job.result or {}).get("key", "")))


def start(material: Material, wish: Wish, *, found: Leakage | None, job: Job | None) -> None:
    """Show what a measurement takes, and the button that starts it; ``found`` is what is known of the wish already."""
    busy = job is not None and not job.is_over
    taken = None
    if not (wish.problem or found):
        try:
            taken = _forecast(material, wish)
        except CoreError as error:
            banner("error", "This cannot be measured", as_sentence(str(error)))
            return
    wanted = st.button(
        "Measure the leak",
        icon=":material/water_drop:",
        type="primary",
        key="leaks-start",
        width="stretch",
        disabled=busy or taken is None,
    )
    if words := WAIT if busy else THERE if found else "" if taken is None else estimate_words(*taken):
        show(tag("p", words, cls="gs-muted", role="status"))
    if wanted and _submit(material, wish):
        st.rerun()


def estimate_words(taken: Estimate, n_workers: int) -> str:
    """How long it takes, as far as anybody can say before it begins."""
    cores = f"{n_workers} core{'s' * (n_workers != 1)}"
    tuned = f", {taken.n_search:,} of them to tune" if taken.n_search else ""
    about = f"About {duration_words(taken.seconds)} on this machine: {taken.n_fits:,} fits{tuned}, on {cores}."
    return f"{about} {STAYS}" if taken.seconds > LONG_S else about


def _forecast(material: Material, wish: Wish) -> tuple[Estimate, int] | None:
    """What it takes, and how many share the work; None while that is worked out."""
    from core.ui.leaks.engine import forecast, n_workers

    workers = n_workers()
    key = (state_of(material.source, material.opened), wish.config.to_json(), workers)
    taken = _forecasts.get(
        key,
        lambda: forecast(material.table, wish.config, n_workers=workers),
        "Cutting the tracks, to say how long it takes.",
        heights_px=NONE_PX,
    )
    return None if taken is None else (taken, workers)


def _submit(material: Material, wish: Wish) -> bool:
    """Whether a measurement of this dataset is going on now; else the page says why not."""
    from core.ui.leaks.engine import KIND, MODELS, LeakageParams, measure_leakage

    params = LeakageParams(material.source.source, wish.config.to_json(), material.source.segment_s)
    title = f"Leaks of {MODELS[wish.config.model].title} on {material.opened.title}"
    with _one_at_a_time:
        job = last_job(material.opened)
        if job is not None and not job.is_over:
            return True
        return submit_for_visitor(measure_leakage, params, kind=KIND, title=title) is not None
