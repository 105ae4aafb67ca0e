"""Made sounds of two kinds, and a model that tells them apart by what the random listener hears; trained once."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from core.data.table import FeatureTable
from core.features import SR
from core.licences import LICENCES
from core.models.backbones import backbones_of
from core.models.backbones.listening import listen
from core.runs import StoredRun, runs_folder, save_run
from core.sound.decode import Signal
from core.training.config import TrainConfig
from core.training.train import hold_out, refit

KINDS = {"dull": 2.0, "bright": 0.0}  # noise whose power falls with frequency to this exponent
TRACK_S = 4.0
N_ARTISTS, N_TRACKS = 8, 2
(DEBUG,) = backbones_of("debug")


def toy_sound(kind: str, *, duration_s: float = TRACK_S, seed: int = 0) -> np.ndarray:
    """Noise of a kind, float32 at 22,050 Hz; each seed colours it a little otherwise."""
    rng = np.random.default_rng(seed)
    n_samples = round(duration_s * SR)
    hz = np.maximum(np.fft.rfftfreq(n_samples, 1 / SR), 20.0)
    exponent = KINDS[kind] + rng.uniform(-0.3, 0.3)
    y = np.fft.irfft(np.fft.rfft(rng.standard_normal(n_samples)) * hz ** (-exponent / 2), n_samples)
    return (0.1 * y / y.std()).astype(np.float32)


def toy_signal(*kinds: str, duration_s: float = TRACK_S, seed: int = 1000) -> Signal:
    """Sounds of the kinds one after the other, ``duration_s`` each, that no track of the training is."""
    parts = [toy_sound(kind, duration_s=duration_s, seed=seed + i) for i, kind in enumerate(kinds)]
    return Signal(y=np.concatenate(parts), sr=SR)


def heard_table() -> FeatureTable:
    """Tracks of two kinds by ``N_ARTISTS`` artists each, as the random listener hears them."""
    rows, seed = [], 0
    for kind in KINDS:
        for artist in range(N_ARTISTS):
            for track in range(N_TRACKS):
                heard = listen(toy_sound(kind, seed=seed), sr=SR, backbone=DEBUG)
                keys = {"track_id": f"{kind}-{artist}-{track}", "segment": 0, "start_s": 0.0, "genre": kind}
                numbers = dict(zip(DEBUG.columns, heard.embedding[0], strict=True))
                numbers |= zip(DEBUG.tag_columns, heard.tags[0], strict=True)
                rows.append({**keys, "artist": f"{kind}-{artist}", **numbers})
                seed += 1
    columns = (*DEBUG.columns, *DEBUG.tag_columns)
    return FeatureTable(pd.DataFrame(rows), columns, "heard", LICENCES["made-here"], "made", asked_segment_s=TRACK_S)


@cache
def listener_run(inputs: str = "debug") -> StoredRun:
    """A run of random-tracks on ``heard_table``; each of its answers listens to the 4 s of a track."""
    table = heard_table()
    config = TrainConfig("lda", inputs=inputs, scaling="standard", n_inner_folds=3)
    held_out = hold_out(table, config=config, protocol="random-tracks")
    return refit(table, held_out, config=config, protocol="random-tracks", name="toy-listener")


def save_listener(folder: Path | None = None, *, inputs: str = "debug") -> Path:
    """The same on disk, by default among the runs of the workspace."""
    run = listener_run(inputs)
    return save_run(run, folder or runs_folder() / run.record.name)
