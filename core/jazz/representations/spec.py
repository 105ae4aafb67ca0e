"""What a representation is: notes in, rows of small whole numbers out, and back again."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.jazz.notes import Notes


@dataclass(frozen=True)
class Field:
    """One column of the codes: its numbers run from 0 to ``size`` - 1."""

    name: str
    size: int


class Representation(Protocol):
    """Notes as steps: a step is a row of codes, one for each field, that a network predicts from left to right.

    Attributes
    ----------
    name : as it is stored beside a model
    title : in words
    fields : of a row, in the order in which they are predicted
    is_timed : whether the codes say when and how long notes sound; if not, `decode` gives every step the same time
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    is_timed: bool

    def encode(self, notes: Notes) -> np.ndarray:
        """Notes -> np.ndarray of int16, shape (n_steps, n_fields)."""

    def decode(self, codes: np.ndarray) -> Notes:
        """Codes of shape (n_steps, n_fields) -> notes."""

    def transpose(self, codes: np.ndarray, semitones: int) -> np.ndarray:
        """The codes of the same music higher or lower; what would leave the range moves by an octave back into it."""
