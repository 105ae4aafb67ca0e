"""A fitted model's epochs, or its scores with fewer tracks to learn from, in; the rows of learning curves out.

Every row has ``curve`` ("epochs" or "tracks"), ``fold`` (-1: the final model, which learns from all tracks), ``x`` (the
epoch, or the number of tracks learnt from) and the losses (nats) and accuracies of the part that was learnt from and of
the part that was held out inside it. Nothing here looks at a test part.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.models.calibrated import fit_told, logits_of
from core.training.choose import Judged
from core.training.config import TrainConfig
from core.training.fit import unfitted
from core.training.rows import ALL, Cut

COLUMNS = ("curve", "fold", "x", "train_loss", "valid_loss", "train_accuracy", "valid_accuracy")
SHARES = (0.25, 0.5, 0.75, 1.0)
MIN_GROUPS = 2  # of a genre: a model that cuts its rows once more holds one of them out


def epochs_of(classifier: Any) -> tuple[list[Mapping[str, float]], int | None]:
    """What a fitted network or booster says of each epoch, and the best of them where a validation part decided it."""
    last = classifier.estimator_.steps[-1][1]
    history = list(getattr(last, "history_", ()))
    has_valid = bool(history) and history[0]["valid_loss"] is not None
    return history, last.best_epoch_ if has_valid else None


def epoch_rows(history: Sequence[Mapping[str, float]], *, fold: int) -> pd.DataFrame:
    """Learning curves of one fit, epoch by epoch."""
    rows = [{"curve": "epochs", "fold": fold, "x": n, **said} for n, said in enumerate(history, start=1)]
    return pd.DataFrame(rows, columns=list(COLUMNS)) if rows else pd.DataFrame(columns=list(COLUMNS))


def point_with_fewer(cut: Cut, config: TrainConfig, *, share: float, k: int) -> dict[str, float]:
    """Accuracies with a share of the tracks of inner fold ``k`` to learn from; whole groups are left out."""
    part = cut.learnt(ALL)
    folds = cut.inner(part)
    learn, held_out = (part[side] for side in folds[k])
    fewer = _some_groups(cut, learn, share=share)
    rows = cut.rows
    estimator = fit_told(unfitted(config, n_rows=len(fewer)), rows.X[fewer], rows.y[fewer], rows.about(fewer))
    return {
        "x": len(set(rows.track_ids[fewer])),
        "train_accuracy": _accuracy(estimator, cut, fewer),
        "valid_accuracy": _accuracy(estimator, cut, held_out),
    }


def tracks_rows(points: pd.DataFrame) -> tuple[pd.DataFrame | None, str]:
    """The curve over the number of tracks, and why shares are missing; None where all are.

    ``points`` has a row per share and inner fold: x and accuracies, or the ``problem`` that the model had with so few.
    A row of the curve is the mean over the inner folds; a share that failed in one of them is left out.
    """
    problems = points["problem"].dropna() if "problem" in points else pd.Series(dtype=str)
    good = points[~points["share"].isin(points.loc[problems.index, "share"])]
    left_out = f"not with fewer tracks: {problems.iloc[0]}" if len(problems) else ""
    if good.empty:
        return None, left_out
    frame = good.drop(columns="problem", errors="ignore").groupby("share").mean().reset_index(drop=True)
    return frame.assign(curve="tracks", fold=ALL).reindex(columns=list(COLUMNS)), left_out


def _some_groups(cut: Cut, part: np.ndarray, *, share: float) -> np.ndarray:
    """The rows of a share of the groups of each genre, at least two; a larger share holds the same groups and more."""
    rows, rng = cut.rows, np.random.default_rng(cut.config.seed)
    kept: set[str] = set()
    for genre in np.unique(rows.y[part]):
        groups = rng.permutation(np.unique(rows.inner_groups[part][rows.y[part] == genre]))
        kept |= set(groups[: max(MIN_GROUPS, round(share * len(groups)))])
    return part[np.isin(rows.inner_groups[part], sorted(kept))]


def _accuracy(estimator: Any, cut: Cut, part: np.ndarray) -> float:
    rows = cut.rows
    truth = np.searchsorted(estimator.classes_, rows.y[part])
    return Judged(logits_of(estimator, rows.X[part]), truth, rows.track_ids[part]).accuracy
