"""What starts a training and finds it again: imported after the page is up, as it brings torch (by way of skops)."""

from collections.abc import Collection

from core.errors import CoreError, JobError
from core.jobs import Job, list_jobs
from core.jobs.records import read_request
from core.models import MODELS
from core.training.config import TrainConfig
from core.training.job import KIND, TrainParams, train_run
from core.training.live import Watched, watched

__all__ = [
    "KIND",
    "TrainParams",
    "Watched",
    "has_epochs",
    "last_training",
    "model_of",
    "train_run",
    "watched",
]


def last_training(sources: Collection[str], *, owner: str) -> Job | None:
    """The newest training that this visitor asked for on one of these tables."""
    jobs = (job for job in list_jobs(owner) if job.kind == KIND)
    return next((job for job in jobs if _source_of(job) in sources), None)


def model_of(job: Job) -> str:
    """The model that a training was asked for; "" where that is not known any more."""
    try:
        return TrainConfig.from_json(str(read_request(job.folder).params.get("config"))).model
    except CoreError:
        return ""


def has_epochs(model: str) -> bool:
    """Whether a model has epochs of its own; members of a vote have some, which say little of it."""
    return model in MODELS and MODELS[model].has_epochs


def _source_of(job: Job) -> str | None:
    try:
        return read_request(job.folder).params.get("source")
    except JobError:  # dismissed in another tab since
        return None
