"""Notes in, a piano roll for the player out: time to the right, pitch upwards, or one row for each drum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

LEAST_ROWS = 25  # two octaves: a roll of three notes shall not draw them as beams
DRUM_ROW_PX = 20  # as high as a word beside it
OWN, GIVEN, BASS, DRUMS = PARTS = ("own", "given", "bass", "drums")  # the player knows a colour and a mark for each
_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_MS = 3  # decimals of a second


@dataclass(frozen=True, eq=False)
class NotesLane:
    """A piano roll, or the strokes of drums.

    Attributes
    ----------
    title, about : what it is, and one sentence on what to see
    start_s, duration_s : float, shape (n_notes,), seconds, starts ascending
    pitch : int, shape (n_notes,), MIDI numbers; with ``row_names`` numbers of rows
    loudness : float, shape (n_notes,), 0 to 1
    parts : str of PARTS, shape (n_notes,), whose each note is; () where all are the model's own
    names : part -> what people call it; where notes of several parts are drawn, a legend says so
    row_names : of drums, what each row stands for, from the bottom up; () has a row for each key of a piano
    """

    title: str
    start_s: np.ndarray
    duration_s: np.ndarray
    pitch: np.ndarray
    loudness: np.ndarray
    parts: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    row_names: Sequence[str] = ()
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
        The arrays are of different lengths, a time is not finite, a part is unknown, or a row has no name.
    """
    _check(lane)
    drawn = parts_drawn(lane)
    return _rows(lane) | {
        "starts_s": np.round(lane.start_s, _MS).tolist(),
        "durations_s": np.round(lane.duration_s, _MS).tolist(),
        "pitches": np.asarray(lane.pitch).astype(int).tolist(),
        "loudness": np.round(lane.loudness, 2).tolist(),
        "parts": [drawn.index(part) for part in lane.parts] or [0] * len(lane.pitch),
        "voices": [{"part": part, "name": lane.names.get(part, "")} for part in drawn],
    }


def parts_drawn(lane: NotesLane) -> list[str]:
    """The parts that have notes, in the order of PARTS."""
    return [part for part in PARTS if part in set(lane.parts)] or [OWN]


def notes_words(lane: NotesLane) -> str:
    """The roll in a sentence, for those who cannot see it."""
    if not len(lane.pitch):
        return f"{lane.title}: no notes."
    if lane.row_names:
        return f"{lane.title}: {len(lane.pitch)} strokes of {', '.join(reversed(lane.row_names))}."
    is_bass = np.array(lane.parts) == BASS if len(lane.parts) else np.zeros(len(lane.pitch), dtype=bool)
    n_given = sum(part == GIVEN for part in lane.parts)
    given = f" The first {n_given} are the phrase that you brought." if n_given else ""
    bass = f" The bass plays {_span_words(lane.pitch[is_bass])}." if is_bass.any() else ""
    return f"{lane.title}: {_span_words(lane.pitch[~is_bass])}.{given}{bass}"


def _span_words(pitch: np.ndarray) -> str:
    low, high = pitch_name(int(pitch.min())), pitch_name(int(pitch.max()))
    return f"{len(pitch)} note{'s' * (len(pitch) != 1)} from {low} to {high}"


def _rows(lane: NotesLane) -> dict:
    """The rows from the bottom up, with words beside some of them."""
    if lane.row_names:
        n_rows = len(lane.row_names)
        ticks = [[(row + 0.5) / n_rows, name] for row, name in enumerate(lane.row_names)]
        size = {"row_px": DRUM_ROW_PX, "n_rows": n_rows}
        return size | {"low": 0, "high": n_rows - 1, "row_names": list(lane.row_names), "ticks": ticks, "keys": False}
    low, high = pitch_range(lane.pitch)
    return {
        "low": low,
        "high": high,
        "row_names": [pitch_name(pitch) for pitch in range(low, high + 1)],
        "ticks": [[(pitch - low + 0.5) / (high - low + 1), pitch_name(pitch)] for pitch in _octaves(low, high)],
        "keys": True,
    }


def _octaves(low: int, high: int) -> range:
    """Every C from ``low`` to ``high``."""
    return range(low + -low % 12, high + 1, 12)


def _check(lane: NotesLane) -> None:
    columns = (lane.start_s, lane.duration_s, lane.pitch, lane.loudness, *([lane.parts] if len(lane.parts) else []))
    sizes = {len(values) for values in columns}
    if len(sizes) > 1:
        raise ValueError(f"{lane.title}: arrays of {sorted(sizes)} notes; one value a note each")
    if not (np.isfinite(lane.start_s).all() and np.isfinite(lane.duration_s).all()):
        raise ValueError(f"{lane.title}: a time is not finite")
    if unknown := set(lane.parts) - set(PARTS):
        raise ValueError(f"{lane.title}: parts {sorted(unknown)} are unknown; choose of {PARTS}")
    if lane.row_names and not ((lane.pitch >= 0) & (lane.pitch < len(lane.row_names))).all():
        raise ValueError(f"{lane.title}: a stroke lies on none of the {len(lane.row_names)} rows")
