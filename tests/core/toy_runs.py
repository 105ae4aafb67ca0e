"""Made runs for tests: trained once on toys, stored under any name and with any record."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from core.data.table import FeatureTable
from core.features import GTZAN_COLUMNS
from core.licences import LICENCES
from core.runs import StoredRun, runs_folder, save_run
from core.training.config import TrainConfig
from core.training.train import hold_out, refit
from tests.core.toys import toy_rows

# Artists so unlike each other that a model is sometimes wrong.
SPREAD = 5.0
HONEST = {"name": "artist-folds", "badge": "no artist on both sides", "sentence": "Made folds.", "leaky": False}


def sounding_rows():
    """Toys whose ids are files of a folder of recordings: ``alpha/alpha-0-0.wav``."""
    rows = toy_rows(spread=SPREAD)
    rows["track_id"] = [f"{genre}/{name}.wav" for genre, name in zip(rows["genre"], rows["track_id"], strict=True)]
    return rows


@cache
def _trained(model: str) -> StoredRun:
    table = FeatureTable(sounding_rows(), GTZAN_COLUMNS, "toys", LICENCES["made-here"], "made")
    config = TrainConfig(model, n_inner_folds=3)
    held_out = hold_out(table, config=config, protocol="random-tracks")
    return refit(table, held_out, config=config, protocol="random-tracks", name="toy")


def toy_run(name: str = "toy", *, model: str = "lda", **changed) -> StoredRun:
    """A run on toys by random-tracks; dicts in ``changed`` are laid over those of its record, the rest replaces it."""
    run = _trained(model)
    frames = {key: changed.pop(key) for key in ("held_out", "history") if key in changed}
    record = run.record
    merged = {key: getattr(record, key) | value if isinstance(value, dict) else value for key, value in changed.items()}
    return replace(run, record=replace(record, name=name, **merged), **frames)


def save_toy(name: str = "toy", *, model: str = "lda", **changed) -> Path:
    """The same among the runs of the workspace."""
    return save_run(toy_run(name, model=model, **changed), runs_folder() / name)
