"""Chord names and notes in beats in; a score with the small unevenness of players out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import symusic
from symusic.types import Score

from core.generation.arranger.harmony import Chord, nearest

_TICKS = 960  # per quarter note
_TIMING_S = 0.007  # standard deviation of a player's onsets
_VELOCITY = 4.0  # standard deviation of a player's velocities


@dataclass(eq=False)
class Part:
    """One player: ``program`` is General MIDI, ``pan`` runs from 0 (left) over 64 to 127."""

    name: str
    program: int = 0
    volume: int = 100
    pan: int = 64
    is_drum: bool = False
    notes: list[tuple[float, float, int, int]] = field(default_factory=list)

    def play(self, beat: float, length: float, pitch: int, velocity: int) -> None:
        self.notes.append((beat, length, pitch, velocity))


@dataclass(eq=False)
class Piece:
    """Players, and places (beat, factor) where the tempo changes."""

    parts: list[Part]
    tempo_changes: tuple[tuple[float, float], ...] = ()

    def score(self, *, tempo_bpm: float, seed: int) -> Score:
        """The piece as played: onsets and velocities vary a little, always alike for the same seed."""
        rng = np.random.default_rng(seed)
        score = symusic.Score(_TICKS)
        for beat, factor in ((0.0, 1.0), *self.tempo_changes):
            score.tempos.append(symusic.Tempo(round(beat * _TICKS), tempo_bpm * factor))
        for part in self.parts:
            track = symusic.Track(part.name, part.program, part.is_drum)
            track.controls.append(symusic.ControlChange(0, 7, part.volume))
            track.controls.append(symusic.ControlChange(0, 10, part.pan))
            for beat, length, pitch, velocity in part.notes:
                onset = beat + float(np.clip(rng.normal(0, _TIMING_S), -0.015, 0.015)) * tempo_bpm / 60
                loudness = int(np.clip(velocity + rng.normal(0, _VELOCITY), 1, 127))
                ticks = max(round(onset * _TICKS), 0), max(round(length * _TICKS), 1)
                track.notes.append(symusic.Note(*ticks, pitch, loudness))
            score.tracks.append(track)
        return score


@dataclass(frozen=True)
class Demo:
    """One clip: what a visitor reads of it, and the rules that compose it."""

    name: str
    title: str
    about: str
    genre_hint: str  # the genre that its rules follow; what a model hears in it is another matter
    tempo_bpm: float
    key: str
    compose: Callable[[int], Piece]  # from a seed
    seed: int


def line(
    rhythm: Sequence[tuple[float, float]],
    *,
    chord_at: Callable[[float], Chord],
    scale: Sequence[int],
    start: int,
    span: tuple[int, int],
    rng: np.random.Generator,
) -> list[tuple[float, float, int]]:
    """A melody on ``rhythm`` (beat, length): chord tones where a note is strong or long, steps of ``scale`` between.

    Parameters
    ----------
    chord_at : from a beat to the chord that sounds there
    scale : pitch classes
    start : the first pitch is the chord tone nearest to this
    span : lowest and highest pitch
    """
    steps = [pitch for pitch in range(span[0], span[1] + 1) if pitch % 12 in scale]
    melody, pitch, direction = [], start, 1
    for beat, length in rhythm:
        if beat % 2 == 0 or length >= 1:
            target = pitch + direction * rng.integers(0, 3)
            pitch = min((nearest(tone, target) for tone in chord_at(beat).tones), key=lambda tone: abs(tone - target))
        else:
            at = min(range(len(steps)), key=lambda i: abs(steps[i] - pitch)) + direction
            pitch = steps[min(max(at, 0), len(steps) - 1)]
        if not span[0] < pitch < span[1] or rng.random() < 0.3:
            direction = -1 if pitch > (span[0] + span[1]) / 2 else 1
        pitch = int(min(max(pitch, span[0]), span[1]))
        melody.append((beat, length, pitch))
    return melody
