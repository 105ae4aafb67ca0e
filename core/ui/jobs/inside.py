"""A job's id in, how far it is shown inside a page out; when it is over the page is run again, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.ui.jobs import board
from core.ui.jobs.card import show_card
from core.ui.jobs.panel import BUSY_S

if TYPE_CHECKING:
    from core.jobs import Job


def watch(job_id: str) -> Job | None:
    """Show a job until it is done, and return it as it is now; None when it was dismissed.

    While it goes on, a fragment of its own looks after it, and runs the whole page again when it is over, so that its
    results appear. One that failed, was cancelled or got lost stays, with what can be done.
    """
    job = _found(job_id)
    if job is None or job.state == "done":
        return job
    if job.is_over:
        show_card(job, place="page")
    else:
        _watch_often(job_id)
    return job


@st.fragment(run_every=BUSY_S)
def _watch_often(job_id: str) -> None:
    job = _found(job_id)
    if job is None or job.is_over:
        st.rerun()
    show_card(job, place="page")


def _found(job_id: str) -> Job | None:
    try:
        return board.engine().get_job(job_id)
    except CoreError:
        return None
