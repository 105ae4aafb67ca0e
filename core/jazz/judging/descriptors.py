"""Notes in; numbers that describe them out, of the kind that can be compared between clips made and clips played.

Chroma and grooving similarity are those of MuseMorphose (Wu & Yang, IEEE/ACM Transactions on Audio, Speech and
Language Processing 31, 2023; arXiv 2105.04090): of two bars the cosine of the angle between their counts of onsets,
by pitch class and by place in the bar. These recordings know no bars; a *stretch* of sixteen steps of 100 ms, the grid
on which they were transcribed, stands for one. Without time (tokens), a step is a token and places say nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from core.errors import DataError
from core.jazz.notes import Notes, check_notes

FEWEST_NOTES = 16  # of a clip that is described
STEP_S, STEPS = 0.1, 16  # of a stretch
FIGURE = 4  # notes of a figure that may be heard again
# Upper ends in seconds of the classes of times; the last has none.
GAP_ENDS_S = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.75, 0.95, 1.25, 1.75, 2.45, 3.95)
DURATION_ENDS_S = (0.15, 0.25, 0.35, 0.45, 0.55, 0.75, 0.95, 1.25, 1.75, 2.45, 3.95)
_SAME_S = 1e-6


@dataclass(frozen=True, eq=False)
class Described:
    """Clips in numbers, one row each.

    Attributes
    ----------
    pitch_classes : np.ndarray, shape (n, 12): shares of the notes
    pitch_range : (n,), semitones between the 2nd and the 98th percentile of pitch
    density : (n,), notes per second; per token without time
    onset_gaps : (n, 13), shares of the times between one onset and the next in classes; zeros without time
    durations : (n, 12), shares of the notes' durations in classes; zeros without time
    intervals : (n, 25), shares of the steps in pitch from note to note, -12 to 12, larger ones at the ends
    repetition : (n,), share of the figures of four notes heard before in the clip, at any pitch
    chroma_similarity, grooving_similarity : (n,), 0 to 1, the mean over all pairs of its stretches; the latter is 0
        without time
    """

    pitch_classes: np.ndarray
    pitch_range: np.ndarray
    density: np.ndarray
    onset_gaps: np.ndarray
    durations: np.ndarray
    intervals: np.ndarray
    repetition: np.ndarray
    chroma_similarity: np.ndarray
    grooving_similarity: np.ndarray

    def __len__(self) -> int:
        return len(self.pitch_range)

    def taken(self, which: np.ndarray) -> "Described":
        """Some of the clips, by a mask or indices."""
        return Described(*(getattr(self, field.name)[which] for field in fields(self)))

    def matrix(self) -> np.ndarray:
        """All numbers side by side, shape (n, n_numbers): what a judge sees."""
        return np.concatenate([getattr(self, field.name).reshape(len(self), -1) for field in fields(self)], axis=1)


def describe(clips: Sequence[Notes], *, is_timed: bool = True) -> Described:
    """Describe each clip.

    Parameters
    ----------
    is_timed : whether starts and durations were played; if not, each start counts as the next token

    Raises
    ------
    DataError
        There is no clip, or one has fewer than ``FEWEST_NOTES`` notes.
    """
    if not len(clips):
        raise DataError("there is no clip to describe; choose at least one")
    rows = [_row(clip, is_timed) for clip in clips]
    return Described(*(np.array(column, dtype=float) for column in zip(*rows, strict=True)))


def chroma_similarity(one: Notes, other: Notes) -> float:
    """How alike the pitch classes of two stretches are, 0 to 1; 0 where one of them is empty."""
    return float(_cosines(np.stack([_classes(one.pitch), _classes(other.pitch)]))[0, 1])


def grooving_similarity(one: Notes, other: Notes) -> float:
    """How alike the places of onsets in two stretches are, 0 to 1, each counted from its first onset."""
    counts = [_table(_steps(notes), STEPS)[:1] for notes in (one, other)]
    return float(_cosines(np.concatenate(counts))[0, 1]) if all(map(len, counts)) else 0.0


def shuffled(notes: Notes, *, seed: int) -> Notes:
    """The same notes in another order: pitches, durations and velocities change places, starts stay."""
    order = np.random.default_rng(seed).permutation(len(notes))
    rows = zip(notes.start_s, notes.duration_s[order], notes.pitch[order], notes.velocity[order], strict=True)
    return Notes.of(rows)


def _row(notes: Notes, is_timed: bool) -> tuple:
    check_notes(notes, at_least=FEWEST_NOTES)
    notes = notes.from_zero()
    starts = np.flatnonzero(np.diff(notes.start_s, prepend=-1.0) > _SAME_S)
    onsets_s = notes.start_s[starts]
    steps = _steps(notes) if is_timed else np.searchsorted(starts, np.arange(len(notes)), side="right") - 1
    lasts = max(float(onsets_s[-1]), STEP_S) if is_timed else len(starts)
    low, high = np.percentile(notes.pitch, [2, 98])
    return (
        _classes(notes.pitch) / len(notes),
        high - low,
        len(notes) / lasts,
        _shares(np.diff(onsets_s), GAP_ENDS_S) * is_timed,
        _shares(notes.duration_s, DURATION_ENDS_S) * is_timed,
        _shares(np.diff(notes.pitch), np.arange(-11.5, 12)),
        repetition(notes),
        _alike(_chroma(notes.pitch, steps)),
        _alike(_table(steps, STEPS)) if is_timed else 0.0,
    )


def repetition(notes: Notes) -> float:
    """The share of figures of ``FIGURE`` notes that were heard before, at this pitch or another; 0 to 1."""
    intervals = np.clip(np.diff(notes.pitch), -127, 127) + 127
    if len(intervals) < FIGURE - 1:
        return 0.0
    figures = np.lib.stride_tricks.sliding_window_view(intervals, FIGURE - 1) @ 256 ** np.arange(FIGURE - 1)
    return 1 - len(np.unique(figures)) / len(figures)


def _steps(notes: Notes) -> np.ndarray:
    return np.rint((notes.start_s - notes.start_s[:1]) / STEP_S).astype(np.int64)


def _classes(pitch: np.ndarray) -> np.ndarray:
    return np.bincount(pitch % 12, minlength=12).astype(float)


def _shares(values: np.ndarray, ends: Sequence[float]) -> np.ndarray:
    counts = np.bincount(np.searchsorted(ends, values), minlength=len(ends) + 1)
    return counts / max(len(values), 1)


def _chroma(pitch: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Onsets of each pitch class in each stretch, shape (n_stretches, 12)."""
    counts = np.zeros((steps[-1] // STEPS + 1, 12))
    np.add.at(counts, (steps // STEPS, pitch % 12), 1)
    return counts


def _table(steps: np.ndarray, width: int) -> np.ndarray:
    """Onsets at each place of each stretch, shape (n_stretches, width)."""
    n = steps[-1] // width + 1 if len(steps) else 0
    return np.bincount(steps, minlength=n * width).reshape(-1, width).astype(float)


def _alike(counts: np.ndarray) -> float:
    """The mean similarity of all pairs of stretches that are not empty; 0 where there are not two."""
    counts = counts[counts.any(axis=1)]
    if len(counts) < 2:
        return 0.0
    return float(_cosines(counts)[np.triu_indices(len(counts), 1)].mean())


def _cosines(counts: np.ndarray) -> np.ndarray:
    """Between all rows, 0 to 1; 0 with an empty one."""
    lengths = np.linalg.norm(counts, axis=1, keepdims=True)
    unit = counts / np.maximum(lengths, _SAME_S)
    return np.clip(unit @ unit.T, 0, 1)
