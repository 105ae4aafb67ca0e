"""Notes in, four numbers out that a listener notices and a slider can ask for."""

from dataclasses import dataclass

import numpy as np

from core.jazz.notes import LOWEST_PITCH, Notes
from core.jazz.representations.performance import SHIFTS_MS

_LEAST_S = 1.0  # shorter pieces count as lasting so long, or two quick notes would be the densest music of all


@dataclass(frozen=True)
class Attribute:
    """What is measured, as a slider names it."""

    name: str
    unit: str
    about: str


ATTRIBUTES = {
    attribute.name: attribute
    for attribute in (
        Attribute("density", "notes per second", "how many notes there are"),
        Attribute("register", "MIDI pitch", "how high they lie on average; 60 is middle C"),
        Attribute("pace", "onsets per second", "how often something starts, chords counting once"),
        Attribute("polyphony", "notes per onset", "how many notes start together"),
    )
}


def measured(notes: Notes) -> dict[str, float]:
    """All attributes of a piece, from its first onset to its last; nan for a piece without notes."""
    if not len(notes):
        return dict.fromkeys(ATTRIBUTES, float("nan"))
    lasts_s = max(float(notes.start_s[-1] - notes.start_s[0]), _LEAST_S)
    n_onsets = 1 + int((np.diff(notes.start_s) > 1e-9).sum())
    return _named(len(notes), n_onsets, lasts_s, float(notes.pitch.mean()))


def measured_codes(codes: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The attributes of sequences of performance codes, in the order of `ATTRIBUTES`.

    Parameters
    ----------
    codes : np.ndarray of int, shape (n_sequences, n_steps, 4)
    mask : np.ndarray of bool, shape (n_sequences, n_steps): the steps that are there

    Returns
    -------
    np.ndarray of float32, shape (n_sequences, 4)
    """
    shifts = np.where(mask, SHIFTS_MS[codes[..., 0]], 0) / 1000
    shifts[:, 0] = 0  # what came before the first note is not of this sequence
    n_notes = mask.sum(axis=1)
    n_onsets = 1 + (shifts > 0).sum(axis=1)
    register = np.where(mask, codes[..., 1], 0).sum(axis=1) / n_notes + LOWEST_PITCH
    lasts_s = np.maximum(shifts.sum(axis=1), _LEAST_S)
    return np.stack(list(_named(n_notes, n_onsets, lasts_s, register).values()), axis=1).astype(np.float32)


def _named(n_notes, n_onsets, lasts_s, register) -> dict:
    return {
        "density": n_notes / lasts_s,
        "register": register,
        "pace": n_onsets / lasts_s,
        "polyphony": n_notes / n_onsets,
    }
