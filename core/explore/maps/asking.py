"""The wish for a map in; the job that makes it out, one for all who want the same map, or none where it is made."""

from pathlib import Path

from filelock import FileLock

from core.errors import JobError
from core.explore.maps.job import KIND, make_map
from core.explore.maps.stored import find_map, map_folder
from core.explore.maps.wish import MapParams
from core.jobs import Job, forget_job, get_job, submit
from core.workspace import check_writable, write_atomic

_JOB = "job.txt"  # in the map's folder: the id of the job that makes it


def ask_for_map(params: MapParams, *, owner: str, title: str) -> Job | None:
    """Have a map made: its job, the running one if somebody wants the same; None where all of it is stored.

    Raises
    ------
    JobError, WorkspaceError
        The job cannot be started.
    """
    check_writable()
    note = _note(params)
    note.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(note.with_suffix(".lock")):
        job = job_of(params)
        if job is not None and not job.is_over:
            return job
        made = find_map(params)
        if made is not None and made.is_complete:
            return None
        job = submit(make_map, params, owner=owner, kind=KIND, title=title)
        write_atomic(note, job.id.encode())
        return job


def job_of(params: MapParams) -> Job | None:
    """The job that makes, or last tried to make, a map; None where nobody asked or it is done.

    A job that is done is forgotten: the map says all that it could say.
    """
    try:
        job = get_job(_note(params).read_text(encoding="utf-8").strip())
        if job.state != "done":
            return job
        forget_job(job.id)
    except (OSError, ValueError, JobError):
        pass  # nobody asked, or somebody else has forgotten the job
    return None


def _note(params: MapParams) -> Path:
    return map_folder(params) / _JOB
