"""Clips of several genres and a seed -> spliced sounds whose genre is known at every moment.

No crossfade; each piece is brought to the same level, so that loudness does not tell where a genre begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.recordings import Recording
from core.features import SR
from core.sound.decode import Signal, decode

N_GENRES = (2, 3)
PIECE_S = (10.0, 30.0)
LEVEL = 0.1  # RMS of each piece; full scale is 1


@dataclass(frozen=True)
class Piece:
    """``duration_s`` of a clip from ``start_s`` on."""

    clip: Recording
    start_s: float
    duration_s: float


@dataclass(frozen=True)
class Splice:
    """Pieces of different genres, one after the other."""

    pieces: tuple[Piece, ...]

    @property
    def boundaries_s(self) -> np.ndarray:
        """Where one genre gives way to the next."""
        return np.cumsum([piece.duration_s for piece in self.pieces])[:-1]

    @property
    def artists(self) -> tuple[str, ...]:
        return tuple(piece.clip.artist for piece in self.pieces)

    def shares(self, genres: Sequence[str]) -> np.ndarray:
        """The share of time of each genre."""
        of_genre = {piece.clip.genre: piece.duration_s for piece in self.pieces}
        lasts = np.array([of_genre.get(genre, 0.0) for genre in genres])
        return lasts / lasts.sum()

    def genre_at(self, at_s: np.ndarray) -> np.ndarray:
        """The genre at each moment."""
        which = np.searchsorted(self.boundaries_s, at_s, side="right")
        return np.array([piece.clip.genre for piece in self.pieces])[which]

    def signal(self) -> Signal:
        return Signal(np.concatenate([_levelled(_cut(piece)) for piece in self.pieces]), SR)


def draw_splices(clips: Sequence[Recording], *, n: int, rng: np.random.Generator) -> Iterator[Splice]:
    """``n`` splices of two or three genres, one clip of each; clips come again in other splices."""
    by_genre: dict[str, list[Recording]] = {}
    for clip in clips:
        by_genre.setdefault(clip.genre, []).append(clip)
    names = sorted(by_genre)
    for _ in range(n):
        chosen = rng.choice(names, size=min(rng.choice(N_GENRES), len(names)), replace=False)
        yield Splice(tuple(_draw_piece(by_genre[genre], rng) for genre in chosen))


def _draw_piece(clips: Sequence[Recording], rng: np.random.Generator) -> Piece:
    clip = clips[rng.integers(len(clips))]
    lasts_s = _sound(clip.path).size / SR
    duration_s = min(rng.uniform(*PIECE_S), lasts_s)
    return Piece(clip, rng.uniform(0, lasts_s - duration_s), duration_s)


def _cut(piece: Piece) -> np.ndarray:
    start = round(piece.start_s * SR)
    return _sound(piece.clip.path)[start : start + round(piece.duration_s * SR)]


def _levelled(y: np.ndarray) -> np.ndarray:
    return (LEVEL * y / max(np.sqrt(np.mean(y**2)), 1e-9)).astype(np.float32)


@lru_cache(maxsize=128)
def _sound(path: Path) -> np.ndarray:
    return decode(path, sr=SR).y
