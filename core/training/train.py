"""A feature table + a model + a protocol -> a run: honest scores first, then the model refitted on every track.

All in this process; `core.training.job` does the same by parts, on all workers, and can be taken up again.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.data.splits import Split, inner_folds
from core.data.table import FeatureTable
from core.evaluation.evaluate import Scores, evaluate
from core.intervals import TRACKS
from core.models import MODELS
from core.runs import StoredRun, new_run_name, runs_folder, save_run
from core.training.choose import BEST
from core.training.config import TrainConfig
from core.training.fit import Fitted, fit
from core.training.folds import PROBA, Progress, chosen_in, fit_in, predict_in
from core.training.record import Origin, describe
from core.training.rows import ALL, Prepared, check_names, prepare, rows_of

__all__ = ["PROBA", "HeldOut", "Trained", "choose_config", "fit_tracks", "hold_out", "refit", "train"]
# The share of the work that lies in the folds, for the progress bar.
FOLDS_SHARE = 0.75


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What a model says of tracks it was not fitted on.

    ``tracks`` has a row per held-out track: track_id, recording, start_s, genre, group, fold, draw, unknown (excess
    novelty, above 0 means "I don't know") and a probability per genre (``p:<genre>``); ``chosen`` is the configuration
    of each fold; ``note`` says which part of a published list the table covers, "" for all of it.
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
    prepared = prepare(table, config=config, protocol=protocol)
    n_folds = len(prepared.splits)
    parts, chosen = [], []
    for fold in range(n_folds):
        say = _part_of(progress, f"Fold {fold + 1} of {n_folds}", start=fold / n_folds, size=1 / n_folds)
        own, fitted = _fold(prepared, fold, say)
        parts.append(predict_in(prepared, fold, fitted))
        chosen.append(own)
    return held_out_of(prepared, parts, chosen)


def held_out_of(prepared: Prepared, parts: list[pd.DataFrame], chosen: list[TrainConfig]) -> HeldOut:
    """The predictions of all folds as one, scored."""
    tracks = pd.concat(parts, ignore_index=True)
    return HeldOut(tracks=tracks, chosen=tuple(chosen), scores=_score(tracks, prepared), note=prepared.splits[0].note)


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
    prepared = prepare(table, config=config, protocol=protocol)
    final, fitted = _fold(prepared, ALL, _part_of(progress, "All tracks"))
    return describe(prepared, held_out, final=final, fitted=fitted, origin=Origin(name=name, table=table))


def choose_config(
    table: FeatureTable, *, config: TrainConfig, protocol: str, progress: Progress | None = None
) -> TrainConfig:
    """What ``config`` stands for on all tracks of the protocol: the best candidate, with all its settings named."""
    return chosen_in(prepare(table, config=config, protocol=protocol), ALL, progress)


def fit_tracks(
    table: FeatureTable, track_ids: tuple[str, ...], *, config: TrainConfig, protocol: str = "artist-folds"
) -> Fitted:
    """Fit the model of ``config`` on some tracks of a table: to rebuild a run of ``protocol`` or a fold of it."""
    rules = check_names(config, protocol)
    rows = rows_of(table, config, inner_groups=rules.inner_groups(table))
    part = rows.of(track_ids)
    y = rows.y[part]
    options = {"n_folds": config.n_inner_folds, "seed": config.seed, "lone_stay": config.lone_stay}
    folds = inner_folds(rows.inner_groups[part], y, apart=rules.apart, **options)
    return fit(rows.X[part], y, config=config, folds=folds, tracks=rows.track_ids[part], about_rows=rows.about(part))


def _fold(prepared: Prepared, fold: int, say: Progress) -> tuple[TrainConfig, Fitted]:
    """Choose (if asked) and fit on the training rows of a fold alone."""
    own = chosen_in(prepared, fold, say)
    say(0.9 if prepared.config.model == BEST else 0.0, f"learning by {MODELS[own.model].title}")
    return own, fit_in(prepared, fold, own)


def _part_of(progress: Progress | None, prefix: str, *, start: float = 0.0, size: float = 1.0) -> Progress:
    """A progress callback for a part of the work that covers ``size`` of the whole from ``start`` on."""

    def say(share: float, words: str) -> None:
        if progress:
            progress(start + size * share, ": ".join(filter(None, (prefix, words))))

    return say


def _score(tracks: pd.DataFrame, prepared: Prepared) -> Scores:
    table, genre_of = prepared.table, prepared.table.tracks["genre"]
    # A partial table may hold genres of which no track is in the protocol; they are no answer of these models.
    genres = sorted({genre_of[track_id] for split in prepared.splits for track_id in split.train})
    several_draws = len({split.draw for split in prepared.splits}) > 1
    return evaluate(
        tracks["genre"].to_numpy(dtype=str),
        tracks[[PROBA + genre for genre in genres]].fillna(0.0).to_numpy(),
        genres=genres,
        # No interval is taken over segments: where nobody knows artists or prompts, it is one over recordings.
        groups=tracks["recording" if table.drawn_over == TRACKS else "group"].to_numpy(dtype=str),
        folds=tracks["fold"].to_numpy(),
        draws=tracks["draw"].to_numpy() if several_draws else None,
        over=table.drawn_over,
        y_train_per_fold=_taught(prepared.splits, genre_of),
        unit=prepared.rules.unit,
    )


def _taught(splits: tuple[Split, ...], genre_of: pd.Series) -> dict[int, object]:
    return {fold: genre_of[list(split.train)].to_numpy(dtype=object) for fold, split in enumerate(splits)}
