"""The visitor in, the visitor's jobs in the sidebar out; the panel looks for itself, the page is not run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui import job_state
from core.ui.jobs import acting, board
from core.ui.jobs.card import show_card
from core.ui.jobs.naming import name_buttons
from core.ui.jobs.speaking import speak
from core.ui.markup import show, tag
from core.ui.visitor import meet_visitor

if TYPE_CHECKING:
    from core.jobs import Job

# How often the panel looks while a job is going on, and while none is: another tab may have begun one.
BUSY_S = 1.0
QUIET_S = 4.0
# The jobs that are shown at once; those that are not over are shown in any case.
N_SHOWN = 3


@st.fragment(run_every=QUIET_S)
def panel() -> None:
    """The visitor's jobs, newest first. While one of them is going on, a quicker fragment inside looks after them."""
    visitor = meet_visitor()
    if visitor is not None:
        (_look_often if board.is_busy(visitor) else _look)(visitor)


def split(jobs: list[Job], *, n_shown: int = N_SHOWN) -> tuple[list[Job], list[Job]]:
    """The jobs to show and those to fold, newest first: what is going on is never folded."""
    n_free = n_shown - sum(not job.is_over for job in jobs)
    over = [job for job in jobs if job.is_over]
    folded = over[max(n_free, 0) :]
    return [job for job in jobs if job not in folded], folded


def _look(visitor: str) -> None:
    try:
        jobs = board.jobs_at_once(visitor)
    except CoreError as error:
        return show(tag("p", as_sentence(str(error)), cls="gs-job-error", role="status"))
    if jobs is None:
        return show(tag("p", "Looking for your jobs\u2026", cls="gs-label gs-job-head"))
    acting.forget_stopped(jobs)
    speak(jobs)
    if jobs:
        show(tag("h2", "Jobs", cls="gs-label gs-job-head"))
        _cards(jobs)
        name_buttons()


_look_often = st.fragment(_look, run_every=BUSY_S)


def _cards(jobs: list[Job]) -> None:
    shown, folded = split(jobs)
    for job in shown:
        show_card(job, place="panel")
    if not folded:
        return
    if job_state.shows_old_jobs():
        for job in folded:
            show_card(job, place="panel")
    label = "Show fewer" if job_state.shows_old_jobs() else f"Show {len(folded)} older"
    st.button(label, key="jobs-fold", type="tertiary", on_click=job_state.toggle_old_jobs)
