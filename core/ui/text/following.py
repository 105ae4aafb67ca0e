"""What a page asked for in, the job that does it out, if it is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import CoreError
from core.ui import job_state
from core.ui.jobs import board

if TYPE_CHECKING:
    from core.jobs import Job


def followed_job(purpose: str) -> str | None:
    """The id of the job that was asked for this; None where there was none, or it was dismissed."""
    job = followed(purpose)
    return None if job is None else job.id


def followed(purpose: str) -> Job | None:
    """The same job as it is now."""
    job_id = job_state.page_job(purpose)
    if job_id is None:
        return None
    try:
        return board.engine().get_job(job_id)
    except CoreError:
        job_state.note_page_job(purpose, None)
        return None
