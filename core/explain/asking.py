"""The wish for an explanation in; the job that makes it out, one for all who want the same, none where it is made."""

from pathlib import Path

from core.explain.job import KIND, explain_run
from core.explain.stored import explanation_folder, find_explanation, find_trust
from core.explain.wish import ExplainParams
from core.jobs import Job, ask_once, noted_job, submit

_JOB = "job.txt"  # in the explanation's folder: the id of the job that makes it


def ask_for_explanation(params: ExplainParams, *, owner: str, title: str) -> Job | None:
    """Have a run explained: the job, the running one if somebody wants the same; None where all of it is stored.

    Raises
    ------
    JobError, WorkspaceError
        The job cannot be started.
    """

    def is_made() -> bool:
        return find_explanation(params) is not None and not (params.trust and find_trust(params) is None)

    def start() -> Job:
        return submit(explain_run, params, owner=owner, kind=KIND, title=title)

    return ask_once(_note(params), is_made=is_made, start=start)


def job_of(params: ExplainParams) -> Job | None:
    """The job that makes, or last tried to make, an explanation; None where nobody asked or it is done."""
    return noted_job(_note(params))


def _note(params: ExplainParams) -> Path:
    return explanation_folder(params) / _JOB
