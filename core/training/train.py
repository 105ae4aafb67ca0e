"""A feature table + a model + a protocol -> a run: honest scores first, then the model refitted on every track."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol, Split, inner_folds
from core.data.table import FeatureTable
from core.errors import DataError, ModelError
from core.evaluation.evaluate import Scores, evaluate
from core.evaluation.pooling import pool_segments
from core.models import MODELS
from core.models.inputs import input_view
from core.models.novelty import typical_excess
from core.models.storage import to_bytes
from core.runs import RunRecord, StoredRun, new_run_name, now, runs_folder, save_run, versions, weights_hash
from core.training.choose import BEST, choose
from core.training.config import TrainConfig
from core.training.fit import Fitted, Folds, fit

Progress = Callable[[float, str], None]
# The share of the work that lies in the folds, for the progress bar.
FOLDS_SHARE = 0.75
# Before the names of the columns of probabilities, so that no genre can be taken for another column.
PROBA = "p:"


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What a model says of tracks it was not fitted on.

    ``tracks`` has a row per held-out track: track_id, genre, group, fold, unknown (excess novelty, above 0 means
    "I don't know") and a probability per genre (``p:<genre>``); ``chosen`` is the configuration of each fold; ``note``
    says which part of a published list the table covers, "" for all of it.
    """

    tracks: pd.DataFrame
    chosen: tuple[TrainConfig, ...]
    scores: Scores
    note: str


@dataclass(frozen=True, eq=False)
class Trained:
    """A finished training: its scores, the run and the folder it was written to."""

    scores: Scores
    run: StoredRun
    run_path: Path


@dataclass(frozen=True, eq=False)
class _Rows:
    """A table as arrays with one entry per row (segment); ``X`` holds what the model sees.

    ``groups`` are those of the scores, ``inner_groups`` those that no inner fold may separate.
    """

    X: np.ndarray
    y: np.ndarray
    groups: np.ndarray
    inner_groups: np.ndarray
    track_ids: np.ndarray

    def of(self, track_ids: tuple[str, ...]) -> np.ndarray:
        return np.flatnonzero(np.isin(self.track_ids, track_ids))


def train(table: FeatureTable, *, config: TrainConfig, protocol: str, progress: Progress | None = None) -> Trained:
    """Score a model on ``table`` under ``protocol``, refit it on all tracks of the protocol, and store the run.

    Raises ModelError for an unknown model or protocol and DataError when the table does not fit the protocol.
    """
    in_folds = _part_of(progress, "", size=FOLDS_SHARE)
    held_out = hold_out(table, config=config, protocol=protocol, progress=in_folds)
    name = new_run_name(model=config.model, protocol=protocol)
    on_all = _part_of(progress, "", start=FOLDS_SHARE, size=1 - FOLDS_SHARE)
    run = refit(table, held_out, config=config, protocol=protocol, name=name, progress=on_all)
    path = save_run(run, runs_folder() / name)
    on_all(1.0, "stored")
    return Trained(scores=held_out.scores, run=run, run_path=path)


def hold_out(table: FeatureTable, *, config: TrainConfig, protocol: str, progress: Progress | None = None) -> HeldOut:
    """Fit on each split's train part, predict its test part, and score all held-out tracks together."""
    rules = _rules(config, protocol)
    rows = _rows(table, config)
    splits = rules.splits(table, seed=config.seed)
    parts, chosen = [], []
    for fold, split in enumerate(splits):
        say = _part_of(progress, f"Fold {fold + 1} of {len(splits)}", start=fold / len(splits), size=1 / len(splits))
        fold_config, fitted = _fit_part(rows, rows.of(split.train), config, say, select_on=rows.of(split.valid))
        parts.append(_predict(rows, rows.of(split.test), fitted).assign(fold=fold))
        chosen.append(fold_config)
    tracks = pd.concat(parts, ignore_index=True)
    scores = _score(tracks, table, splits)
    return HeldOut(tracks=tracks, chosen=tuple(chosen), scores=scores, note=splits[0].note)


