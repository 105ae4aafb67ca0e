"""A song, a mix and a card as plain values, for everything that shows them."""

import numpy as np
import pytest

from core.anatomy import SongFacts
from core.genre_mix import GenreMix
from core.likeness import Neighbour, Standout
from core.ui.engine import Heard
from core.ui.state import Song

GENRES = ("blues", "jazz", "rock")


@pytest.fixture(scope="session", autouse=True)
def quick_to_open(components_found_once: None) -> None:
    """So that a page is there in a moment."""


@pytest.fixture
def make_mix():
    """``make_mix(**changed)``: a mix of four cells: jazz 50 %, blues 30 %, rock 20 %, with intervals."""

    def make(**changed) -> GenreMix:
        proba = np.array([[0.2, 0.6, 0.2], [0.4, 0.4, 0.2], [0.3, 0.6, 0.1], [0.3, 0.4, 0.3]])
        values = {
            "name": "",
            "duration_s": 12.5,
            "model": "toy",
            "genres": GENRES,
            "starts_s": np.array([0.0, 3.0, 6.0, 9.0]),
            "ends_s": np.array([3.0, 6.0, 9.0, 12.5]),
            "proba": proba,
            "share": proba.mean(axis=0),
            "interval": np.array([[0.25, 0.44, 0.15], [0.36, 0.59, 0.25]]),
            "interval_reason": "",
            "verdict": "known",
            "reason": "",
            "notes": (),
            "neighbours": (
                Neighbour("jazz.00011", "jazz", "James Carter", 1.5),
                Neighbour("jazz.00012", "jazz", "James Carter", 1.75),
                Neighbour("blues.00003", "blues", "unknown", 2.25),
            ),
            "standouts": (Standout("tempo", "tempo", 171.2, (103.4, 129.2), 97.0, "beats per minute"),),
        }
        return GenreMix(**(values | changed))

    return make


@pytest.fixture
def make_heard(make_mix):
    """``make_heard(**changed)``: a mix with facts and a waveform."""

    def make(**changed) -> Heard:
        facts = SongFacts(96.0, 192.0, 0.6, "F major", 0.4, -9.2, -0.3, -6.8)
        return Heard(mix=make_mix(**changed), facts=facts, peaks=np.zeros((10, 2)))

    return make


@pytest.fixture
def song() -> Song:
    return Song(name="My song.wav", data=b"RIFF")


@pytest.fixture
def card() -> dict:
    """What a model says about itself, as `LoadedModel.card` gives it."""
    genre_score = {"precision": 0.5, "recall": 0.34, "recall_interval": [0.28, 0.41], "n_tracks": 50, "note": ""}
    return {
        "name": "toy",
        "title": "Toy",
        "about": "hears three genres",
        "data": {"name": "toys", "n_tracks": 150, "licence": "made here"},
        "protocol": {"name": "artist-folds", "badge": "no artist on both sides", "sentence": "Folds.", "leaky": False},
        "scores": {
            "accuracy": 0.52,
            "interval": [0.48, 0.56],
            "baseline": 0.34,
            "n_tracks": 150,
            "n_artists": 60,
            "labels": list(GENRES),
            "confusion": [[30, 15, 5], [20, 25, 5], [16, 17, 17]],
            "per_genre": {genre: dict(genre_score) for genre in GENRES},
        },
        "external": {
            "data": "Elsewhere",
            "all": {"accuracy": 0.41, "interval": [0.3, 0.53], "n_tracks": 45, "n_artists": 20},
            "per_genre": {"jazz": {}, "rock": {}},
        },
        "licence": "free",
        "date": "2026-07-29T10:00:00+00:00",
        "context_s": 30.0,
        "command": "python -m core train",
    }


@pytest.fixture
def session(monkeypatch) -> dict:
    """A visitor's session, without a server."""
    kept = {}
    monkeypatch.setattr("streamlit.session_state", kept)
    return kept
