"""Music that is learnt in seconds: scales up and down, from one of a few first notes."""

import numpy as np
import pytest

from core.jazz.data.piece import Piece
from core.jazz.notes import Notes
from core.jazz.training.config import TrainConfig
from core.jazz.training.material import from_pieces, from_stream
from core.jazz.training.recipes import Recipe

SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def scale(first, step_s, *, is_down):
    steps = [first + step for step in (SCALE[::-1] if is_down else SCALE)] * 4
    return Notes.of([(i * step_s, step_s, pitch, 64) for i, pitch in enumerate(steps)])


@pytest.fixture
def scales():
    """Thirty pieces of 32 notes: ten groups, high or low, quick or calm, up or down."""
    rng = np.random.default_rng(0)
    return [
        Piece(
            scale(int(rng.integers(40, 80)), float(rng.choice([0.1, 0.2, 0.4])), is_down=bool(i % 2)),
            group=f"group {i % 10}",
            manner=i % 2,
            name=f"scale {i}",
        )
        for i in range(30)
    ]


@pytest.fixture
def stream():
    """Four thousand tokens: scales up and down in random order."""
    rng = np.random.default_rng(0)
    names = ("C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5")
    return [name for _ in range(500) for name in (names if rng.random() < 0.5 else names[::-1])]


TINY_NETWORK = {"architecture": "lstm", "width": 16, "n_layers": 1, "embedding": 8, "latent": 4, "dropout": 0.0}
TINY = TrainConfig(
    n_epochs=3, batch_size=2, learning_rate=0.02, free_bits=1.0, anneal_epochs=1, word_dropout=0.1, patience=5
)


@pytest.fixture
def recipe():
    """``recipe(kind, **network)``: of a network and a training so small that they end in a second."""

    def make(kind="tokens", *, training=TINY, **network):
        return Recipe(f"tiny-{kind}", "Tiny", "a tiny one", kind, TINY_NETWORK | network, training)

    return make


@pytest.fixture
def prepared(scales, stream, recipe):
    """``prepared(kind, **network)``: the tiny music, ready to be learnt."""

    def make(kind="tokens", **network):
        networks = recipe(kind, **network).network
        if kind == "tokens":
            return from_stream(stream, **networks)
        return from_pieces(scales, has_manners=True, **networks)

    return make
