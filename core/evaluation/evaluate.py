"""The true genres, the probabilities, the artists and the folds of held-out tracks in; all scores of a run out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from core.evaluation import scores
from core.evaluation.calibration import calibration_error, perfect_band
from core.intervals import ARTISTS, interval_if_enough


@dataclass(frozen=True)
class GenreScore:
    """How a model does on the tracks of one genre; None where a number is not defined or cannot be trusted."""

    precision: float
    recall: float | None
    f1: float | None
    n_tracks: int
    n_artists: int | None
    recall_interval: tuple[float, float] | None
    note: str


@dataclass(frozen=True)
class FoldScore:
    """The accuracy on one test part."""

    fold: int
    n_tracks: int
    accuracy: float


@dataclass(frozen=True)
class Scores:
    """What is said of a model on held-out tracks.

    ``accuracy`` is pooled over all held-out tracks; ``interval`` is its 95 % bootstrap over ``interval_over``, None
    with fewer than ``MIN_ARTISTS`` of them. ``accuracy_sd`` is the sample deviation over the folds, no interval; None
    for one split. ``confusion`` counts tracks as [true][predicted], in the order of ``labels``. ``n_artists`` is None
    where artists are unknown. ``ece_band`` is what a perfectly calibrated model would show.

    ``draws`` is the accuracy of each draw where tracks were cut in folds more than once, else None: then every number
    is a mean over the draws, ``n_tracks`` counts each track once, and ``confusion`` is a sum over the draws. ``unit``
    says what was scored, and what ``n_tracks`` counts: "track" or "segment".
    """

    accuracy: float
    accuracy_sd: float | None
    interval: tuple[float, float] | None
    interval_over: str
    baseline: float
    n_tracks: int
    n_artists: int | None
    per_genre: dict[str, GenreScore]
    labels: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    macro_f1: float
    log_loss: float
    brier: float
    ece: float
    ece_band: tuple[float, float]
    folds: tuple[FoldScore, ...]
    draws: tuple[float, ...] | None = None
    unit: str = "track"

    def to_json(self) -> dict:
        """The same as plain dicts, lists and numbers, ready for ``json.dumps``."""
        return _plain(self)


def evaluate(
    y_true: Sequence[str],
    proba: np.ndarray,
    *,
    genres: Sequence[str],
    groups: Sequence[str],
    folds: Sequence[int],
    over: str,
    y_train_per_fold: Mapping[int, Sequence[str]],
    draws: Sequence[int] | None = None,
    unit: str = "track",
    seed: int = 0,
) -> Scores:
    """Score the probabilities of held-out tracks.

    Parameters
    ----------
    y_true : the genre of each track
    proba : np.ndarray, shape (n_tracks, n_genres), its columns in the order of ``genres``; one row for each track (and
        draw), so pool segments first, unless ``unit`` is "segment"
    groups : what the intervals draw whole: the artist of each track, what a clip was made of, or the recording
    folds : the number of the test part that each track stands in, counted over all draws
    over : what the groups are, for the words of the scores: ARTISTS, PROMPT_GROUPS or TRACKS of `core.intervals`
    y_train_per_fold : the genres of the training tracks of each fold, for the most-frequent-genre baseline
    draws : the draw of each row where all tracks were cut in folds several times; every track once in each

    Raises
    ------
    ValueError
        The values do not fit together; the message guesses the mistake.
    """
    proba = np.asarray(proba, dtype=np.float64)
    truth = _indices(y_true, genres)
    scores.validate(truth, proba)
    _validate_tracks(len(truth), genres, proba, groups=groups, folds=folds, y_train_per_fold=y_train_per_fold)
    groups, of_draw = np.asarray(groups), _rows_of_draws(draws, len(truth))
    by_fold = _by_fold(truth, proba, np.asarray(folds))
    hits = (proba.argmax(axis=1) == truth).astype(np.float64)
    n_groups = len(np.unique(groups))

    def mean(score: Callable[[np.ndarray, np.ndarray], float]) -> float:
        return float(np.mean([score(truth[rows], proba[rows]) for rows in of_draw]))

    return Scores(
        accuracy=scores.accuracy(truth, proba),
        accuracy_sd=float(np.std([fold.accuracy for fold in by_fold], ddof=1)) if len(by_fold) > 1 else None,
        interval=interval_if_enough(hits, groups, seed=seed),
        interval_over=over,
        baseline=scores.most_frequent_baseline(y_true, folds, y_train_per_fold),
        n_tracks=len(of_draw[0]),
        n_artists=n_groups if over == ARTISTS else None,
        per_genre=_per_genre(truth, proba, genres, groups, over=over, n_draws=len(of_draw), seed=seed),
        labels=tuple(genres),
        confusion=tuple(tuple(map(int, row)) for row in scores.confusion(truth, proba)),
        macro_f1=mean(scores.macro_f1),
        log_loss=mean(scores.log_loss),
        brier=mean(scores.brier),
        ece=mean(calibration_error),
        ece_band=tuple(np.mean([perfect_band(proba[rows], seed=seed) for rows in of_draw], axis=0).tolist()),
        folds=by_fold,
        draws=tuple(float(hits[rows].mean()) for rows in of_draw) if draws is not None and len(of_draw) > 1 else None,
        unit=unit,
    )


def _indices(y_true: Sequence[str], genres: Sequence[str]) -> np.ndarray:
    number = {genre: n for n, genre in enumerate(genres)}
    for label in y_true:
        if label not in number:
            guess = get_close_matches(str(label), number, n=1)
            hint = f"; did you mean {guess[0]!r}?" if guess else f"; known: {', '.join(number)}"
            raise ValueError(f"y_true holds {str(label)!r}, which is no column of proba{hint}")
    return np.array([number[label] for label in y_true], dtype=np.int64)


def _validate_tracks(n_tracks: int, genres, proba: np.ndarray, *, groups, folds, y_train_per_fold) -> None:
    if len(set(genres)) != len(genres) or len(genres) != proba.shape[1]:
        raise ValueError(
            f"proba has {proba.shape[1]} columns for {len(set(genres))} different genres; one each is needed"
        )
    for name, values in (("groups", groups), ("folds", folds)):
        if len(values) != n_tracks:
            raise ValueError(f"{name} has {len(values)} entries for {n_tracks} tracks; did you pass those of segments?")
    untrained = set(np.asarray(folds).tolist()) ^ set(y_train_per_fold)
    if untrained:
        raise ValueError(f"fold {min(untrained)} is in only one of folds and y_train_per_fold; do both count alike?")


def _rows_of_draws(draws: Sequence[int] | None, n_rows: int) -> list[np.ndarray]:
    """The rows of each draw, as many in each."""
    if draws is None:
        return [np.arange(n_rows)]
    if len(draws) != n_rows:
        raise ValueError(f"draws has {len(draws)} entries for {n_rows} rows; did you pass those of splits?")
    of_draw = [np.flatnonzero(np.asarray(draws) == draw) for draw in np.unique(draws)]
    sizes = {len(rows) for rows in of_draw}
    if len(sizes) > 1:
        raise ValueError(
            f"the draws hold from {min(sizes)} to {max(sizes)} rows, but each tests all tracks once; did you drop some?"
        )
    return of_draw


def _by_fold(truth: np.ndarray, proba: np.ndarray, folds: np.ndarray) -> tuple[FoldScore, ...]:
    return tuple(
        FoldScore(int(fold), int(np.sum(folds == fold)), scores.accuracy(truth[folds == fold], proba[folds == fold]))
        for fold in np.unique(folds)
    )


def _per_genre(truth, proba, genres, groups, *, over: str, n_draws: int, seed: int) -> dict[str, GenreScore]:
    table = scores.per_genre(truth, proba)
    found = {}
    for n, genre in enumerate(genres):
        own = truth == n
        hits = (proba[own].argmax(axis=1) == n).astype(np.float64)
        interval = interval_if_enough(hits, groups[own], seed=seed)
        found[genre] = GenreScore(
            precision=float(table["precision"][n]),
            recall=float(table["recall"][n]) if own.any() else None,
            f1=float(table["f1"][n]) if own.any() else None,
            n_tracks=int(own.sum()) // n_draws,
            n_artists=len(np.unique(groups[own])) if over == ARTISTS else None,
            recall_interval=interval,
            note="" if interval else f"too few {over}",
        )
    return found


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
