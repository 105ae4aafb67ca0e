"""What a model made of one song: the genre mix with all that stands beside it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.genre_mix.verdict import KNOWN
from core.likeness import Neighbour, Standout

N_TAGS_TOLD = 5


@dataclass(frozen=True, eq=False)
class TagTrack:
    """The tags of one pretrained listener over the cells: ``proba`` (n_cells, n_tags), 0 to 1; they need not sum to
    one, for a sound may have several."""

    listener: str
    names: tuple[str, ...]
    proba: np.ndarray

    def strongest(self, n: int = N_TAGS_TOLD) -> list[tuple[str, float]]:
        """The ``n`` tags with the largest mean over the song, and that mean, the largest first."""
        mean = self.proba.mean(axis=0)
        return [(self.names[i], float(mean[i])) for i in np.argsort(-mean, kind="stable")[:n]]


@dataclass(frozen=True, eq=False)
class GenreMix:
    """``share`` (n_genres,) is the mean of ``proba`` (n_cells, n_genres); ``interval`` (2, n_genres) or None with
    ``interval_reason``; ``verdict`` is one of ``VERDICTS``, with a ``reason`` unless the song is known; ``tags`` are
    what pretrained listeners name in the same cells, () where the model listens by none that does."""

    name: str
    duration_s: float
    model: str
    genres: tuple[str, ...]
    starts_s: np.ndarray
    ends_s: np.ndarray
    proba: np.ndarray
    share: np.ndarray
    interval: np.ndarray | None
    interval_reason: str
    verdict: str
    reason: str
    notes: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    standouts: tuple[Standout, ...]
    tags: tuple[TagTrack, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the model was trained on such sound, so that its answer may be believed as its scores say."""
        return self.verdict == KNOWN

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """(genre, share) pairs, the largest share first."""
        order = np.argsort(-self.share, kind="stable")
        return [(self.genres[i], float(self.share[i])) for i in order]

    @property
    def top(self) -> tuple[str, float]:
        return self.ranking[0]

    def to_json(self) -> dict[str, Any]:
        """The object that ``python -m core mix --json`` prints."""
        return {
            "file": self.name,
            "duration_s": round(self.duration_s, 3),
            "model": self.model,
            "known": self.known,
            "verdict": self.verdict,
            "reason": self.reason,
            "mix": self._by_genre(self.share),
            "interval": None if self.interval is None else self._by_genre(self.interval.T),
            "segments": [
                {"start_s": float(start), "end_s": float(end), "proba": self._by_genre(proba)}
                for start, end, proba in zip(self.starts_s, self.ends_s, self.proba, strict=True)
            ],
            "tags": {track.listener: dict(track.strongest()) for track in self.tags},
            "notes": list(self.notes),
        }

    def _by_genre(self, values: np.ndarray) -> dict[str, Any]:
        return dict(zip(self.genres, values.tolist(), strict=True))