def refit(
    table: FeatureTable,
    held_out: HeldOut,
    *,
    config: TrainConfig,
    protocol: str,
    name: str,
    progress: Progress | None = None,
) -> StoredRun:
    """Fit on every track of the protocol and put the model, its scores and its origin together as a run."""
    rules = _rules(config, protocol)
    rows = _rows(table, config)
    splits = rules.splits(table, seed=config.seed)
    used = rows.of(_all_tracks(splits, table))
    final, fitted = _fit_part(rows, used, config, _part_of(progress, "All tracks"))
    weights = to_bytes({"classifier": fitted.classifier, "detector": fitted.detector})
    record = RunRecord(
        name=name,
        model=final.model,
        config={**asdict(final), "asked_for": config.model, "context_s": table.segment_s},
        data=_about_data(table, n_tracks=len(set(rows.track_ids[used]))),
        protocol=_about_protocol(rules.as_used_on(table), held_out.note),
        scores=held_out.scores.to_json(),
        genres=[str(genre) for genre in fitted.classifier.classes_],
        made=now(),
        versions=versions(),
        weights_sha256=weights_hash(weights),
        extra={"chosen_in_folds": [asdict(chosen) for chosen in held_out.chosen]},
    )
    training = _training(table, rows, used, config)
    return StoredRun(record=record, weights=weights, held_out=held_out.tracks, training=training)


def choose_config(
    table: FeatureTable, *, config: TrainConfig, protocol: str, progress: Progress | None = None
) -> TrainConfig:
    """What ``config`` stands for on all tracks of the protocol: the best candidate, with all its settings named."""
    rows = _rows(table, config)
    used = rows.of(_all_tracks(_rules(config, protocol).splits(table, seed=config.seed), table))
    return _choose(rows, used, _inner_folds(rows, used, config), config, _part_of(progress, ""), select_on=None)


def fit_tracks(table: FeatureTable, track_ids: tuple[str, ...], *, config: TrainConfig) -> Fitted:
    """Fit the model of ``config`` on some tracks of a table, for instance to rebuild a run or one of its folds."""
    rows = _rows(table, config)
    return _fit_part(rows, rows.of(track_ids), config, _part_of(None, ""))[1]


def _all_tracks(splits: tuple[Split, ...], table: FeatureTable) -> tuple[str, ...]:
    """What the final model learns from: every part of every split, less what must not be learnt from."""
    of_all = {track_id for split in splits for track_id in (*split.train, *split.valid, *split.test)}
    return tuple(of_all - set(table.exclusions.training))


def _rules(config: TrainConfig, protocol: str) -> Protocol:
    if config.model != BEST and config.model not in MODELS:
        raise ModelError(f"model={config.model!r} is not known; choose one of {', '.join((*MODELS, BEST))}")
    if protocol not in PROTOCOLS:
        raise ModelError(f"protocol={protocol!r} is not known; choose one of {', '.join(PROTOCOLS)}")
    return PROTOCOLS[protocol]


def _part_of(progress: Progress | None, prefix: str, *, start: float = 0.0, size: float = 1.0) -> Progress:
    """A progress callback for a part of the work that covers ``size`` of the whole from ``start`` on."""

    def say(share: float, words: str) -> None:
        if progress:
            progress(start + size * share, ": ".join(filter(None, (prefix, words))))

    return say


def _rows(table: FeatureTable, config: TrainConfig) -> _Rows:
    view = input_view(config.inputs)
    missing = [name for name in view.columns if name not in table.columns]
    if missing:
        raise DataError(
            f"the table {table.name!r} lacks {len(missing)} of the {len(view.columns)} columns that the inputs "
            f"{view.name!r} need, for example {missing[0]!r}; make it with `python -m core features`"
        )
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused just below, in words
        X = view.compute(table.rows[list(view.columns)].to_numpy(dtype=np.float64))
        usable = np.isfinite(X.astype(np.float32)).all(axis=1)
    if not usable.all():
        raise DataError(
            f"the numbers of {table.rows['track_id'].iloc[int(usable.argmin())]!r} in the table {table.name!r} are too "
            "large to be features of a recording; compute them again"
        )
    return _Rows(
        X=X,
        y=table.y,
        groups=table.groups,
        inner_groups=table.inner_groups,
        track_ids=table.rows["track_id"].to_numpy(dtype=object).astype(str),
    )


