"""Notes in; the key they are thought to be in, and a chord for each bar, out.

Both are plain estimates from pitch classes, good enough to choose a bass line by, and no analysis of the music.
"""

import itertools

import numpy as np

from core.generation.arranger.harmony import SCALES, Chord
from core.jazz.notes import Notes

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
# How well the notes of the chromatic scale fit a key, asked of listeners: Krumhansl and Kessler (1982).
_PROFILES = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
_QUALITIES = ("maj7", "7", "m7", "m7b5", "dim7")
_TONE_WEIGHTS = (1.0, 0.9, 0.5, 0.7)  # of root, third, fifth and seventh; a fifth tells little about a chord
_STRANGE = -0.6  # the weight of a note that is not in the chord
_ROOT_BELOW = 0.25  # what a chord gains when its root is the lowest note
_IN_KEY = 0.12  # what it gains when all its notes are in the key
_SHORTEST_S = 0.05  # that a note counts, however short it is


def estimate_key(notes: Notes) -> str:
    """ "Eb major", "C minor": the key whose profile correlates best with the time that each pitch class sounds."""
    sounding = _sounding(notes, notes.start_s.min(), notes.end_s)
    fits = {
        f"{TONICS[tonic]} {mode}": np.corrcoef(sounding + 1e-9 * np.arange(12), np.roll(profile, tonic))[0, 1]
        for mode, profile in _PROFILES.items()
        for tonic in range(12)
    }
    return max(fits, key=fits.__getitem__)


def estimate_chords(notes: Notes, bars_s: np.ndarray, *, key: str) -> list[Chord]:
    """A seventh chord for each bar between the ``bars_s`` (n_bars + 1 times in seconds).

    The chord whose tones sound longest, less what sounds beside them; it gains by having its root as the lowest note
    and by lying in the key. Where nothing sounds, the chord before goes on.
    """
    tonic, mode = TONICS.index(key.split()[0]), key.split()[1]
    chords = [Chord(root, quality) for root in range(12) for quality in _QUALITIES]
    weights = np.array([_weights(chord) for chord in chords])
    scale = {(tonic + step) % 12 for step in SCALES[mode]}
    gains = np.array([_IN_KEY * (set(chord.tones) <= scale) for chord in chords])
    roots = np.array([chord.root for chord in chords])
    found = [Chord(tonic, "maj7" if mode == "major" else "m7")]
    for begin_s, end_s in itertools.pairwise(bars_s):
        sounding = _sounding(notes, begin_s, end_s)
        if not sounding.any():
            found.append(found[-1])
            continue
        lowest = notes.pitch[(notes.start_s < end_s) & (notes.start_s + notes.duration_s > begin_s)].min() % 12
        fit = weights @ (sounding / sounding.sum()) + gains + _ROOT_BELOW * (roots == lowest)
        found.append(chords[int(np.argmax(fit))])
    return found[1:]


def _weights(chord: Chord) -> np.ndarray:
    weights = np.full(12, _STRANGE)
    weights[list(chord.tones)] = _TONE_WEIGHTS
    return weights


def _sounding(notes: Notes, begin_s: float, end_s: float) -> np.ndarray:
    """For how many seconds each pitch class sounds between two times; shape (12,)."""
    ends = np.minimum(notes.start_s + np.maximum(notes.duration_s, _SHORTEST_S), end_s)
    overlap = ends - np.maximum(notes.start_s, begin_s)
    return np.bincount(notes.pitch % 12, np.maximum(overlap, 0), minlength=12)
