"""A fitted, calibrated classifier in, its parts out: what scales and selects columns, the model, the temperature."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.pipeline import Pipeline

from core.models.calibrated import TemperatureCalibrated, logits_of


@dataclass(frozen=True, eq=False)
class Opened:
    """``kept`` are the numbers of the columns that reach ``model``; ``before`` is what they pass, None for nothing.

    Scaling works column by column, so that what is found on scaled columns belongs to the columns people know.
    """

    before: Pipeline | None
    kept: np.ndarray
    model: Any
    temperature: float
    genres: tuple[str, ...]

    def inside(self, X: np.ndarray) -> np.ndarray:
        """Rows as ``model`` sees them, shape (n_rows, len(kept))."""
        rows = np.asarray(X, dtype=np.float64)
        return rows if self.before is None else np.asarray(self.before.transform(rows), dtype=np.float64)

    def proba(self, Z: np.ndarray) -> np.ndarray:
        """The probabilities that are shown, of rows as ``model`` sees them."""
        return softmax(logits_of(self.model, Z) / self.temperature, axis=1)

    def log_odds(self, Z: np.ndarray) -> np.ndarray:
        """Logarithms of those probabilities, less their mean over the genres: a number that 0 and 1 do not bound."""
        return centred(logits_of(self.model, Z)) / self.temperature


def opened(classifier: Any, *, n_columns: int) -> Opened:
    """Open the classifier of a run, or any fitted pipeline or model with ``n_columns``."""
    genres, temperature = tuple(str(genre) for genre in classifier.classes_), 1.0
    if isinstance(classifier, TemperatureCalibrated):
        classifier, temperature = classifier.estimator_, float(classifier.temperature_)
    elif isinstance(classifier, CalibratedClassifierCV):  # in runs of before
        inner = classifier.calibrated_classifiers_[0]
        classifier, temperature = inner.estimator, float(1 / inner.calibrators[0].beta_)
    before, kept = None, np.arange(n_columns)
    if isinstance(classifier, Pipeline):
        for _, step in classifier.steps[:-1]:
            if hasattr(step, "get_support"):
                kept = kept[step.get_support()]
        before = classifier[:-1] if len(classifier.steps) > 1 else None
        classifier = classifier.steps[-1][1]
    return Opened(before, kept, classifier, temperature, genres)


def centred(scores: np.ndarray) -> np.ndarray:
    """Scores of genres less their mean, shape (..., n_genres): what they say of probabilities, and nothing else."""
    return scores - scores.mean(axis=-1, keepdims=True)
