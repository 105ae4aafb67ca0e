"""A seed in, sixteen bars of disco in A minor for drums, bass, guitar, strings and electric piano out."""

import numpy as np

from core.generation.arranger.harmony import Chord, chord, nearest, voicing
from core.generation.demos.band import Demo, Part, Piece, line

_LOOP = ["Am7", "D7", "Gmaj7", "Cmaj7", "Fmaj7", "Dm7", "E7", "E7"]
_N_BARS = 15
_SCALE = (9, 11, 0, 2, 4, 5, 7)  # A minor
_KICK, _SNARE, _CLAP, _CLOSED, _OPEN, _CRASH = 36, 40, 39, 42, 46, 49
_BASS_STEPS = ((0, 0), (0.5, 12), (1, 0), (1.5, 12), (2, 0), (2.5, 12), (3, 7), (3.5, 12))  # (beat, semitones)
_CHOPS = (0.5, 0.75, 1.25, 1.5, 2.5, 2.75, 3.25, 3.75)
_TUNE = ((0, 1.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5), (4, 2), (6, 1), (7, 0.5), (7.5, 0.5))  # two bars


def compose(seed: int) -> Piece:
    rng = np.random.default_rng(seed)
    chords = [chord(_LOOP[bar % len(_LOOP)]) for bar in range(_N_BARS - 1)] + [chord("Am7")]
    return Piece([_drums(rng), _bass(chords), _guitar(chords, rng), _keys(chords), _pad(chords), _strings(chords, rng)])


def _drums(rng: np.random.Generator) -> Part:
    part = Part("drums", is_drum=True, volume=122)
    for beat in range(4 * (_N_BARS - 1)):
        part.play(beat, 0.3, _KICK, 118)
        part.play(beat + 0.5, 0.4, _OPEN, 110)
        for offset in (0, 0.25, 0.75):
            part.play(beat + offset, 0.2, _CLOSED, 58 + 14 * (offset == 0))
        if beat % 2:
            part.play(beat, 0.3, _SNARE, 108)
            part.play(beat, 0.3, _CLAP, 84)
        if beat % 32 == 0:
            part.play(beat, 2, _CRASH, 88)
        if beat % 16 == 15:
            for offset in (0.25, 0.5, 0.75):
                part.play(beat + offset, 0.2, _SNARE, 72 + int(40 * offset) + int(rng.integers(8)))
    for pitch in (_KICK, _CRASH):
        part.play(4 * (_N_BARS - 1), 3, pitch, 100)
    return part


def _bass(chords: list[Chord]) -> Part:
    part = Part("bass", program=33, volume=116)
    for bar, harmony in enumerate(chords[:-1]):
        root = nearest(harmony.root, 36)
        for offset, step in _BASS_STEPS:
            part.play(4 * bar + offset, 0.4, root + step, 104 if offset % 1 == 0 else 92)
    part.play(4 * (_N_BARS - 1), 3, nearest(9, 36), 104)
    return part


def _guitar(chords: list[Chord], rng: np.random.Generator) -> Part:
    """Short high chords between the beats."""
    part = Part("guitar", program=28, volume=106, pan=100)
    for bar, harmony in enumerate(chords[1:-1], start=1):
        for offset in _CHOPS:
            if rng.random() < 0.85:
                for pitch in voicing(harmony.tones[-3:], 69):
                    part.play(4 * bar + offset, 0.16, pitch, 88 if offset % 1 == 0.5 else 72)
    return part


def _keys(chords: list[Chord]) -> Part:
    part = Part("electric piano", program=4, volume=80, pan=36)
    for bar, harmony in enumerate(chords):
        hits = ((0, 1.4), (1.5, 0.4), (2.5, 0.9)) if bar < _N_BARS - 1 else ((0, 3.5),)
        for offset, length in hits:
            for pitch in voicing(harmony.tones, 60):
                part.play(4 * bar + offset, length, pitch, 80)
    return part


def _pad(chords: list[Chord]) -> Part:
    part = Part("strings below", program=48, volume=88, pan=52)
    for bar, harmony in enumerate(chords[4:], start=4):
        for pitch in voicing(harmony.tones, 64):
            part.play(4 * bar, 3.9, pitch, 72)
    return part


def _strings(chords: list[Chord], rng: np.random.Generator) -> Part:
    """A tune of two bars in octaves from the fourth bar on; its rhythm comes back, its notes follow the chords."""
    part = Part("strings", program=48, volume=122, pan=76)
    for bar in range(4, _N_BARS - 1, 2):
        rhythm = [(4 * bar + beat, length) for beat, length in _TUNE]
        melody = line(rhythm, chord_at=lambda at: chords[int(at // 4)], scale=_SCALE, start=76, span=(69, 84), rng=rng)
        for beat, length, pitch in melody:
            part.play(beat, 0.97 * length, pitch, 92)
            part.play(beat, 0.97 * length, pitch - 12, 76)
    part.play(4 * (_N_BARS - 1), 3.5, 76, 88)
    return part


DEMO = Demo(
    name="disco",
    title="Four on the floor",
    about="A groove with octave bass, chopped guitar and strings. Composed by rules, played by a soundfont.",
    genre_hint="disco",
    tempo_bpm=118.0,
    key="A minor",
    compose=compose,
    seed=7,
)
