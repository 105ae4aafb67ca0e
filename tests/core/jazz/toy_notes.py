"""Made music: tunes that walk up and down a scale with chords now and then, and pieces of a few tracks of them."""

import numpy as np

from core.jazz.data.piece import Piece
from core.jazz.notes import Notes

SCALE = np.array([0, 2, 3, 5, 7, 9, 10])  # Dorian


def toy_notes(n_notes: int = 80, *, seed: int = 0, tonic: int = 48) -> Notes:
    """A tune that wanders in its scale and comes back to its figures; starts lie on a grid of 100 ms."""
    rng = np.random.default_rng(seed)
    figure = rng.integers(-2, 3, 4)
    steps = np.where(rng.random(n_notes) < 0.7, np.resize(figure, n_notes), rng.integers(-4, 5, n_notes))
    degrees = np.abs(steps.cumsum() % 28 - 14) + 7
    gaps = rng.choice([0.0, 0.1, 0.2, 0.4], n_notes, p=[0.2, 0.3, 0.4, 0.1])
    rows = zip(
        np.round(gaps.cumsum() - gaps[0], 1),
        rng.choice([0.2, 0.45, 0.9, 2.0], n_notes),
        tonic + 12 * (degrees // 7 - 1) + SCALE[degrees % 7],
        np.full(n_notes, 64),
        strict=True,
    )
    return Notes.of(rows)


def toy_pieces(n: int = 40, *, n_groups: int = 10, n_notes: int = 80, seed: int = 0) -> list[Piece]:
    """Pieces of ``n_groups`` tracks, each of which has its own tonic."""
    return [
        Piece(
            toy_notes(n_notes, seed=1000 * seed + i, tonic=43 + i % n_groups), f"track {i % n_groups}", -1, f"piece {i}"
        )
        for i in range(n)
    ]
