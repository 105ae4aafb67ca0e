"""Notes as they were played: a step per note says how long after the last one it starts, its pitch, duration, velocity.

The information is that of MIDI-Like and TSD tokens (Oore et al. 2018; Fradet et al. 2021), in milliseconds and in four
columns instead of four steps, so that a network takes one step a note. The library MidiTok counts in beats, of which
these recordings know none, and cuts time into even parts, where hearing is about even in ratios; hence this page.
"""

import numpy as np

from core.jazz.notes import HIGHEST_PITCH, LOWEST_PITCH, Notes
from core.jazz.representations.spec import Field

N_VELOCITIES = 32
_EVEN_MS = (*range(0, 100, 10), *range(100, 1000, 50), *range(1000, 2000, 100))
# Fine where ears are, coarse where they are not; all tenths of a second to 2 s lie on the grid.
SHIFTS_MS = np.array([*_EVEN_MS, *range(2000, 4001, 250), 5000, 6000, 8000, 10_000])
DURATIONS_MS = np.array([*_EVEN_MS[2:], *range(2000, 4001, 250), *range(4500, 8001, 500), 10_000, 15_000, 30_000])


class Performance:
    """See the module; also `Representation`."""

    name = "performance"
    title = "performance: each note with its time, duration and velocity"
    fields = (
        Field("shift", len(SHIFTS_MS)),
        Field("pitch", HIGHEST_PITCH - LOWEST_PITCH + 1),
        Field("duration", len(DURATIONS_MS)),
        Field("velocity", N_VELOCITIES),
    )
    is_timed = True

    def encode(self, notes: Notes) -> np.ndarray:
        """Notes -> int16, shape (n_notes, 4), the first at once; rounding of one shift is made good by the next."""
        notes = notes.from_zero().taken((notes.pitch >= LOWEST_PITCH) & (notes.pitch <= HIGHEST_PITCH))
        columns = (
            _shifts(notes.start_s * 1000),
            notes.pitch - LOWEST_PITCH,
            nearest(notes.duration_s * 1000, DURATIONS_MS),
            (np.clip(notes.velocity, 1, 127) - 1) * N_VELOCITIES // 127,
        )
        return np.stack(columns, axis=1).astype(np.int16)

    def decode(self, codes: np.ndarray) -> Notes:
        """Codes of shape (n_notes, 4) -> notes; the first starts after its shift."""
        codes = np.asarray(codes, dtype=np.int64)
        start_s = np.cumsum(SHIFTS_MS[codes[:, 0]]) / 1000
        velocity = np.ceil((codes[:, 3] + 0.5) * 127 / N_VELOCITIES)
        duration_s = DURATIONS_MS[codes[:, 2]] / 1000
        return Notes.of(zip(start_s, duration_s, codes[:, 1] + LOWEST_PITCH, velocity, strict=True))

    def transpose(self, codes: np.ndarray, semitones: int) -> np.ndarray:
        moved, n_pitches = codes.copy(), self.fields[1].size
        pitch = codes[:, 1] + semitones
        moved[:, 1] = np.where(pitch < 0, pitch + 12, np.where(pitch >= n_pitches, pitch - 12, pitch))
        return moved


def nearest(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """The index of the nearest number of an ascending grid, for each value."""
    return np.searchsorted((grid[1:] + grid[:-1]) / 2, values)


def _shifts(starts_ms: np.ndarray) -> np.ndarray:
    """The codes of the times between starts, each counted from where the codes before it have led.

    A silence longer than the longest shift becomes that shift, and what comes after it is as it was.
    """
    shifts, now = np.zeros(len(starts_ms), dtype=np.int64), 0.0
    edges = (SHIFTS_MS[1:] + SHIFTS_MS[:-1]) / 2
    for i, start in enumerate(starts_ms):
        shifts[i] = np.searchsorted(edges, start - now)
        now = start if start - now > SHIFTS_MS[-1] else now + SHIFTS_MS[shifts[i]]
    return shifts
