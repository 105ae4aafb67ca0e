"""Sequences in, batches of equally long windows of them out, with what they are conditioned on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.jazz.attributes import ATTRIBUTES, measured_codes
from core.jazz.data.sequences import Sequences
from core.jazz.representations import Representation

SHORTEST = 16  # a window of fewer steps is not learnt from


@dataclass(frozen=True, eq=False)
class Windows:
    """Windows of a batch, or of a whole set.

    Attributes
    ----------
    codes : np.ndarray of int16, shape (n, n_steps, n_fields); what is not there is 0
    mask : np.ndarray of bool, shape (n, n_steps): the steps that are there
    conditions : np.ndarray of int16, shape (n, n_conditions)
    pieces : np.ndarray of int, shape (n,): which piece a window is of
    """

    codes: np.ndarray
    mask: np.ndarray
    conditions: np.ndarray
    pieces: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    def taken(self, rows: np.ndarray | slice) -> "Windows":
        return Windows(self.codes[rows], self.mask[rows], self.conditions[rows], self.pieces[rows])

    def batches(self, size: int) -> Iterator["Windows"]:
        """The windows in their order, ``size`` at a time."""
        return (self.taken(slice(at, at + size)) for at in range(0, len(self), size))


@dataclass(frozen=True, eq=False)
class Cutter:
    """How sequences are cut into windows.

    Attributes
    ----------
    n_steps : length of a window
    attributes : names of those that are conditions
    edges : np.ndarray, shape (n_attributes, n_bins - 1): between the bins of each, from the training part
    knows_manner : whether the manner of a piece is the first condition
    """

    representation: Representation
    n_steps: int
    attributes: tuple[str, ...] = ()
    edges: np.ndarray | None = None
    knows_manner: bool = False

    def all(self, sequences: Sequences) -> Windows:
        """Windows that do not overlap; what is left at the end of a piece is a shorter one.

        Every step is there once, but for what is left of fewer than `SHORTEST` steps; a piece that is shorter than
        that is a window all the same.
        """
        return self._cut(sequences, [(i, at) for i in range(len(sequences)) for at in self._starts(sequences, i, 0)])

    def drawn(self, sequences: Sequences, rng: np.random.Generator) -> Windows:
        """The same from a random first step of each piece on, in random order."""
        places = [
            (i, at)
            for i in range(len(sequences))
            for at in self._starts(sequences, i, int(rng.integers(self._slack(sequences, i) + 1)))
        ]
        rng.shuffle(places)
        return self._cut(sequences, places)

    def conditions(self, codes: np.ndarray, mask: np.ndarray, manners: np.ndarray) -> np.ndarray:
        """The conditions of windows as codes; 0 stands for one that is not known."""
        columns = [manners[:, None] + 1] if self.knows_manner else []
        if self.attributes:
            values = measured_codes(codes, mask)
            places = [list(ATTRIBUTES).index(name) for name in self.attributes]
            binned = [np.searchsorted(edges, values[:, at]) for at, edges in zip(places, self.edges, strict=True)]
            columns.append(np.stack(binned, axis=1) + 1)
        return np.concatenate(columns, axis=1).astype(np.int16) if columns else np.zeros((len(codes), 0), np.int16)

    def _slack(self, sequences: Sequences, i: int) -> int:
        n = int(sequences.bounds[i + 1] - sequences.bounds[i])
        return min(self.n_steps - 1, max(n - self.n_steps, 0))

    def _starts(self, sequences: Sequences, i: int, first: int) -> range:
        n = int(sequences.bounds[i + 1] - sequences.bounds[i])
        return range(first, max(n - SHORTEST + 1, 1), self.n_steps)

    def _cut(self, sequences: Sequences, places: list[tuple[int, int]]) -> Windows:
        codes = np.zeros((len(places), self.n_steps, sequences.codes.shape[1]), dtype=np.int16)
        mask = np.zeros(codes.shape[:2], dtype=bool)
        for row, (i, at) in enumerate(places):
            part = sequences.piece(i)[at : at + self.n_steps]
            codes[row, : len(part)], mask[row, : len(part)] = part, True
        if self.representation.is_timed:
            codes[:, 0, 0] = 0  # a window starts at once
        pieces = np.array([i for i, _ in places])
        return Windows(codes, mask, self.conditions(codes, mask, sequences.manners[pieces]), pieces)


def bin_edges(windows: Windows, attributes: tuple[str, ...], n_bins: int) -> np.ndarray:
    """Where to part each attribute so that equally many of these windows fall into every bin."""
    values = measured_codes(windows.codes, windows.mask)
    shares = np.linspace(0, 1, n_bins + 1)[1:-1]
    return np.stack([np.quantile(values[:, list(ATTRIBUTES).index(name)], shares) for name in attributes])