def _fit_part(
    rows: _Rows, part: np.ndarray, config: TrainConfig, say: Progress, *, select_on: np.ndarray | None = None
) -> tuple[TrainConfig, Fitted]:
    """Choose (if asked) and fit on ``part`` alone; a protocol's own valid part decides the choice if it has one."""
    folds = _inner_folds(rows, part, config)
    chosen = _choose(rows, part, folds, config, say, select_on=select_on)
    say(0.9 if config.model == BEST else 0.0, f"learning by {MODELS[chosen.model].title}")
    return chosen, fit(rows.X[part], rows.y[part], config=chosen, folds=folds)


def _inner_folds(rows: _Rows, part: np.ndarray, config: TrainConfig) -> Folds:
    return inner_folds(rows.inner_groups[part], rows.y[part], n_folds=config.n_inner_folds, seed=config.seed)


def _choose(
    rows: _Rows, part: np.ndarray, folds: Folds, config: TrainConfig, say: Progress, *, select_on: np.ndarray | None
) -> TrainConfig:
    """``config`` with all its settings named, after the choice it may leave open."""
    if config.model == BEST and (select_on is None or select_on.size == 0):
        config = choose(rows.X[part], rows.y[part], config=config, folds=folds, progress=say)[0].config
    elif config.model == BEST:
        both = np.concatenate([part, select_on])
        by_list = [(np.arange(part.size), np.arange(part.size, both.size))]
        config = choose(rows.X[both], rows.y[both], config=config, folds=by_list, progress=say)[0].config
    return replace(config, settings=MODELS[config.model].settings(**config.settings))


def _predict(rows: _Rows, test: np.ndarray, fitted: Fitted) -> pd.DataFrame:
    """One row per track: the mean of its segments' probabilities, and the novelty that most of them exceed."""
    X, track_ids = rows.X[test], rows.track_ids[test]
    ids, proba = pool_segments(track_ids, fitted.classifier.predict_proba(X))
    excess = pd.Series(fitted.detector.excess(X)).groupby(track_ids).apply(typical_excess)
    first = pd.Series(test).groupby(track_ids).first()[ids].to_numpy()
    facts = {"track_id": ids, "genre": rows.y[first], "group": rows.groups[first], "unknown": excess[ids].to_numpy()}
    columns = [PROBA + genre for genre in fitted.classifier.classes_]
    return pd.DataFrame(facts | dict(zip(columns, proba.T, strict=True)))


def _score(tracks: pd.DataFrame, table: FeatureTable, splits: tuple[Split, ...]) -> Scores:
    genre_of = table.tracks["genre"]
    # A partial table may hold genres of which no track is in the protocol; they are no answer of these models.
    genres = sorted({genre_of[track_id] for split in splits for track_id in split.train})
    return evaluate(
        tracks["genre"].to_numpy(dtype=str),
        tracks[[PROBA + genre for genre in genres]].fillna(0.0).to_numpy(),
        genres=genres,
        groups=tracks["group"].to_numpy(dtype=str),
        folds=tracks["fold"].to_numpy(),
        artists_known=table.artists_known,
        y_train_per_fold={
            fold: genre_of[list(split.train)].to_numpy(dtype=object) for fold, split in enumerate(splits)
        },
    )


def _about_protocol(rules: Protocol, note: str) -> dict[str, Any]:
    return {
        "name": rules.name,
        "badge": rules.badge,
        "sentence": rules.sentence,
        "leaky": rules.leaky,
        "note": note,
    }


def _about_data(table: FeatureTable, *, n_tracks: int) -> dict[str, Any]:
    return {
        "name": table.name,
        "hash": table.data_hash,
        "n_tracks": n_tracks,
        "licence": table.licence_words,
        "licence_key": table.licence.key,
        "artists_known": table.artists_known,
        **({"excluded": table.exclusions.to_json()} if table.exclusions else {}),
    }


def _training(table: FeatureTable, rows: _Rows, used: np.ndarray, config: TrainConfig) -> pd.DataFrame:
    """The rows behind the final model, for "which training tracks is this song near to"."""
    view = input_view(config.inputs)
    facts = table.rows.iloc[used][["track_id", "genre", "artist"]].reset_index(drop=True)
    numbers = pd.DataFrame(rows.X[used].astype(np.float32), columns=list(view.names))
    return pd.concat([facts.fillna({"artist": "unknown"}), numbers], axis=1)
