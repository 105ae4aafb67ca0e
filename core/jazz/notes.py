"""Notes with their times in seconds: what every part of `core.jazz` takes and returns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from core.errors import DataError

LOWEST_PITCH, HIGHEST_PITCH = 21, 108  # the keys of a piano, as MIDI numbers


@dataclass(frozen=True, eq=False)
class Notes:
    """A piece of music as its notes, in the order of their starts and, at one start, of their pitches.

    Attributes
    ----------
    start_s, duration_s : np.ndarray of float64, shape (n_notes,), seconds
    pitch : np.ndarray of int64, shape (n_notes,), MIDI numbers
    velocity : np.ndarray of int64, shape (n_notes,), 1 to 127
    """

    start_s: np.ndarray
    duration_s: np.ndarray
    pitch: np.ndarray
    velocity: np.ndarray

    @classmethod
    def of(cls, rows: Iterable[tuple[float, float, int, int]]) -> "Notes":
        """Notes from rows of (start_s, duration_s, pitch, velocity), in any order."""
        table = np.array(list(rows), dtype=float).reshape(-1, 4)
        table = table[np.lexsort((table[:, 2], table[:, 0]))]
        return cls(table[:, 0], table[:, 1], table[:, 2].astype(np.int64), table[:, 3].astype(np.int64))

    def __post_init__(self) -> None:
        sizes = {len(self.start_s), len(self.duration_s), len(self.pitch), len(self.velocity)}
        if len(sizes) > 1:
            raise ValueError(f"start_s, duration_s, pitch and velocity must be equally long, not {sorted(sizes)}")

    def __len__(self) -> int:
        return len(self.pitch)

    @property
    def end_s(self) -> float:
        """When the last note ends; 0 without notes."""
        return float((self.start_s + self.duration_s).max()) if len(self) else 0.0

    def taken(self, which: np.ndarray | slice) -> "Notes":
        """Some of the notes, by a mask, indices or a slice."""
        return Notes(self.start_s[which], self.duration_s[which], self.pitch[which], self.velocity[which])

    def from_zero(self) -> "Notes":
        """The same notes, the first of which starts at 0 s."""
        return replace(self, start_s=self.start_s - self.start_s[0]) if len(self) else self

    def transposed(self, semitones: int) -> "Notes":
        """The same notes higher (or lower), and those alone that a piano has."""
        pitch = self.pitch + semitones
        return replace(self, pitch=pitch).taken((pitch >= LOWEST_PITCH) & (pitch <= HIGHEST_PITCH))

    def within(self, begin_s: float, end_s: float) -> "Notes":
        """The notes that start from ``begin_s`` on and before ``end_s``; they sound no longer than until then."""
        some = self.taken((self.start_s >= begin_s) & (self.start_s < end_s))
        return replace(some, duration_s=np.minimum(some.duration_s, end_s - some.start_s))

    def chords(self) -> list["Notes"]:
        """The notes that start together, together."""
        edges = np.flatnonzero(np.diff(self.start_s) > 1e-9) + 1
        return [self.taken(part) for part in np.split(np.arange(len(self)), edges) if len(part)]


def check_notes(notes: Notes, *, at_least: int = 1) -> None:
    """Raise DataError when there are fewer notes than what follows needs."""
    if len(notes) < at_least:
        raise DataError(f"the piece has {len(notes)} notes, but at least {at_least} are needed; choose a longer one")
