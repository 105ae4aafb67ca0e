"""The visitor's wish in, the same done to a job out: cancel, start again, dismiss; a refusal is told on its card."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import CoreError
from core.ui import job_state
from core.ui.jobs import board

if TYPE_CHECKING:
    from core.jobs import Job


def cancel(job_id: str) -> None:
    _try(board.engine().cancel_job, job_id)
    job_state.mark_stopping(job_id)


def start_again(job_id: str) -> None:
    job_state.mark_stopping(job_id, False)
    _try(board.engine().start_again, job_id)


def may_start_again(job: Job) -> bool:
    """Whether a job that did not end well could do better: an upload cannot when its file is gone."""
    if not job.can_start_again:
        return False
    from core.jobs.records import read_request  # slow to import; a job on the page has paid for it

    try:
        staged = read_request(job.folder).params.get("staged")
    except CoreError:
        return True  # broken, or dismissed in another tab since: who tries is told
    return not isinstance(staged, str) or Path(staged).is_file()


def dismiss(job_id: str) -> None:
    _try(board.engine().forget_job, job_id)


def forget_stopped(jobs: list[Job]) -> None:
    """Let go of the wish to stop where it was heard: the job may start again, from another tab too."""
    for job in jobs:
        if job.is_over:
            job_state.mark_stopping(job.id, False)


def is_stopping(job: Job) -> bool:
    """Whether the visitor asked a job to stop that has not stopped yet."""
    return not job.is_over and job_state.is_stopping(job.id)


def _try(act: Callable[[str], object], job_id: str) -> None:
    job_state.tell_job_problem(job_id, "")
    try:
        act(job_id)
    except CoreError as error:
        job_state.tell_job_problem(job_id, str(error))
