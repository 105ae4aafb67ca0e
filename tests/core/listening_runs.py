"""A made run that hears by the random listener: trained once on made numbers, stored under any name."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from core.data.table import FeatureTable
from core.licences import LICENCES
from core.models.backbones.debug import SPEC
from core.runs import StoredRun, runs_folder, save_run
from core.training.config import TrainConfig
from core.training.train import hold_out, refit

GENRES = ("blues", "jazz", "rock")
COLUMNS = (*SPEC.columns, *SPEC.tag_columns)


def listened_rows(*, n_artists: int = 6, n_tracks: int = 3) -> pd.DataFrame:
    """Rows with the columns of the random listener, each genre a cloud."""
    rng, rows = np.random.default_rng(0), []
    for place, genre in enumerate(GENRES):
        for number in range(n_artists * n_tracks):
            keys = {"track_id": f"{genre}.{number:05d}", "segment": 0, "start_s": 0.0, "genre": genre}
            values = rng.normal(place, 1.0, len(COLUMNS))
            rows.append({**keys, "artist": f"{genre} {number // n_tracks}", **dict(zip(COLUMNS, values, strict=True))})
    return pd.DataFrame(rows)


@cache
def _trained() -> StoredRun:
    table = FeatureTable(listened_rows(), COLUMNS, "gtzan", LICENCES["made-here"], "made")
    config = TrainConfig("lda", inputs=SPEC.name, n_inner_folds=3)
    held_out = hold_out(table, config=config, protocol="random-tracks")
    return refit(table, held_out, config=config, protocol="random-tracks", name="ears")


def save_listening(name: str = "ears", **config) -> Path:
    """The run among those of the workspace; ``config`` is laid over its own."""
    run = _trained()
    record = replace(run.record, name=name, config=run.record.config | config)
    return save_run(replace(run, record=record), runs_folder() / name)
