"""Training rows -> a classifier whose probabilities are calibrated in folds that share no artist."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator

from core.models import MODELS
from core.models.calibrated import Folds, TemperatureCalibrated
from core.models.inputs import input_view
from core.models.novelty import Detector, fit_detector
from core.models.spec import AboutRows
from core.models.steps import pipeline
from core.training.config import TrainConfig

__all__ = ["Fitted", "Folds", "fit", "unfitted"]


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a training part yields: a calibrated classifier and a detector of what is unlike the part."""

    classifier: TemperatureCalibrated
    detector: Detector


def unfitted(config: TrainConfig, *, n_rows: int) -> BaseEstimator:
    """The pipeline of scaler, selection and model that ``config`` names, to be fitted on ``n_rows`` rows or fewer."""
    spec = MODELS[config.model]
    return pipeline(
        spec,
        spec.settings(**config.settings),
        scaling=config.scaling,
        selection=config.selection,
        n_selected=config.n_selected,
        n_quantiles=min(config.n_quantiles, n_rows),
        seed=config.seed,
    )


def fit(
    X: np.ndarray,
    y: np.ndarray,
    *,
    config: TrainConfig,
    folds: Folds,
    tracks: Sequence[str] | None = None,
    about_rows: AboutRows | None = None,
) -> Fitted:
    """Fit on the rows of a training part.

    Parameters
    ----------
    X : np.ndarray, shape (n_rows, n_columns), of the config's input view
    y : np.ndarray, shape (n_rows,), genre names
    folds : inner folds over these rows as ``inner_folds`` cuts them: by artist, every genre in every training part.
        The temperature is fitted on their held-out rows, then the model on all rows; the threshold of the detector
        comes from the same folds.
    tracks : the track of each row, whose mean is what is calibrated; None where each row is one
    about_rows : what a model may ask to know of each row, such as what it must not separate if it cuts them once more
    """
    smallest = min(train.size for train, _ in folds)
    classifier = TemperatureCalibrated(unfitted(config, n_rows=smallest))
    classifier.fit(X, y, folds=folds, tracks=tracks, about_rows=about_rows)
    detector = fit_detector(
        X,
        names=input_view(config.inputs, config.columns).names,
        folds=folds,
        rate=config.novelty_rate,
        n_neighbours=config.n_neighbours,
        n_quantiles=config.n_quantiles,
        seed=config.seed,
    )
    return Fitted(classifier=classifier, detector=detector)
