"""A tempo that was asked for and a signal in; the tempo that is measured, and how the two stand to each other, out.

Whoever taps twice as fast as somebody else hears the same beat, so that double and half are told apart from wrong.
"""

from dataclasses import dataclass

import numpy as np

from core.features.frames import HOP_LENGTH, SR
from core.features.spectra import Spectra
from core.features.tempo import LAG_FRAMES, lag_bpm, mean_autocorrelation, onset_strength, tempo_of

TOLERANCE = 0.04  # of the tempo, as in the MIREX tempo task
AS_ASKED, DOUBLE, HALF, OTHER, NONE, UNASKED = "as asked", "double", "half", "other", "no beat", "not asked"
RELATIONS = {
    AS_ASKED: "the tempo is the one that was asked for",
    DOUBLE: "twice the tempo that was asked for is measured: the same beat, counted faster",
    HALF: "half of the tempo that was asked for is measured: the same beat, counted slower",
    OTHER: "another tempo is measured than was asked for",
    NONE: "no beat is heard at all",
    UNASKED: "no tempo was asked for, or nobody knows which",
}
_FINER = 4  # the lag of four beats is measured more finely than that of one


@dataclass(frozen=True)
class TempoHeard:
    """Beats a minute, None where none were asked for or none are heard; ``relation`` is one of RELATIONS."""

    asked_bpm: float | None
    measured_bpm: float | None
    relation: str


def tempo_heard(y: np.ndarray, *, asked_bpm: float | None) -> TempoHeard:
    """Measure the tempo of a mono signal at ``SR``, float32, shape (n_samples,), and compare it with the asked one."""
    measured = measured_bpm(y)
    return TempoHeard(asked_bpm, measured, relation_of(asked_bpm, measured))


def measured_bpm(y: np.ndarray) -> float | None:
    """The column ``tempo`` of a signal, made finer by the lag of four beats; None where nothing has an onset."""
    onsets = onset_strength(Spectra(y).log_mel)
    if not onsets.any():
        return None
    lag = round(60 * SR / HOP_LENGTH / tempo_of(onsets))
    several = min(_FINER, (LAG_FRAMES - 1) // (lag + 1))
    if several < 2:
        return float(lag_bpm()[lag])
    around = np.arange(several * lag - several // 2, several * lag + several // 2 + 1)
    best = around[int(np.argmax(mean_autocorrelation(onsets)[around]))]
    return float(several * lag_bpm()[best])


def relation_of(asked_bpm: float | None, measured_bpm: float | None) -> str:
    """One of RELATIONS."""
    if measured_bpm is None:
        return NONE
    if asked_bpm is None:
        return UNASKED
    fits = {AS_ASKED: 1.0, DOUBLE: 2.0, HALF: 0.5}
    ratio = measured_bpm / asked_bpm
    return next((name for name, wanted in fits.items() if abs(ratio / wanted - 1) <= TOLERANCE), OTHER)
