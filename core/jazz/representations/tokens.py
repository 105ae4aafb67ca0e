"""Notes as the tokens of Pricop's thesis (2023): a note is its name ("E-5"), a chord its pitch classes ("8.0.3").

Names and the order inside a chord are those of music21 up to 9.1, with which the thesis made its tokens; the library is
not needed for them, and since 9.3 it lists the inversions of 17 set classes otherwise (benchmarks/music21_parity.py).
A token knows neither when it starts nor how long it lasts: written out, each one lasts as long as any other.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from core.errors import DataError
from core.jazz.notes import Notes
from core.jazz.representations.spec import Field

STEP_S = 0.25  # that a token lasts when it is written out
VELOCITY = 80
_NAMES = ("C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B")
_MIDDLE = 60  # from this pitch upwards a chord is written out


def note_name(pitch: int) -> str:
    """60 -> "C4", 75 -> "E-5": flats for E and B, sharps for the rest, as music21 names MIDI numbers."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


# "E-1" is the E flat above the piano's lowest key, not the E below all octaves that has the same name.
_PITCHES = {note_name(pitch): pitch for pitch in range(128)}


def note_pitch(name: str) -> int:
    """The MIDI number of a name; the opposite of `note_name`."""
    if name not in _PITCHES:
        raise DataError(f"token={name!r} is neither a note such as E-5 nor pitch classes such as 8.0.3")
    return _PITCHES[name]


def normal_order(pitches: Iterable[int]) -> tuple[int, ...]:
    """The pitch classes of a chord in the order that its set class has in Forte's table, as music21 wrote it.

    A rotation that, counted from its first note, is the prime form itself; else the one whose mirror image is: that
    is how the table in Forte, The Structure of Atonal Music (1973), lists inversions.
    """
    classes = sorted({int(pitch) % 12 for pitch in pitches})
    rotations = [tuple(classes[i:] + classes[:i]) for i in range(len(classes))]
    upright = {rotation: _from_first(rotation) for rotation in rotations}
    mirrored = {rotation: _from_first([-pitch for pitch in reversed(rotation)]) for rotation in rotations}
    prime = min((*upright.values(), *mirrored.values()), key=_packing)
    return next(rotation for form in (upright, mirrored) for rotation in rotations if form[rotation] == prime)


def _from_first(rotation: Sequence[int]) -> tuple[int, ...]:
    return tuple((pitch_class - rotation[0]) % 12 for pitch_class in rotation)


def _packing(form: tuple[int, ...]) -> tuple[int, ...]:
    """The least span first; of equal spans the one whose notes lie nearest to the first."""
    return (form[-1], *form)


class Tokens:
    """See the module; also `Representation`. A model's own ``vocabulary`` says which number stands for which token."""

    name = "tokens"
    title = "tokens: notes and chords in their order, without time"
    is_timed = False

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.fields = (Field("token", len(self.vocabulary)),)
        self._code = {token: code for code, token in enumerate(self.vocabulary)}

    def encode(self, notes: Notes) -> np.ndarray:
        """Notes -> int16, shape (n_steps, 1); of a chord that the vocabulary lacks, its highest note (or nothing)."""
        codes = [code for chord in notes.chords() if (code := self._code_of(chord.pitch)) is not None]
        return np.array(codes, dtype=np.int16).reshape(-1, 1)

    def encode_tokens(self, tokens: Sequence[str]) -> np.ndarray:
        """Tokens of the vocabulary -> int16, shape (n_steps, 1)."""
        unknown = sorted({token for token in tokens if token not in self._code})
        if unknown:
            raise DataError(f"the vocabulary of {len(self.vocabulary)} tokens lacks {', '.join(unknown[:5])}")
        return np.array([self._code[token] for token in tokens], dtype=np.int16).reshape(-1, 1)

    def decode(self, codes: np.ndarray) -> Notes:
        """Codes of shape (n_steps, 1) -> notes, a step every ``STEP_S`` seconds."""
        rows = (
            (i * STEP_S, STEP_S, pitch, VELOCITY)
            for i, code in enumerate(np.asarray(codes)[:, 0])
            for pitch in token_pitches(self.vocabulary[code])
        )
        return Notes.of(rows)

    def transpose(self, codes: np.ndarray, semitones: int) -> np.ndarray:
        return self._table(semitones)[codes[:, 0]].reshape(-1, 1)

    def _table(self, semitones: int) -> np.ndarray:
        """The code of every token, transposed; where the vocabulary lacks the goal, by octaves, or not."""
        moved = [self._moved(code, token, semitones) for code, token in enumerate(self.vocabulary)]
        return np.array(moved, dtype=np.int16)

    def _moved(self, code: int, token: str, semitones: int) -> int:
        if is_chord(token):
            return self._code.get(chord_token(pitch + semitones for pitch in token_pitches(token)), code)
        pitch = note_pitch(token) + semitones
        names = map(note_name, (pitch, pitch - 12, pitch + 12))
        return next((self._code[name] for name in names if name in self._code), code)

    def _code_of(self, pitches: np.ndarray) -> int | None:
        chord, top = chord_token(pitches), note_name(int(pitches.max()))
        return self._code.get(chord if len(pitches) > 1 else top, self._code.get(top))


def is_chord(token: str) -> bool:
    """Whether a token is a chord: pitch classes, of which there may be one (two notes an octave apart)."""
    return token[0].isdigit()


def chord_token(pitches: Iterable[int]) -> str:
    """The token of notes that start together."""
    return ".".join(map(str, normal_order(pitches)))


def token_pitches(token: str) -> list[int]:
    """The notes of a token as MIDI numbers; a chord goes upwards from its first pitch class above middle C."""
    if not is_chord(token):
        return [note_pitch(token)]
    pitches = [_MIDDLE + int(part) for part in token.split(".")]
    for i in range(1, len(pitches)):
        pitches[i] += 12 * -(-(pitches[i - 1] + 1 - pitches[i]) // 12)
    return pitches
