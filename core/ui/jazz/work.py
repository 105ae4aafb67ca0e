"""What trains a jazz model and finds the training again: imported after the page is up."""

from core.errors import CoreError
from core.jazz.data.folder import UPLOADS, Brought, LeftOut, read_uploads
from core.jazz.training.job import KIND, JazzWish, curves_path, train_jazz
from core.jazz.training.live import read_curves
from core.jazz.training.pieces import keep_pieces
from core.jazz.training.recipes import RECIPES, Recipe
from core.jobs import Job, list_jobs

__all__ = [
    "KIND",
    "RECIPES",
    "UPLOADS",
    "Brought",
    "JazzWish",
    "LeftOut",
    "Recipe",
    "curves_of",
    "keep_pieces",
    "last_training",
    "read_uploads",
    "train_jazz",
]


def last_training(owner: str) -> Job | None:
    """The newest training that this visitor asked for."""
    return next((job for job in list_jobs(owner) if job.kind == KIND), None)


def curves_of(job: Job) -> list[dict]:
    """What a training has told so far, an epoch a row; nothing where it told nothing that can be read."""
    try:
        return read_curves(curves_path(job))
    except CoreError:
        return []
