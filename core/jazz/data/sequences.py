"""Pieces as codes, all in one array of small whole numbers: what networks and n-grams learn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import DataError


@dataclass(frozen=True, eq=False)
class Sequences:
    """The codes of many pieces, end to end.

    Attributes
    ----------
    codes : np.ndarray of int16, shape (n_steps, n_fields)
    bounds : np.ndarray of int64, shape (n_pieces + 1,): piece i is ``codes[bounds[i]:bounds[i + 1]]``
    manners : np.ndarray of int16, shape (n_pieces,): whose manner a piece is in, -1 where nobody knows
    groups : np.ndarray of str, shape (n_pieces,): pieces of one group are never parted
    """

    codes: np.ndarray
    bounds: np.ndarray
    manners: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(
        cls, pieces: Sequence[np.ndarray], *, groups: Sequence[str] | None = None, manners: Sequence[int] | None = None
    ) -> "Sequences":
        """Sequences from the codes of each piece; without groups each piece is one of its own."""
        if not pieces or not sum(map(len, pieces)):
            raise DataError("there are no notes to learn from; choose pieces that have some")
        n = len(pieces)
        return cls(
            codes=np.concatenate(pieces).astype(np.int16),
            bounds=np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).astype(np.int64),
            manners=np.array([-1] * n if manners is None else manners, dtype=np.int16),
            groups=np.array([f"piece {i}" for i in range(n)] if groups is None else groups, dtype=np.str_),
        )

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @property
    def n_steps(self) -> int:
        return len(self.codes)

    def piece(self, i: int) -> np.ndarray:
        """The codes of piece ``i``, shape (n_steps, n_fields)."""
        return self.codes[self.bounds[i] : self.bounds[i + 1]]

    def taken(self, which: np.ndarray) -> "Sequences":
        """Some of the pieces, by a mask or indices."""
        rows = np.arange(len(self))[which]
        return Sequences.of(
            [self.piece(i) for i in rows], groups=self.groups[rows].tolist(), manners=self.manners[rows].tolist()
        )
