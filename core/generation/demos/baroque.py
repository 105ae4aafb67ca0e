"""A seed in, ten bars in D minor for two violins, cello and harpsichord, in the manner of a trio sonata, out."""

import itertools

import numpy as np

from core.generation.arranger.harmony import Chord, chord, nearest, voicing
from core.generation.demos.band import Demo, Part, Piece, line

# One chord each half bar: around the circle of fifths, twice, then a cadence that ends in major.
_CIRCLE = ["Dm", "Dm", "Gm", "C", "F", "Bb", "Edim", "A"]
_HALVES = [*_CIRCLE, *_CIRCLE, "Dm", "Gm", "A7", "A7", "D", "D"]
_N_HALVES = len(_HALVES)
_SCALE = (2, 4, 5, 7, 9, 10, 0)  # D minor; its leading note comes with the chords of A
_FIGURES = (  # (beat, length) within a half bar
    ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 0.5), (1.5, 0.5)),
    ((0, 0.25), (0.25, 0.25), (0.5, 0.25), (0.75, 0.25), (1, 0.5), (1.5, 0.5)),
    ((0, 1), (1, 0.5), (1.5, 0.5)),
)
_LAST_BEAT = 2 * (_N_HALVES - 2)


def compose(seed: int) -> Piece:
    rng = np.random.default_rng(seed)
    chords = [chord(name) for name in _HALVES]
    first = _first_violin(chords, rng)
    parts = [first, _second_violin(chords), _cello(chords), _harpsichord(chords)]
    return Piece(parts, tempo_changes=((_LAST_BEAT - 4, 0.92), (_LAST_BEAT - 2, 0.8), (_LAST_BEAT, 0.7)))


def _first_violin(chords: list[Chord], rng: np.random.Generator) -> Part:
    """A figure that is repeated a step lower with each pair of chords, as a sequence is."""
    part = Part("first violin", program=40, volume=92, pan=44)
    figures = rng.choice(len(_FIGURES), 2, replace=False)
    for half in range(_N_HALVES - 2):
        rhythm = [(2 * half + beat, length) for beat, length in _FIGURES[figures[half % 2]]]
        start = 81 - half % 8
        melody = line(
            rhythm, chord_at=lambda at: chords[int(at // 2)], scale=_SCALE, start=start, span=(69, 86), rng=rng
        )
        for beat, length, pitch in melody:
            part.play(beat, 0.95 * length, pitch, 86 if beat % 1 == 0 else 76)
    part.play(_LAST_BEAT, 3.8, 74, 88)
    return part


def _second_violin(chords: list[Chord]) -> Part:
    """Long notes tied over the change of chord, which then resolve a step down."""
    part = Part("second violin", program=40, volume=84, pan=84)
    pitch = nearest(chords[0].tones[1], 70)
    for half, harmony in enumerate(chords[:-2]):
        resolved = min((nearest(tone, pitch - 1) for tone in harmony.tones), key=lambda tone: abs(tone - pitch + 1))
        held = 1.0 if half and pitch != resolved else 0.0
        if held:
            part.play(2 * half, held, pitch, 72)
        part.play(2 * half + held, 0.97 * (2 - held), resolved, 76)
        pitch = resolved if resolved > 62 else nearest(harmony.tones[-1], 72)
    part.play(_LAST_BEAT, 3.8, 66, 80)
    return part


def _cello(chords: list[Chord]) -> Part:
    """Eighths: the root, its octave or fifth, and steps to the next root."""
    part = Part("cello", program=42, volume=104, pan=70)
    root = nearest(chords[0].root, 45)
    for half, (harmony, following) in enumerate(itertools.pairwise(chords[:-1])):
        target = nearest(following.root, 45)
        third, fifth = nearest(harmony.tones[1], root + 4), nearest(harmony.tones[2], root + 6)
        step = target + (2 if target < third else -2)
        if step % 12 not in _SCALE:
            step += 1 if step < target else -1
        for i, pitch in enumerate((root, third, fifth, step)):
            part.play(2 * half + 0.5 * i, 0.46, pitch, 88 if i == 0 else 76)
        root = target
    part.play(_LAST_BEAT, 3.8, 38, 92)
    return part


def _harpsichord(chords: list[Chord]) -> Part:
    """Broken chords in eighths and the bass of the cello an octave above: a realised continuo."""
    part = Part("harpsichord", program=6, volume=108, pan=60)
    for half, harmony in enumerate(chords[:-2]):
        tones = voicing([*harmony.tones, harmony.root], 62)
        part.play(2 * half, 0.9, nearest(harmony.root, 52), 84)
        for i in range(4):
            part.play(2 * half + 0.5 * i, 0.42, tones[i % len(tones)], 80 if i % 2 == 0 else 70)
            if i % 2 == 0:
                part.play(2 * half + 0.5 * i, 0.42, tones[-1], 74)
    for i, pitch in enumerate((50, 57, 62, 66, 69)):
        part.play(_LAST_BEAT + 0.06 * i, 3.2, pitch, 80)
    return part


DEMO = Demo(
    name="baroque-trio",
    title="Two violins and continuo",
    about="Around the circle of fifths, with cello and harpsichord. Composed by rules, played by a soundfont.",
    genre_hint="classical",
    tempo_bpm=96.0,
    key="D minor",
    compose=compose,
    seed=2,
)
