"""What the Leaks page needs and is slow to import (scikit-learn, Dask): opened when the page is up."""

from collections.abc import Collection, Iterator
from typing import Any

from core.data.table import FeatureTable
from core.errors import JobError
from core.jobs import Job, list_jobs
from core.jobs.cluster import n_workers
from core.jobs.records import read_request
from core.models import MODELS
from core.training.config import TrainConfig
from core.training.estimate import Estimate
from core.training.leakage.bars import BARS
from core.training.leakage.forecast import forecast
from core.training.leakage.job import KIND, LeakageParams, measure_leakage
from core.training.leakage.result import Bar, Fall, Leakage, Pair
from core.training.leakage.stored import find_leakage, read_leakage
from core.training.thesis_forecast import forecast as forecast_thesis
from core.training.thesis_table import (
    CITATION,
    CLAIMS,
    HALVES,
    ThesisParams,
    csv_of,
    is_of_now,
    stored_table,
    thesis_table,
)
from core.training.thesis_table import KIND as THESIS_KIND

__all__ = [
    "BARS",
    "CITATION",
    "CLAIMS",
    "HALVES",
    "KIND",
    "MODELS",
    "THESIS_KIND",
    "Bar",
    "Estimate",
    "Fall",
    "FeatureTable",
    "Leakage",
    "LeakageParams",
    "Pair",
    "ThesisParams",
    "TrainConfig",
    "csv_of",
    "find_leakage",
    "forecast",
    "forecast_thesis",
    "is_of_now",
    "last_measurement",
    "last_thesis_table",
    "measure_leakage",
    "n_workers",
    "read_leakage",
    "stored_table",
    "thesis_table",
]


def last_measurement(sources: Collection[str], *, owner: str) -> Job | None:
    """The newest measurement of leaks that this visitor asked for on one of these tables."""
    return next((job for job, params in _asked(KIND, owner) if params.get("source") in sources), None)


def last_thesis_table(pieces: str, *, owner: str) -> tuple[Job, ThesisParams] | None:
    """The newest thesis' table that this visitor asked for on these pieces of songs, and what it was asked to hold."""
    for job, params in _asked(THESIS_KIND, owner):
        if params.get("pieces") == pieces:
            return job, ThesisParams(**params | {"models": tuple(params.get("models", ()))})
    return None


def _asked(kind: str, owner: str) -> Iterator[tuple[Job, dict[str, Any]]]:
    for job in list_jobs(owner):
        if job.kind == kind:
            try:
                yield job, read_request(job.folder).params
            except JobError:
                continue  # dismissed in another tab since
