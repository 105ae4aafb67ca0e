"""A function and its parameters in, its result out: run as a job, with a bar; an interrupt ends the job too."""

from collections.abc import Callable
from typing import Any

from core.cli.progress import bar
from core.errors import JobError

OWNER = "command line"


def run_as_job(function: Callable, params: Any, *, kind: str, title: str, quiet: bool) -> dict[str, Any]:
    """Submit a job and wait for it; raises JobError with the job's own words when it does not end well."""
    from core.jobs import cancel_job, submit, wait_for

    job = submit(function, params, owner=OWNER, kind=kind, title=title)
    try:
        with bar(title, quiet=quiet) as progress:
            job = wait_for(job.id, progress=progress)
    except KeyboardInterrupt:
        cancel_job(job.id)
        raise
    if job.state == "done":
        return job.result or {}
    words = job.error or {"cancelled": "it was cancelled"}.get(job.state, job.state)
    raise JobError(f"{words} (the job is kept: `python -m core jobs --again {job.id}` does only what is missing)")
