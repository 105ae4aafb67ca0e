"""The wish for an explanation in; the job that makes it out, one for all who want the same, none where it is made."""

from pathlib import Path

from filelock import FileLock

from core.errors import JobError
from core.explain.job import KIND, explain_run
from core.explain.stored import explanation_folder, find_explanation, find_trust
from core.explain.wish import ExplainParams
from core.jobs import Job, forget_job, get_job, submit
from core.workspace import check_writable, write_atomic

_JOB = "job.txt"  # in the explanation's folder: the id of the job that makes it


def ask_for_explanation(params: ExplainParams, *, owner: str, title: str) -> Job | None:
    """Have a run explained: the job, the running one if somebody wants the same; None where all of it is stored.

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
        if find_explanation(params) is not None and not (params.trust and find_trust(params) is None):
            return None
        job = submit(explain_run, params, owner=owner, kind=KIND, title=title)
        write_atomic(note, job.id.encode())
        return job


def job_of(params: ExplainParams) -> Job | None:
    """The job that makes, or last tried to make, an explanation; None where nobody asked or it is done."""
    try:
        job = get_job(_note(params).read_text(encoding="utf-8").strip())
        if job.state != "done":
            return job
        forget_job(job.id)  # the explanation says all that it could say
    except (OSError, ValueError, JobError):
        pass  # nobody asked, or somebody else has forgotten the job
    return None


def _note(params: ExplainParams) -> Path:
    return explanation_folder(params) / _JOB
