"""A job's id in, the job once it is over out: for the command line and tests."""

import time

from core.errors import JobError
from core.jobs.job import Job
from core.jobs.looking import get_job
from core.jobs.workbench import Tell

LOOK_S = 0.2


def wait_for(job_id: str, *, progress: Tell | None = None, timeout_s: float | None = None) -> Job:
    """Wait until a job is over; raises JobError when that takes longer than ``timeout_s``."""
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    while True:
        job = get_job(job_id)
        if progress is not None:
            progress(job.share, job.words)
        if job.is_over:
            return job
        if deadline is not None and time.monotonic() > deadline:
            raise JobError(f"the job {job_id} is still {job.state} after {timeout_s:g} s")
        time.sleep(LOOK_S)
