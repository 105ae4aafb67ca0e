"""What starts a training and finds it again: imported after the page is up, as it brings torch (by way of skops)."""

from collections.abc import Collection

from core.errors import JobError
from core.jobs import Job, list_jobs
from core.jobs.records import read_request
from core.training.job import KIND, TrainParams, train_run
from core.training.live import Watched, watched

__all__ = ["KIND", "TrainParams", "Watched", "last_training", "train_run", "watched"]


def last_training(sources: Collection[str], *, owner: str) -> Job | None:
    """The newest training that this visitor asked for on one of these tables."""
    jobs = (job for job in list_jobs(owner) if job.kind == KIND)
    return next((job for job in jobs if _source_of(job) in sources), None)


def _source_of(job: Job) -> str | None:
    try:
        return read_request(job.folder).params.get("source")
    except JobError:  # dismissed in another tab since
        return None
