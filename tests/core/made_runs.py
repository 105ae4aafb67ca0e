"""Made runs for tests: whatever a model might have said of made tracks, without training one."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from core.evaluation import evaluate
from core.intervals import ARTISTS, TRACKS
from core.runs import RunRecord, StoredRun, weights_hash

GENRES = ("alpha", "beta", "gamma")
PROTOCOLS = {
    "artist-folds": {"badge": "no artist on both sides", "sentence": "Three folds.", "leaky": False, "note": ""},
    "artist-groups": {"badge": "no artist on both sides", "sentence": "Ten draws.", "leaky": False, "note": ""},
    "random-tracks": {"badge": "the same artists on both sides", "sentence": "Flatters.", "leaky": True, "note": ""},
}


def said(*, strength: float = 1.0, n_artists: int = 20, n_tracks: int = 3, n_draws: int = 1, seed: int = 0):
    """A held-out frame: the same tracks for every seed; ``strength`` is how much the truth is favoured."""
    rng, rows = np.random.default_rng(seed), []
    for draw in range(n_draws):
        for artist in range(n_artists):
            genre = GENRES[artist % len(GENRES)]
            for track in range(n_tracks):
                proba = rng.dirichlet(np.ones(3)) + strength * rng.random() * (np.array(GENRES) == genre)
                proba /= proba.sum()
                facts = {"track_id": f"{artist}-{track}", "genre": genre, "group": f"artist {artist}", "unknown": -1.0}
                rows.append({**facts, **{f"p:{g}": p for g, p in zip(GENRES, proba, strict=True)}, "fold": artist % 2})
                rows[-1] |= {"draw": draw} if n_draws > 1 else {}
    return pd.DataFrame(rows)


def made_run(
    name: str,
    held_out: pd.DataFrame | None = None,
    *,
    protocol: str = "artist-folds",
    data: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
    artists_known: bool = True,
    **more: Any,
) -> StoredRun:
    """A run as it stands on disk, with the scores of ``held_out``; ``more`` are other fields of its record."""
    held_out = said() if held_out is None else held_out
    weights = name.encode()
    record = RunRecord(
        name=name,
        model="svm",
        config={"model": "svm", "inputs": "robust", "scaling": "quantile", "settings": {"C": 1.0}, "context_s": 30.0},
        data={
            "name": "toy",
            "hash": "abcdef0123456789",
            "n_tracks": 60,
            "artists_known": artists_known,
            **(data or {}),
        },
        protocol={"name": protocol, **PROTOCOLS[protocol]},
        scores=_scores(held_out, artists_known=artists_known),
        genres=list(GENRES),
        made="2026-01-02T03:04:05+00:00",
        versions={"python": "3.11"},
        weights_sha256=weights_hash(weights),
        extra=extra or {},
    )
    return StoredRun(
        record=replace(record, **more), weights=weights, held_out=held_out, training=held_out[["track_id"]]
    )


def _scores(held_out: pd.DataFrame, *, artists_known: bool) -> dict[str, Any]:
    folds = held_out["fold"].to_numpy()
    return evaluate(
        held_out["genre"].to_numpy(dtype=str),
        held_out[[f"p:{genre}" for genre in GENRES]].to_numpy(),
        genres=GENRES,
        groups=held_out["group"].to_numpy(dtype=str),
        folds=folds,
        over=ARTISTS if artists_known else TRACKS,
        y_train_per_fold={int(fold): ["alpha", "alpha", "beta"] for fold in np.unique(folds)},
    ).to_json()
