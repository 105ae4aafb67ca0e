"""A seed in, twelve bars of swinging blues in F for saxophone, piano, bass and drums out."""

import itertools

import numpy as np

from core.generation.arranger.harmony import Chord, chord, nearest, voicing
from core.generation.demos.band import Demo, Part, Piece, line

_SWING = 0.64  # where the second eighth of a beat falls
_BARS = ["F7", "Bb7", "F7", "F7", "Bb7", "Bdim7", "F7", "D7", "Gm7", "C7", "F7", "C7", "F6"]
_LAST_BEAT = 48
_BLUES = (5, 8, 10, 11, 0, 3)  # F Ab Bb B C Eb
_PHRASES = (  # (beat, length) within a phrase of two bars
    ((0.5, 0.5), (1, 0.5), (1.5, 1), (3, 0.5), (3.5, 1.5)),
    ((0, 0.5), (0.5, 0.5), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3.5, 2)),
    ((1, 0.5), (1.5, 0.5), (2, 1), (3.5, 0.5), (4, 0.5), (4.5, 1.5)),
)
_COMPING = (((0, 0.4), (1.5, 0.7)), ((1.5, 0.4), (3.5, 0.4)), ((0.5, 0.4), (2.5, 0.8)), ((1, 0.3), (2.5, 0.5)))
_KICK, _SNARE, _HAT, _CRASH, _RIDE = 36, 40, 44, 49, 51


def compose(seed: int) -> Piece:
    rng = np.random.default_rng(seed)
    chords = [chord(name) for name in _BARS]
    return Piece([_saxophone(chords, rng), _piano(chords, rng), _bass(chords, rng), _drums(rng)])


def _saxophone(chords: list[Chord], rng: np.random.Generator) -> Part:
    """Calls of two bars and their answers, as in a sung blues; each call has the same rhythm."""
    part = Part("saxophone", program=66, volume=96, pan=58)
    call, answer = rng.choice(len(_PHRASES), 2, replace=False)
    for i, start in enumerate((65, 70, 68, 65, 72, 65)):
        rhythm = [(8 * i + offset, length) for offset, length in _PHRASES[answer if i % 2 else call]]
        melody = line(
            rhythm, chord_at=lambda at: chords[int(at // 4)], scale=_BLUES, start=start, span=(58, 77), rng=rng
        )
        for at, length, pitch in melody:
            part.play(_swung(at), 0.95 * length, pitch, 92 if length > 0.5 else 84)
    part.play(_LAST_BEAT, 6.5, 69, 88)
    return part


def _piano(chords: list[Chord], rng: np.random.Generator) -> Part:
    part = Part("piano", program=0, volume=112, pan=44)
    for bar, harmony in enumerate(chords[:12]):
        for offset, length in _COMPING[rng.integers(len(_COMPING))]:
            for pitch in voicing(_rootless(harmony), 61):
                part.play(_swung(4 * bar + offset), length, pitch, 78)
    for pitch in voicing(_rootless(chords[-1]), 60):
        part.play(_LAST_BEAT, 6.5, pitch, 84)
    return part


def _rootless(harmony: Chord) -> list[int]:
    """Third, seventh (or sixth) and colours; the bass has the root."""
    colours = {"7": (4, 9, 10, 14), "m7": (3, 7, 10, 14), "6": (4, 7, 9, 14), "dim7": (0, 3, 6, 9)}
    return [(harmony.root + step) % 12 for step in colours[harmony.quality]]


def _bass(chords: list[Chord], rng: np.random.Generator) -> Part:
    """Root, two chord tones on the way, and a semitone beside the next root."""
    part = Part("bass", program=32, volume=118, pan=64)
    root = nearest(chords[0].root, 40)
    for bar, (harmony, following) in enumerate(itertools.pairwise(chords)):
        target = nearest(following.root, float(np.clip(root + rng.integers(-4, 5), 34, 46)))
        middle = [nearest(harmony.tones[i], root + (target - root) * i / 3 + 3) for i in (1, 2)]
        approach = target + int(rng.choice([-1, 1]))
        for i, pitch in enumerate((root, *middle, approach)):
            part.play(4 * bar + i, 0.92, pitch, 96 if i % 2 else 90)
        root = target
    part.play(_LAST_BEAT, 6.5, nearest(5, 35), 96)
    return part


def _drums(rng: np.random.Generator) -> Part:
    part = Part("drums", is_drum=True, volume=127)
    for beat in range(_LAST_BEAT):
        part.play(beat, 0.5, _RIDE, 112 if beat % 2 else 100)
        part.play(beat, 0.2, _KICK, 58)
        if beat % 2:
            part.play(_swung(beat + 0.5), 0.5, _RIDE, 90)
            part.play(beat, 0.2, _HAT, 100)
        if rng.random() < 0.3:
            part.play(_swung(beat + 0.5), 0.2, _SNARE, 52)
    part.play(_LAST_BEAT, 4, _CRASH, 84)
    part.play(_LAST_BEAT, 0.5, _KICK, 96)
    for i in range(8):  # a soft roll under the last chord
        part.play(_LAST_BEAT + 1 + i / 4, 0.5, _RIDE, 40 + 4 * i)
    return part


def _swung(beat: float) -> float:
    whole, rest = divmod(beat, 1)
    return whole + (_SWING if rest == 0.5 else rest)


DEMO = Demo(
    name="jazz-quartet",
    title="Blues in F, swinging",
    about="Twelve bars for saxophone, piano, walking bass and drums. Composed by rules, played by a soundfont.",
    genre_hint="jazz",
    tempo_bpm=126.0,
    key="F major",
    compose=compose,
    seed=3,
)
