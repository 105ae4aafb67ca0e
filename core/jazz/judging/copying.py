"""A clip and the music that a model learnt from in; the longest part that both have, and whether that is unusual, out.

Notes are compared by the step in pitch to the next note and a class of their duration, so that transposed copies count.
Jazz quotes itself: pieces that nobody learnt from share parts with those that were learnt from, too. A clip is warned
of when its longest common part is longer than 95 % of those, of equally many notes each.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.judging.fingerprints import Fingerprints
from core.jazz.judging.suffixes import Suffixes
from core.jazz.notes import Notes
from core.jazz.representations.performance import DURATIONS_MS, nearest
from core.workspace import atomic_file

WARNS_ABOVE = 95.0  # percentile
LEARNT = "learnt.npz"  # beside a model's weights
# Ends of the classes of durations, the last of which has none; none lies on the grid to which codes round durations.
DURATION_ENDS_S = (0.13, 0.37, 0.77, 1.55)
FEWEST_USUAL = 20  # held-out pieces that a percentile is told from
_N_CLASSES, _WIDEST = len(DURATION_ENDS_S) + 1, 127
_ENOUGH = 100  # pieces as long as the clip; with fewer, shorter ones count as well


@dataclass(frozen=True)
class Copy:
    """The longest part that a clip shares with the music a model learnt from.

    Attributes
    ----------
    n_notes : how long it is; 0 where nothing is shared
    begin : number of its first note in the clip
    percentile : share in percent of the held-out pieces whose longest part is shorter
    usual : notes that 95 % of the held-out pieces do not exceed
    piece, piece_begin : which of the pieces it stands in, and its first note there; None where only hashes are known
    name : of that piece; "" where only hashes are known
    """

    n_notes: int
    begin: int
    percentile: float
    usual: int
    piece: int | None = None
    piece_begin: int | None = None
    name: str = ""

    @property
    def warns(self) -> bool:
        return self.percentile > WARNS_ABOVE

    @property
    def told(self) -> str:
        """In a sentence."""
        where = f" in “{self.name}”" if self.name else ""
        if not self.warns:
            return f"its longest part that was learnt from too has {self.n_notes} notes; that much is usual in jazz"
        return (
            f"{self.n_notes} notes in a row stand{where} in the music the model learnt from, at this pitch or another; "
            f"95 % of the pieces it never heard share at most {self.usual}: listen to both before you use it"
        )


@dataclass(frozen=True, eq=False)
class Usual:
    """What is shared by held-out pieces: ``lengths`` (n_places,) uint8 of each place, ``bounds`` (n_pieces + 1,)."""

    lengths: np.ndarray
    bounds: np.ndarray

    def longest(self, n: int) -> np.ndarray:
        """The longest of each piece among its first ``n`` symbols, ascending."""
        sizes = np.diff(self.bounds)
        places = np.arange(len(self.lengths)) - np.repeat(self.bounds[:-1], sizes)
        left = np.repeat(np.minimum(sizes, n), sizes) - places
        longest = np.maximum.reduceat(np.clip(self.lengths, 0, np.maximum(left, 0)), self.bounds[:-1])
        is_as_long = sizes >= n
        return np.sort(longest[is_as_long] if is_as_long.sum() >= _ENOUGH else longest)


@dataclass(frozen=True, eq=False)
class Learnt:
    """The music that a model learnt from, to be searched.

    Attributes
    ----------
    finder : `Suffixes` with the music itself, `Fingerprints` without
    usual : of held-out pieces, by the same finder
    names : of the pieces; () where only hashes are known
    is_timed : whether durations count
    """

    finder: Suffixes | Fingerprints
    usual: Usual
    names: tuple[str, ...]
    is_timed: bool

    @classmethod
    def of(
        cls,
        pieces: Sequence[Notes],
        *,
        held_out: Sequence[Notes],
        names: Sequence[str] = (),
        is_timed: bool = True,
        by_hashes: bool = False,
    ) -> "Learnt":
        """Sort ``pieces``; ``held_out`` says what is usual, each piece once. ``by_hashes`` keeps no music and no name.

        Raises DataError when there are fewer than ``FEWEST_USUAL`` different held-out pieces.
        """
        usual_rows = _once([symbols(piece, is_timed=is_timed) for piece in held_out])
        if len(usual_rows) < FEWEST_USUAL:
            raise DataError(
                f"there are {len(usual_rows)} different held-out pieces, but a percentile needs at least "
                f"{FEWEST_USUAL}; give more"
            )
        rows = [symbols(piece, is_timed=is_timed) for piece in pieces]
        finder = Fingerprints.of(rows) if by_hashes else Suffixes.of(rows)
        parts = [_searched(finder, row)[0] for row in usual_rows]
        lengths = np.concatenate(parts).clip(max=255).astype(np.uint8)
        bounds = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
        named = () if by_hashes else tuple(names) or tuple(f"piece {i + 1}" for i in range(len(pieces)))
        return cls(finder, Usual(lengths, bounds), named, is_timed)

    def save(self, path: Path) -> None:
        """Store hashes and what is usual as .npz; the music itself is never stored."""
        if not isinstance(self.finder, Fingerprints):
            raise ValueError("only hashes are stored, not music; make it with by_hashes=True")
        usual = {"lengths": self.usual.lengths, "bounds": self.usual.bounds}
        with atomic_file(path) as draft, draft.open("wb") as file:
            about = np.array(json.dumps({"is_timed": self.is_timed}))
            np.savez_compressed(file, about=about, hashes=self.finder.hashes, **usual)

    @classmethod
    def load(cls, path: Path) -> "Learnt":
        """What `save` has stored; raises ModelError where there is none."""
        if not path.is_file():
            raise ModelError(f"{path.name} is missing beside the model, so copies cannot be looked for; train it again")
        with np.load(path, allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            return cls(
                Fingerprints(stored["hashes"]), Usual(stored["lengths"], stored["bounds"]), (), about["is_timed"]
            )


def longest_copy(notes: Notes, learnt: Learnt) -> Copy:
    """The longest part of a clip that was learnt from; of equally long ones the first."""
    row = symbols(notes, is_timed=learnt.is_timed)
    if not len(row):
        return Copy(0, 0, 0.0, 0)
    lengths, places = _searched(learnt.finder, row)
    begin = int(lengths.argmax())
    found = int(lengths[begin])
    usual = learnt.usual.longest(len(row))
    percentile = 100 * float(np.searchsorted(usual, found) / len(usual))
    limit = int(usual[max(int(np.ceil(WARNS_ABOVE / 100 * len(usual))) - 1, 0)])
    copy = Copy(_n_notes(found), begin, percentile, _n_notes(limit))
    if places is None or not found:
        return copy
    piece, piece_begin = learnt.finder.row_of(int(places[begin]))
    return Copy(copy.n_notes, begin, percentile, copy.usual, piece, piece_begin, learnt.names[piece])


def symbols(notes: Notes, *, is_timed: bool = True) -> np.ndarray:
    """For each note but the last its step in pitch and class of duration, as one number from 1 on; (n_notes - 1,)."""
    steps = np.clip(np.diff(notes.pitch), -_WIDEST, _WIDEST) + _WIDEST
    classes = _classes(notes.duration_s[:-1]) if is_timed else 0
    return steps * _N_CLASSES + classes + 1


def _classes(duration_s: np.ndarray) -> np.ndarray:
    """Of durations rounded as codes are, so that a copy made of codes is in the classes of what it was copied from."""
    return np.searchsorted(DURATION_ENDS_S, DURATIONS_MS[nearest(duration_s * 1000, DURATIONS_MS)] / 1000)


def _once(rows: list[np.ndarray]) -> list[np.ndarray]:
    return list({row.tobytes(): row for row in rows if len(row)}.values())


def _searched(finder: Suffixes | Fingerprints, row: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    return finder.longest(row) if isinstance(finder, Suffixes) else (finder.longest(row), None)


def _n_notes(n_symbols: int) -> int:
    return n_symbols + 1 if n_symbols else 0
