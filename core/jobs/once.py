"""A wish with a place on the disk in, the one job that fulfils it out: whoever wants the same gets the same job."""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from core.errors import JobError
from core.jobs.job import Job
from core.jobs.looking import get_job
from core.jobs.submitting import forget_job
from core.workspace import check_writable, write_atomic


def ask_once(note: Path, *, is_made: Callable[[], bool], start: Callable[[], Job]) -> Job | None:
    """The job that is under way for a wish, or one that ``start`` submits; None where all of it is made.

    Parameters
    ----------
    note : the file, in the folder of what is wished for, that names the job

    Raises
    ------
    JobError, WorkspaceError
        The job cannot be started.
    """
    check_writable()
    note.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(note.with_suffix(".lock")):
        job = noted_job(note)
        if job is not None and not job.is_over:
            return job
        if is_made():
            return None
        job = start()
        write_atomic(note, job.id.encode())
        return job


def noted_job(note: Path) -> Job | None:
    """The job that fulfils a wish, or last tried to; None where nobody asked or it is done.

    A job that is done is forgotten: what it made says all that it could say.
    """
    try:
        job = get_job(note.read_text(encoding="utf-8").strip())
        if job.state != "done":
            return job
        forget_job(job.id)
    except (OSError, ValueError, JobError):
        pass  # nobody asked, or somebody else has forgotten the job
    return None
