"""Training rows -> a classifier whose probabilities are calibrated in folds that share no artist."""

from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV

from core.models import MODELS
from core.models.novelty import NoveltyDetector, fit_detector
from core.models.spec import scaled
from core.training.config import TrainConfig

Folds = list[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a training part yields: a calibrated classifier and a detector of what is unlike the part."""

    classifier: BaseEstimator
    detector: NoveltyDetector


def unfitted(config: TrainConfig, *, n_rows: int) -> BaseEstimator:
    """The pipeline of scaler and model that ``config`` names, to be fitted on ``n_rows`` rows or a little fewer."""
    spec = MODELS[config.model]
    estimator = spec.build(config.seed, **spec.settings(**config.settings))
    n_quantiles = min(config.n_quantiles, n_rows)
    return scaled(estimator, scaling=config.scaling, n_quantiles=n_quantiles, seed=config.seed)


def fit(X: np.ndarray, y: np.ndarray, *, config: TrainConfig, folds: Folds) -> Fitted:
    """Fit on the rows of a training part.

    Parameters
    ----------
    X : np.ndarray, shape (n_rows, n_columns), of the config's input view
    y : np.ndarray, shape (n_rows,), genre names
    folds : inner folds over these rows as ``inner_folds`` cuts them: by artist, every genre in every training part.
        The temperature (Guo et al. 2017) is fitted on their held-out rows, then the model on all rows; the threshold
        of the detector comes from the same folds.
    """
    smallest = min(train.size for train, _ in folds)
    base = unfitted(config, n_rows=smallest)
    classifier = CalibratedClassifierCV(base, method="temperature", cv=folds, ensemble=False)
    classifier.fit(X, y)
    detector = fit_detector(
        X,
        folds=folds,
        rate=config.novelty_rate,
        n_neighbours=config.n_neighbours,
        n_quantiles=config.n_quantiles,
        seed=config.seed,
    )
    return Fitted(classifier=classifier, detector=detector)
