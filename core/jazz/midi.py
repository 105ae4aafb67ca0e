"""A MIDI file in, notes with their times in seconds out, and back: bytes of strangers are read within limits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np

from core.errors import DataError
from core.jazz.midi_events import DRUM_CHANNEL, Stroke, Track, read_events
from core.jazz.notes import Notes
from core.jazz.strokes import one_a_stroke

# What is written: 500 ticks a quarter note at 120 quarter notes a minute, so that a tick is a millisecond. The tempo is
# a convention: players follow the clock of the notes, and programs that show bars show them at 120.
TICKS_PER_QUARTER, TEMPO_US = 500, 500_000
TICKS_PER_S = 1000

_FRAMES_PER_S = {24: 24.0, 25: 25.0, 29: 30_000 / 1001, 30: 30.0}  # 29 stands for 29.97
_FARTHEST_TICK = 1 << 52  # up to which a float64 counts exactly


@dataclass(frozen=True)
class MidiLimits:
    """What is still taken for a piece of music."""

    max_bytes: int = 2_000_000
    max_notes: int = 20_000
    max_tracks: int = 64
    max_duration_s: float = 3600.0


_USUAL = MidiLimits()


def read_midi(source: bytes | Path, *, limits: MidiLimits = _USUAL) -> Notes:
    """The notes of all tracks together, without drums; times in seconds, to the microsecond, as the tempos tell.

    What nothing ends, or ends where it starts, is no note, as for other readers. The tracks of format 2, which
    have no common time, come one after another. Files that count in frames (SMPTE) know no tempo.

    Raises
    ------
    DataError
        It cannot be read, is no MIDI file or a broken one, is larger than the limits, or has no notes but drums.
    """
    file = read_events(_content(source, limits), max_tracks=limits.max_tracks, max_notes=limits.max_notes)
    if not any(track.strokes for track in file.tracks):
        raise DataError("the file has no notes; choose a file with music in it")
    clocks = [(track,) for track in file.tracks] if file.kind == 2 else [file.tracks]
    rows = np.round(_one_after_another([_timed(tracks, file.division) for tracks in clocks]), 6)
    rows = rows[rows[:, 1] > 0]
    if not len(rows):
        raise DataError("the file has drums but no other notes; choose a file with notes of definite pitch")
    notes = Notes.of(rows)
    if notes.end_s > limits.max_duration_s:
        raise DataError(
            f"the file lasts {notes.end_s / 60:,.0f} min, at most {limits.max_duration_s / 60:,.0f} min are taken; cut "
            f"it into shorter files"
        )
    return notes


def to_midi(notes: Notes, *, program: int = 0, texts: Iterable[str] = ()) -> bytes:
    """A MIDI file of one track (format 0): ``texts`` as text events, an instrument, and the notes to the millisecond.

    A key has one note at a time: see `one_a_stroke`. What is written so is read again as the same notes.

    Parameters
    ----------
    program : of General MIDI, 0 (grand piano) to 127
    """
    if not 0 <= program <= 127:
        raise ValueError(f"program={program} must be 0 to 127")
    events = [
        (0, b"\xff\x51\x03" + TEMPO_US.to_bytes(3, "big")),
        *((0, b"\xff\x01" + _number(len(text.encode())) + text.encode()) for text in texts),
        (0, bytes([0xC0, program])),
        *_strokes(notes),
    ]
    body = b"".join(_number(tick - before) + event for (before, _), (tick, event) in pairwise([(0, b""), *events]))
    body += b"\x00\xff\x2f\x00"
    header = b"MThd" + b"".join(n.to_bytes(size, "big") for n, size in ((6, 4), (0, 2), (1, 2), (TICKS_PER_QUARTER, 2)))
    return header + b"MTrk" + len(body).to_bytes(4, "big") + body


def _content(source: bytes | Path, limits: MidiLimits) -> bytes:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                source = file.read(limits.max_bytes + 1)
        except OSError as error:
            raise DataError(f"the file cannot be read ({error.strerror or error}); choose another file") from error
    if not source:
        raise DataError("the file is empty; choose a file with music in it")
    if len(source) > limits.max_bytes:
        raise DataError(f"the file is larger than {limits.max_bytes / 1e6:g} MB; cut it into shorter files")
    return source


def _one_after_another(parts: list[tuple[np.ndarray, float]]) -> np.ndarray:
    at_s = np.cumsum([0.0, *(end_s for _, end_s in parts)])
    return np.concatenate(
        [rows + np.array([begin_s, 0, 0, 0]) for (rows, _), begin_s in zip(parts, at_s, strict=False)]
    )


def _timed(tracks: tuple[Track, ...], division: int) -> tuple[np.ndarray, float]:
    """Rows of (start_s, duration_s, pitch, velocity) of tracks with one clock, and when the last of them ends."""
    end = max(track.end for track in tracks)
    if end > _FARTHEST_TICK:
        raise DataError("the file claims to last for years; it is broken, export it again")
    strokes = [stroke for track in tracks for stroke in track.strokes if stroke.channel != DRUM_CHANNEL]
    tempos = sorted((tempo for track in tracks for tempo in track.tempos), key=itemgetter(0))
    clock = _Clock(division, tempos)
    return _rows(strokes, clock), float(clock.seconds(np.array([end]))[0])


def _rows(strokes: list[Stroke], clock: "_Clock") -> np.ndarray:
    table = np.array([(s.start, s.end, s.pitch, s.velocity) for s in strokes], dtype=float).reshape(-1, 4)
    start_s, end_s = clock.seconds(table[:, 0]), clock.seconds(table[:, 1])
    return np.stack([start_s, end_s - start_s, table[:, 2], table[:, 3]], axis=1)


class _Clock:
    """Ticks -> seconds, by the division of a file and its tempos (tick, microseconds of a quarter note), in order.

    Of the sixteen bits of the division the first is 0 for ticks of a quarter note. Else the first eight are minus the
    frames of a second, the last eight the ticks of a frame, and the tempos mean nothing.
    """

    def __init__(self, division: int, tempos: list[tuple[int, int]]) -> None:
        if division & 0x8000:
            frames, ticks = 256 - (division >> 8), division & 0xFF
            if frames not in _FRAMES_PER_S or not ticks:
                raise DataError(
                    f"the file counts {ticks} ticks in each of {frames} frames a second, as none does; export it again"
                )
            self._ticks, self._tick_s = np.zeros(1), np.array([1 / (_FRAMES_PER_S[frames] * ticks)])
        else:
            if not division or any(not quarter_us for _, quarter_us in tempos):
                raise DataError("the file states an endless tempo (0 ticks or 0 s in a quarter note); export it again")
            table = np.array([(0, TEMPO_US), *tempos], dtype=float)
            self._ticks, self._tick_s = table[:, 0], table[:, 1] / (1e6 * division)
        self._at_s = np.cumsum([0.0, *(np.diff(self._ticks) * self._tick_s[:-1])])

    def seconds(self, ticks: np.ndarray) -> np.ndarray:
        which = np.searchsorted(self._ticks, ticks, side="right") - 1
        return self._at_s[which] + (ticks - self._ticks[which]) * self._tick_s[which]


def _strokes(notes: Notes) -> Iterator[tuple[int, bytes]]:
    """(tick, event) in order; what ends comes before what starts at the same tick."""
    start = np.rint(notes.start_s * TICKS_PER_S)
    length = np.maximum(np.rint((notes.start_s + notes.duration_s) * TICKS_PER_S) - start, 1)
    notes = one_a_stroke(Notes(start, length, notes.pitch, np.clip(notes.velocity, 1, 127)))  # in ticks
    rows = zip(notes.start_s.astype(int), notes.duration_s.astype(int), notes.pitch, notes.velocity, strict=True)
    events = [
        event
        for start, length, pitch, velocity in rows
        for event in ((start, 0x90, pitch, velocity), (start + length, 0x80, pitch, 0))
    ]
    return ((int(tick), bytes(event)) for tick, *event in sorted(events))


def _number(value: int) -> bytes:
    """A number as MIDI files write it: seven bits a byte, the highest bit set on all but the last."""
    septets = [value & 0x7F]
    while value := value >> 7:
        septets.append(0x80 | value & 0x7F)
    return bytes(reversed(septets))
