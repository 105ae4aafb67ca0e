"""What a page wants done in, the visitor's job for it out; found again after the tab was closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.errors import CoreError
from core.ui import job_state
from core.ui.jobs import submit_for_visitor, watch
from core.ui.jobs.board import jobs_of
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jobs import Job


def start(function: Callable[..., dict], params: Any, *, kind: str, title: str, purpose: str) -> bool:
    """Start a job and say whether it has begun, to be looked after in the next run; else the page says why not."""
    job = submit_for_visitor(function, params, kind=kind, title=title)
    if job is not None:
        job_state.note_page_job(purpose, job.id)
    return job is not None


def look_after(purpose: str, *, kind: str, title: str = "") -> Job | None:
    """Show the job that was started for this purpose, until it is done or dismissed.

    Parameters
    ----------
    kind, title : of a job that may go on since before the tab was closed; without a title, any of its kind

    Returns
    -------
    The job as it is now; when it is done, it is returned once and not shown. None where there is none.
    """
    job_id = job_state.page_job(purpose) or _ongoing(kind, title)
    if job_id is None:
        return None
    job = watch(job_id)
    is_seen_to = job is None or job.state == "done"
    job_state.note_page_job(purpose, None if is_seen_to else job_id)
    return job


def _ongoing(kind: str, title: str) -> str | None:
    try:
        jobs = jobs_of(visitor_id() or "") or []
    except CoreError:
        return None  # the panel meets the same error and tells the visitor
    wanted = " ".join(title.split())
    fitting = (job for job in jobs if job.kind == kind and not job.is_over and (not title or job.title == wanted))
    return next((job.id for job in fitting), None)
