"""Notes of a representation in; the same as they sound, in seconds, out."""

import numpy as np

from core.generation.arranger.score import swung
from core.jazz.notes import Notes, check_notes
from core.jazz.playing.params import PlayParams
from core.jazz.representations.tokens import STEP_S
from core.jazz.strokes import one_a_stroke

TOKEN_BEATS = 0.5  # a token is an eighth
BEAT_S = STEP_S / TOKEN_BEATS  # that tokens are written out with: 120 quarter notes a minute


def as_played(notes: Notes, params: PlayParams, *, is_timed: bool) -> Notes:
    """The notes in their tempo, swing and key; times in seconds.

    Notes of a representation with times (``is_timed``) keep them; of what neither a piano nor a MIDI channel can tell
    apart, notes of one key at one time, the longest stays, and a key that is struck again ends the note before. Those
    of tokens, which lie on the steps that `Tokens.decode` writes, take ``params.tempo_bpm`` and ``params.swing``.

    Raises
    ------
    DataError
        There is no note, or none is left on the piano once they are transposed.
    """
    check_notes(notes)
    moved = notes.transposed(params.transpose) if params.transpose else notes
    check_notes(moved)
    if is_timed:
        return one_a_stroke(moved)
    beat_s = 60 / params.tempo_bpm
    starts, ends = (played_beats(at_s, params) * beat_s for at_s in (moved.start_s, moved.start_s + moved.duration_s))
    return Notes(starts, ends - starts, moved.pitch, moved.velocity)


def played_beats(at_s: np.ndarray, params: PlayParams) -> np.ndarray:
    """Times of written-out tokens -> quarter notes from the beginning, swung."""
    return swung(at_s / BEAT_S, swing=params.swing, unit=TOKEN_BEATS)
