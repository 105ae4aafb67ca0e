"""Jobs for people who look: read, and those that shall have ended by now seen to.

Whoever cancelled a job may be gone before it ended; so every look at it takes over.
"""

from core.jobs import reading
from core.jobs.cancelling import needs_an_end, see_to
from core.jobs.job import Job
from core.jobs.records import read_attempt


def get_job(job_id: str) -> Job:
    """Raises JobError when there is no such job, or a broken one."""
    return _seen_to([reading.get_job(job_id)])[0]


def list_jobs(owner: str | None = None) -> list[Job]:
    """The jobs of an owner, or all, the newest first; ``broken_jobs`` tells of those that cannot be read."""
    return _seen_to(reading.list_jobs(owner))


def _seen_to(jobs: list[Job]) -> list[Job]:
    for job in jobs:
        if job.state in ("running", "queued", "cancelled"):
            attempt = read_attempt(job.folder)
            if attempt is not None and needs_an_end(job.folder, attempt):
                see_to(job.folder)
    return jobs
