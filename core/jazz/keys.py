"""Codes of performances in, the keys that are still down out: what is down cannot be struck."""

import numpy as np

from core.jazz.notes import HIGHEST_PITCH, LOWEST_PITCH
from core.jazz.representations.performance import DURATIONS_MS, SHIFTS_MS

N_KEYS = HIGHEST_PITCH - LOWEST_PITCH + 1
# A code tells a duration to about a tenth: a key that is struck again right at its end may seem to be down a little.
CERTAIN = 0.85


class KeysDown:
    """The keys that ``n_pieces`` pieces, played note by note, hold down.

    In all music that a performance model learns from a key is up before it is struck again (`core.jazz.strokes`). A
    model learns this nearly, not wholly; and each stroke too many cuts off the note before it.
    """

    def __init__(self, n_pieces: int) -> None:
        self._now_ms = np.zeros(n_pieces)
        self._until_ms = np.zeros((n_pieces, N_KEYS))

    def see(self, codes: np.ndarray) -> None:
        """Take note of a step, (n_pieces, n_fields)."""
        shift, key, duration = codes[:, 0], codes[:, 1], codes[:, 2]
        self._now_ms = self._now_ms + SHIFTS_MS[shift]
        self._until_ms[np.arange(len(codes)), key] = self._now_ms + CERTAIN * DURATIONS_MS[duration]

    def after(self, shift: np.ndarray) -> np.ndarray:
        """bool, (n_pieces, N_KEYS): what will still be down when the time of ``shift`` codes, (n_pieces,), is over."""
        return self._until_ms > (self._now_ms + SHIFTS_MS[shift])[:, None]
