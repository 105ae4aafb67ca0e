"""Players' notes in beats in; the same as MIDI, with swing and the small unevenness of players, out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import symusic
from symusic.types import Score

from core.generation.arranger.harmony import Chord, within
from core.generation.briefs import Brief

TICKS = 960  # per quarter note
_FARTHEST_S = 0.02  # that a player's onset may lie off its place
_VOLUME, _PAN = 7, 10  # numbers of MIDI controllers


class Note(NamedTuple):
    """``beat`` and ``length`` in quarter notes on the straight grid, before swing; ``velocity`` 1 to 127."""

    beat: float
    length: float
    pitch: int
    velocity: int


@dataclass(eq=False)
class Part:
    """One player.

    Attributes
    ----------
    role : the seat in the band: "drums", "bass", "comp", "lead", or another of the genre's own
    register : lowest and highest pitch; `play` moves notes into it by octaves; of no meaning for drums
    volume, pan : MIDI, 0 to 127; ``pan`` 64 is the middle
    late_s : how far behind the beat this player sits; negative: ahead of it
    loose_s : standard deviation of the onsets
    """

    name: str
    role: str
    program: int = 0
    register: tuple[int, int] = (0, 127)
    volume: int = 100
    pan: int = 64
    late_s: float = 0.0
    loose_s: float = 0.006
    notes: list[Note] = field(default_factory=list)

    @property
    def is_drum(self) -> bool:
        return self.role == "drums"

    def play(self, beat: float, length: float, pitch: int, velocity: float) -> None:
        place = int(pitch) if self.is_drum else within(int(pitch), self.register)
        self.notes.append(Note(float(beat), float(length), place, int(min(max(velocity, 1), 127))))


class Change(NamedTuple):
    """A chord from ``beat`` on, for ``length`` quarter notes."""

    beat: float
    length: float
    chord: Chord


class Section(NamedTuple):
    """A part of the form: "intro", "A" or "B"."""

    name: str
    first_bar: int
    n_bars: int


@dataclass(frozen=True, eq=False)
class Arrangement:
    """What the band plays.

    Attributes
    ----------
    swing : length of the first half of each pair against the second: 1 straight, 2 triplets
    swing_unit : the half of such a pair in quarter notes: 0.5 swings the eighths, 0.25 the sixteenths
    """

    brief: Brief
    parts: tuple[Part, ...]
    chords: tuple[Change, ...]
    sections: tuple[Section, ...]
    n_bars: int
    beats_per_bar: int
    swing: float
    swing_unit: float

    @property
    def beats_s(self) -> np.ndarray:
        """Where the beats of the grid lie inside the clip, in seconds."""
        beats = np.arange(self.n_bars * self.beats_per_bar) * 60 / self.brief.tempo_bpm
        return beats[beats < self.brief.duration_s]

    def chord_at(self, beat: float) -> Chord:
        return next(change.chord for change in reversed(self.chords) if change.beat <= beat + 1e-9)


def to_midi(arrangement: Arrangement) -> Score:
    """The arrangement as played: swung, uneven as people are, and always alike for the same brief."""
    brief = arrangement.brief
    rng = np.random.default_rng([brief.seed, 1])
    score = symusic.Score(TICKS)
    score.tempos.append(symusic.Tempo(0, brief.tempo_bpm))
    score.time_signatures.append(symusic.TimeSignature(0, arrangement.beats_per_bar, 4))
    for part in arrangement.parts:
        track = symusic.Track(part.name, part.program, part.is_drum)
        track.controls.append(symusic.ControlChange(0, _VOLUME, part.volume))
        track.controls.append(symusic.ControlChange(0, _PAN, part.pan))
        for note in _played(part, arrangement, rng):
            track.notes.append(note)
        score.tracks.append(track)
    return score


def midi_bytes(arrangement: Arrangement) -> bytes:
    """The arrangement as a standard MIDI file."""
    return to_midi(arrangement).dumps_midi()


def swung(beats: np.ndarray, *, swing: float, unit: float) -> np.ndarray:
    """Places on the straight grid -> where they are played: the middle of each pair of ``unit``s moves back."""
    pair, rest = np.divmod(np.asarray(beats, dtype=float), 2 * unit)
    bent = np.interp(rest, [0, unit, 2 * unit], [0, 2 * unit * swing / (1 + swing), 2 * unit])
    return 2 * unit * pair + bent


def _played(part: Part, arrangement: Arrangement, rng: np.random.Generator) -> Sequence[symusic.Note]:
    if not part.notes:
        return []
    beats, lengths, pitches, velocities = (np.array(values) for values in zip(*sorted(part.notes), strict=True))
    bend = {"swing": arrangement.swing, "unit": arrangement.swing_unit}
    starts = swung(beats, **bend)
    lengths = np.maximum(swung(beats + lengths, **bend) - starts, 0.05)
    off_s = np.clip(part.late_s + rng.normal(0, part.loose_s, starts.size), -_FARTHEST_S, _FARTHEST_S)
    starts = np.maximum(starts + off_s * arrangement.brief.tempo_bpm / 60, 0)
    velocities = np.clip(velocities + rng.normal(0, 5, starts.size), 1, 127)
    numbers = (
        np.rint(values).astype(int).tolist() for values in (TICKS * starts, TICKS * lengths, pitches, velocities)
    )
    return [symusic.Note(*values) for values in zip(*numbers, strict=True)]
