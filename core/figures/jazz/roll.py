"""Notes in, a piano roll for the player out: time to the right, pitch upwards."""

from dataclasses import dataclass

import numpy as np

LEAST_ROWS = 25  # two octaves: a roll of three notes shall not draw them as beams
_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_MS = 3  # decimals of a second


@dataclass(frozen=True, eq=False)
class NotesLane:
    """A piano roll.

    Attributes
    ----------
    title, about : what it is, and one sentence on what to see
    start_s, duration_s : float, shape (n_notes,), seconds, starts ascending
    pitch : int, shape (n_notes,), MIDI numbers
    loudness : float, shape (n_notes,), 0 to 1
    n_given : so many of the first notes were brought by the visitor; they are drawn quieter
    """

    title: str
    start_s: np.ndarray
    duration_s: np.ndarray
    pitch: np.ndarray
    loudness: np.ndarray
    n_given: int = 0
    about: str = ""


def pitch_name(pitch: int) -> str:
    """60 -> "C4", 63 -> "E♭4": the names that jazz musicians use most."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def pitch_range(pitch: np.ndarray) -> tuple[int, int]:
    """The lowest and the highest row of a roll: what the notes need and a little air, at least two octaves."""
    low, high = (int(pitch.min()) - 1, int(pitch.max()) + 1) if len(pitch) else (60, 60)
    missing = max(LEAST_ROWS - (high - low + 1), 0)
    return low - missing // 2, high + missing - missing // 2


def notes_data(lane: NotesLane) -> dict:
    """What the player draws of a roll.

    Raises
    ------
    ValueError
        The arrays are of different lengths, or a time is not finite.
    """
    sizes = {len(values) for values in (lane.start_s, lane.duration_s, lane.pitch, lane.loudness)}
    if len(sizes) > 1:
        raise ValueError(f"{lane.title}: arrays of {sorted(sizes)} notes; one value a note each")
    if not (np.isfinite(lane.start_s).all() and np.isfinite(lane.duration_s).all()):
        raise ValueError(f"{lane.title}: a time is not finite")
    low, high = pitch_range(lane.pitch)
    return {
        "starts_s": np.round(lane.start_s, _MS).tolist(),
        "durations_s": np.round(lane.duration_s, _MS).tolist(),
        "pitches": np.asarray(lane.pitch).astype(int).tolist(),
        "loudness": np.round(lane.loudness, 2).tolist(),
        "n_given": int(lane.n_given),
        "low": low,
        "high": high,
        "row_names": [pitch_name(pitch) for pitch in range(low, high + 1)],
        "ticks": [[(pitch - low + 0.5) / (high - low + 1), pitch_name(pitch)] for pitch in _octaves(low, high)],
    }


def notes_words(lane: NotesLane) -> str:
    """The roll in a sentence, for those who cannot see it."""
    if not len(lane.pitch):
        return f"{lane.title}: no notes."
    low, high = pitch_name(int(lane.pitch.min())), pitch_name(int(lane.pitch.max()))
    given = f" The first {lane.n_given} are the phrase that you brought." if lane.n_given else ""
    return f"{lane.title}: {len(lane.pitch)} notes from {low} to {high}.{given}"


def _octaves(low: int, high: int) -> range:
    """Every C from ``low`` to ``high``."""
    return range(low + -low % 12, high + 1, 12)
