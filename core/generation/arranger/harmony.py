"""Chord names in; pitch classes, voicings and scales out. Pitches are MIDI numbers, 60 is middle C."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_QUALITIES = {  # semitones above the root, in thirds as far as there are some
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "dim": (0, 3, 6),
    "sus4": (0, 5, 7),
    "add9": (0, 4, 7, 2),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "9": (0, 4, 7, 10, 2),
    "m9": (0, 3, 7, 10, 2),
    "maj9": (0, 4, 7, 11, 2),
    "13": (0, 4, 7, 10, 9),
}
SCALES = {  # semitones above the tonic
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}


@dataclass(frozen=True)
class Chord:
    """``root`` is a pitch class; ``tones`` are pitch classes, the root first."""

    root: int
    quality: str

    @property
    def tones(self) -> tuple[int, ...]:
        return tuple((self.root + step) % 12 for step in _QUALITIES[self.quality])

    @property
    def third(self) -> int:
        """The pitch class of the third; of a chord without one that of its second tone."""
        return self.tones[1]

    @property
    def fifth(self) -> int:
        """The pitch class of the (perhaps lowered) fifth."""
        steps = _QUALITIES[self.quality]
        return (self.root + next(step for step in steps if step in (6, 7))) % 12

    def transposed(self, semitones: int) -> "Chord":
        return replace(self, root=(self.root + semitones) % 12)


def pitch_class(name: str) -> int:
    """``F``, ``Bb``, ``C#`` as a number from 0 (C) to 11."""
    if not name or name[0] not in _LETTERS or name[1:] not in ("", "b", "#"):
        raise ValueError(f"pitch {name!r} is no letter from A to G with b, # or nothing behind it")
    return (_LETTERS[name[0]] + {"b": -1, "#": 1}.get(name[1:], 0)) % 12


def chord(name: str) -> Chord:
    """``F7``, ``Bbmaj7``, ``C#m7``: a root, perhaps ``b`` or ``#``, and one of the known qualities."""
    length = 2 if name[1:2] in ("b", "#") else 1
    root, quality = pitch_class(name[:length]), name[length:]
    if quality not in _QUALITIES:
        raise ValueError(f"chord {name!r}: quality {quality!r} is none of {sorted(_QUALITIES)}")
    return Chord(root, quality)


def nearest(pitch_class: int, centre: float) -> int:
    """The pitch of that class nearest to ``centre``."""
    low = int(np.ceil(centre - 6))
    return low + (pitch_class - low) % 12


def within(pitch: int, register: tuple[int, int]) -> int:
    """``pitch`` moved by octaves into ``register`` (lowest, highest), which spans an octave at least."""
    low, high = register
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch


def voicing(pitch_classes: Sequence[int], centre: float) -> list[int]:
    """The chord in close position around ``centre``, so that chords in a row move by small steps."""
    return sorted(nearest(pitch_class, centre) for pitch_class in pitch_classes)
