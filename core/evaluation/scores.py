"""The true genres and the probabilities of held-out tracks in, plain scores out.

Conventions: ``y_true`` holds indices into the genres; ``proba`` has one row for each track, summing to one; the
predicted genre is the most probable one, the first of equals. Precision of a genre that is never predicted is 0.
The Brier score is that of G. W. Brier (Monthly Weather Review 78, 1950): a sum over the genres, from 0 to 2.
"""

from collections.abc import Sequence

import numpy as np

SMALLEST_PROBABILITY = 1e-15  # keeps one absurdly sure mistake from making the log loss infinite


def validate(y_true: np.ndarray, proba: np.ndarray) -> None:
    """Raise ``ValueError``, with a guess at the mistake, when the two are no truth and probabilities of tracks."""
    y_true, proba = np.asarray(y_true), np.asarray(proba)
    if proba.ndim != 2:
        raise ValueError(f"proba has shape {proba.shape}, needed (n_tracks, n_genres); did you pass predicted labels?")
    if y_true.ndim != 1 or not np.issubdtype(y_true.dtype, np.integer):
        raise ValueError(f"y_true must be a list of genre indices, found {y_true.dtype}; did you pass genre names?")
    if len(y_true) == 0:
        raise ValueError("there are no tracks to score; is the test part empty?")
    if len(y_true) != len(proba):
        raise ValueError(
            f"y_true has {len(y_true)} tracks and proba {len(proba)} rows; "
            + ("did you transpose proba?" if proba.shape[1] == len(y_true) else "did you forget pool_segments?")
        )
    if y_true.min() < 0 or y_true.max() >= proba.shape[1]:
        raise ValueError(f"y_true runs from {y_true.min()} to {y_true.max()}, but proba has {proba.shape[1]} genres")
    _validate_probabilities(proba)


def _validate_probabilities(proba: np.ndarray) -> None:
    if not np.isfinite(proba).all():
        row = int(np.argwhere(~np.isfinite(proba))[0, 0])
        raise ValueError(f"proba has a value that is not finite in row {row}; did the model see NaN features?")
    if (proba <= 0).all():
        raise ValueError("proba is nowhere above zero; did you supply log probabilities?")
    if (proba < 0).any():
        raise ValueError(f"proba goes down to {proba.min():.3g}; did you supply decision values or logits?")
    sums = proba.sum(axis=1)
    if np.allclose(sums, 100, atol=1):
        raise ValueError("the rows of proba sum to 100; did you supply percentages?")
    if not np.allclose(sums, 1, atol=1e-6):
        row = int(np.abs(sums - 1).argmax())
        raise ValueError(
            f"row {row} of proba sums to {sums[row]:.4g}, needed 1; did you average votes or drop a genre?"
        )


def accuracy(y_true: np.ndarray, proba: np.ndarray) -> float:
    """The share of tracks whose most probable genre is the true one."""
    return float(np.mean(proba.argmax(axis=1) == y_true))


def confusion(y_true: np.ndarray, proba: np.ndarray) -> np.ndarray:
    """Counts of tracks, shape (n_genres, n_genres), as ``[true][predicted]``."""
    n_genres = proba.shape[1]
    return np.bincount(y_true * n_genres + proba.argmax(axis=1), minlength=n_genres**2).reshape(n_genres, n_genres)


def per_genre(y_true: np.ndarray, proba: np.ndarray) -> dict[str, np.ndarray]:
    """``precision``, ``recall``, ``f1`` and ``n_tracks`` of each genre; recall and f1 are NaN without a true track."""
    counts = confusion(y_true, proba)
    hits, n_true, n_predicted = counts.diagonal(), counts.sum(axis=1), counts.sum(axis=0)
    absent = np.where(n_true == 0, np.nan, 1.0)
    return {
        "precision": hits / np.maximum(n_predicted, 1),
        "recall": hits / np.maximum(n_true, 1) * absent,
        "f1": 2 * hits / np.maximum(n_true + n_predicted, 1) * absent,
        "n_tracks": n_true,
    }


def macro_f1(y_true: np.ndarray, proba: np.ndarray) -> float:
    """The mean F1 of the genres that occur in truth, each counting alike."""
    return float(np.nanmean(per_genre(y_true, proba)["f1"]))


def log_loss(y_true: np.ndarray, proba: np.ndarray) -> float:
    """The mean of -ln of the probability of the true genre, in nats; log(n_genres) for a model that knows nothing."""
    of_truth = proba[np.arange(len(y_true)), y_true]
    return float(-np.log(np.maximum(of_truth, SMALLEST_PROBABILITY)).mean())


def brier(y_true: np.ndarray, proba: np.ndarray) -> float:
    """The mean squared distance between the probabilities and the truth, summed over the genres: 0 to 2."""
    truth = np.eye(proba.shape[1])[y_true]
    return float(((proba - truth) ** 2).sum(axis=1).mean())


def most_frequent_baseline(
    y_true: Sequence[str], folds: Sequence[int], y_train_per_fold: dict[int, Sequence[str]]
) -> float:
    """Accuracy of always saying the most frequent genre of the training part, pooled over the folds."""
    y_true, folds = np.asarray(y_true), np.asarray(folds)
    hits = 0
    for fold, y_train in y_train_per_fold.items():
        genres, n_tracks = np.unique(np.asarray(y_train), return_counts=True)
        hits += np.sum(y_true[folds == fold] == genres[n_tracks.argmax()])
    return float(hits / len(y_true))
