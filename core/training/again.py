"""A stored run in, the model of one of its folds fitted again out: from the run's own folder, wherever it lies.

The run keeps the model that was refitted on every track; what it says of those tracks is no honest answer. Whoever
wants to explain a held-out track needs the model that had not heard it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.data.splits import ARTIST, inner_folds
from core.errors import ModelError
from core.models.calibrated import TemperatureCalibrated
from core.models.inputs import input_view
from core.runs import RunRecord, StoredRun
from core.training.config import TrainConfig
from core.training.fit import fit
from core.training.record import SHORT


@dataclass(frozen=True, eq=False)
class FoldAgain:
    """The model of one fold with the rows it learnt from and those it had not heard; an id per row.

    ``X_train`` and ``X_test`` hold the columns ``names`` of the run's input view, in float64 of the stored float32.
    """

    classifier: TemperatureCalibrated
    X_train: np.ndarray
    y_train: np.ndarray
    train_ids: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    test_ids: np.ndarray
    names: tuple[str, ...]


def fold_again(run: StoredRun, fold: int) -> FoldAgain:
    """Fit the model of ``fold`` again; raises ModelError where the run has no such fold, or not the rows for it."""
    config = config_of_fold(run.record, fold)
    names = input_view(config.inputs, config.columns).names
    rows = run.training
    missing = [name for name in names if name not in rows]
    if missing and len(missing) == len(names):  # the listener that ships, to be small
        raise ModelError(
            f"the run {run.record.name!r} keeps the names of its training tracks, but not their {len(names)} numbers, "
            "so that no fold of it can be fitted again; train a run like it on a dataset of yours"
        )
    if missing:
        raise ModelError(f"the run {run.record.name!r} keeps no rows of {missing[0]!r}; train it again")
    train_ids, test_ids = parts_of_fold(run, fold)
    X, y = rows[list(names)].to_numpy(dtype=np.float64), rows["genre"].to_numpy(dtype=object).astype(str)
    ids = rows["track_id"].to_numpy(dtype=object).astype(str)
    train, test = (np.flatnonzero(np.isin(ids, sorted(part))) for part in (train_ids, test_ids))
    if not train.size or not test.size:
        raise ModelError(f"the run {run.record.name!r} keeps no rows of its fold {fold}; train it again")
    about = {"groups": _groups(rows)[train], "short": _short(rows)[train]}
    apart = run.record.protocol.get("apart", ARTIST)
    options = {"n_folds": config.n_inner_folds, "seed": config.seed, "lone_stay": config.lone_stay}
    folds = inner_folds(about["groups"], y[train], apart=apart, **options)
    fitted = fit(X[train], y[train], config=config, folds=folds, tracks=ids[train], about_rows=about)
    return FoldAgain(fitted.classifier, X[train], y[train], ids[train], X[test], y[test], ids[test], tuple(names))


def config_of_fold(record: RunRecord, fold: int) -> TrainConfig:
    """What was chosen inside a fold; raises ModelError where there is no such fold."""
    chosen = record.extra.get("chosen_in_folds") or []
    n_folds = len(record.scores.get("folds") or ()) or len(chosen)
    if not 0 <= fold < max(n_folds, 1):
        raise ModelError(f"fold={fold} is none of the {n_folds} folds of the run {record.name!r}; they count from 0")
    return TrainConfig.of_run(chosen[fold] if fold < len(chosen) else record.config)


def parts_of_fold(run: StoredRun, fold: int) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the tracks that a fold learnt from and was tested on.

    A run of before kept no list of its parts; all of its tracks that a fold did not test were learnt from.
    """
    if run.splits is not None:
        own = run.splits[run.splits["fold"] == fold]
        return tuple(frozenset(own.loc[own["part"] == part, "track_id"]) for part in ("train", "test"))
    tested = frozenset(run.held_out.loc[run.held_out["fold"] == fold, "track_id"])
    return frozenset(run.training["track_id"]) - tested, tested


def _groups(rows: pd.DataFrame) -> np.ndarray:
    """What no inner fold may separate: as stored, or the artists in a run of before."""
    if "group" in rows:
        return rows["group"].to_numpy(dtype=object).astype(str)
    alone = "track:" + rows["track_id"].astype(str)
    return rows["artist"].where(rows["artist"] != "unknown", alone).to_numpy(dtype=object).astype(str)


def _short(rows: pd.DataFrame) -> np.ndarray:
    """Of which rows less than half of a segment was heard: as stored, or of none."""
    return rows[SHORT].to_numpy(dtype=bool) if SHORT in rows else np.zeros(len(rows), dtype=bool)
