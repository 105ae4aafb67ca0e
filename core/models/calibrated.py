"""A classifier in, the same with probabilities that mean what they say out: one temperature, fitted on whole tracks.

Temperature scaling (Guo, Pleiss, Sun & Weinberger, On calibration of modern neural networks, ICML 2017) divides all
logits by one number. People see the mean of a track's segments, so that mean is what is calibrated: the temperature
makes the log loss of held-out *tracks* least. With one segment per track this is scikit-learn's
``CalibratedClassifierCV(method="temperature", ensemble=False)``.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, softmax
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from core.models.spec import AboutRows, about_some, row_parameters

# Keeps the logit of a probability of 0 finite.
TINY = 1e-12
# Of the logarithm of the inverse temperature.
_BOUNDS = (-10.0, 10.0)
_N_LOOKED_AT = 41
_TOLERANCE = 64 * np.finfo(np.float64).eps

Folds = list[tuple[np.ndarray, np.ndarray]]


class TemperatureCalibrated(ClassifierMixin, BaseEstimator):
    """``estimator`` with one temperature.

    Attributes
    ----------
    estimator_ : fitted on all rows
    temperature_ : above 1 where the estimator was too sure of itself
    classes_ : the genres, in the order of the columns of ``predict_proba``
    """

    def __init__(self, estimator: BaseEstimator):
        self.estimator = estimator

    def fit(
        self,
        X: np.ndarray,
        y: np.ndarray,
        *,
        folds: Folds,
        tracks: Sequence[str] | None = None,
        about_rows: AboutRows | None = None,
    ) -> "TemperatureCalibrated":
        """Fit the temperature on the held-out rows of ``folds``, then the estimator on all rows.

        Parameters
        ----------
        tracks : the track of each row; None where each row is one
        about_rows : what the estimator may ask to know of each row, such as the groups that it must not separate
        """
        tracks = np.arange(len(y)) if tracks is None else np.asarray(tracks)
        self.classes_, truth = np.unique(y, return_inverse=True)
        held_out = np.concatenate([test for _, test in folds])
        logits = np.concatenate([held_out_logits(self.estimator, X, y, fold, about_rows=about_rows) for fold in folds])
        self.temperature_ = fit_temperature(logits, truth[held_out], tracks[held_out])[0]
        self.estimator_ = fit_told(clone(self.estimator), X, y, about_rows)
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return softmax(logits_of(self.estimator_, X) / self.temperature_, axis=1)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def fit_told(estimator: BaseEstimator, X: np.ndarray, y: np.ndarray, about_rows: AboutRows | None) -> BaseEstimator:
    """Fit an estimator or a pipeline; those that ask about the rows are told, such as which of them belong together."""
    return estimator.fit(X, y, **row_parameters(estimator, about_rows))


def held_out_logits(
    estimator: BaseEstimator,
    X: np.ndarray,
    y: np.ndarray,
    fold: tuple[np.ndarray, np.ndarray],
    *,
    about_rows: AboutRows | None = None,
) -> np.ndarray:
    """Logits of the test rows of a fold by a clone that learnt from its training rows, (n_test, n_genres)."""
    train, test = fold
    fitted = fit_told(clone(estimator), X[train], y[train], about_some(about_rows, train))
    return logits_of(fitted, X[test])


def logits_of(estimator: BaseEstimator, X: np.ndarray) -> np.ndarray:
    """What a fitted classifier says of rows, as logits up to a factor: shape (n_rows, n_genres)."""
    if hasattr(estimator, "decision_function"):
        decision = estimator.decision_function(X)
        return decision if decision.ndim == 2 else np.column_stack([-decision, decision])
    return np.log(estimator.predict_proba(X) + TINY)


def fit_temperature(logits: np.ndarray, truth: np.ndarray, tracks: Sequence[str]) -> tuple[float, float]:
    """The temperature that leaves the least log loss of tracks, and that loss in nats.

    Parameters
    ----------
    logits : np.ndarray, shape (n_rows, n_genres)
    truth : index of the true genre of each row
    tracks : the track of each row; its probabilities are the mean over its rows
    """
    _, first, of_row = np.unique(np.asarray(tracks), return_index=True, return_inverse=True)
    own = logits[np.arange(len(truth)), truth]
    n_rows = np.bincount(of_row)
    one_each = len(first) == len(truth)

    def loss(log_beta: float) -> float:
        beta = np.exp(log_beta)
        of_truth = beta * own - logsumexp(beta * logits, axis=1)
        if one_each:
            return -float(np.mean(of_truth))
        means = np.bincount(of_row, weights=np.exp(of_truth)) / n_rows
        return -float(np.mean(np.log(means + np.finfo(np.float64).tiny)))

    found = minimize_scalar(loss, bounds=_around_least(loss, one_each), method="bounded", options={"xatol": _TOLERANCE})
    return float(np.exp(-found.x)), float(found.fun)


def _around_least(loss: Callable[[float], float], has_one_valley: bool) -> tuple[float, float]:
    """Where to look for the least loss: a mean of several rows may have more than one valley, a single row has one."""
    if has_one_valley:
        return _BOUNDS
    places = np.linspace(*_BOUNDS, _N_LOOKED_AT)
    least = int(np.argmin([loss(place) for place in places]))
    return float(places[max(least - 1, 0)]), float(places[min(least + 1, _N_LOOKED_AT - 1)])
