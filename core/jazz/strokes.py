"""Notes in, the strokes of one keyboard out: what ten fingers, and a MIDI file of one channel, can tell apart."""

import numpy as np

from core.jazz.notes import Notes

_SAME_S = 6  # decimals of the seconds to which two starts agree when they are one


def one_a_stroke(notes: Notes, *, longest_s: float = np.inf) -> Notes:
    """One note per start and pitch, the longest; each until its key is struck again, ``longest_s`` at most."""
    notes = _without_twins(notes)
    same_key = np.diff(notes.pitch, append=-1) == 0
    until_again_s = np.where(same_key, np.diff(notes.start_s, append=np.inf), np.inf)
    cut_s = np.minimum(np.minimum(notes.duration_s, until_again_s), longest_s)
    cut = Notes(notes.start_s, cut_s, notes.pitch, notes.velocity)
    return cut.taken(np.lexsort((cut.pitch, cut.start_s)))


def _without_twins(notes: Notes) -> Notes:
    """The longest of the notes that share start and pitch, in the order of their pitches, then of their starts."""
    start_s = np.round(notes.start_s, _SAME_S)
    order = np.lexsort((-notes.duration_s, start_s, notes.pitch))
    is_twin = (np.diff(notes.pitch[order], prepend=-1) == 0) & (np.diff(start_s[order], prepend=-1.0) == 0)
    return notes.taken(order[~is_twin])
