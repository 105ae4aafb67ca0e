"""A clip and the music that a model learnt from in; the longest part that both have, and whether that is unusual, out.

Notes are compared by the step in pitch to the next note and a class of their duration, so that transposed copies count.
Jazz quotes itself: pieces that nobody learnt from share parts with those that were learnt from, too. A clip is warned
of when its longest common part is longer than 95 % of those, of equally many notes each; and always when nearly all of
it was learnt as it is.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.arrays import DAMAGED, save_arrays
from core.jazz.judging.fingerprints import Fingerprints, Level, holding
from core.jazz.judging.suffixes import Suffixes
from core.jazz.judging.usual_copies import FEWEST_USUAL, Usual
from core.jazz.notes import Notes
from core.jazz.representations.performance import DURATIONS_MS, nearest

WARNS_ABOVE = 95.0  # percentile
LEARNT = "learnt.npz"  # beside a model's weights
# Ends of the classes of durations, the last of which has none; none lies on the grid to which codes round durations.
DURATION_ENDS_S = (0.13, 0.37, 0.77, 1.55)
COPIED = 32  # steps in a row: a held-out piece that has so many of the music learnt from is no stranger to it
PART = 25  # notes in a row from which on a part counts as copied when a clip may be nearly all copies
MOSTLY, FEWEST_COPIED = 0.8, 32  # share and number of notes in such parts that are warned of, whatever is usual
_N_CLASSES, _WIDEST = len(DURATION_ENDS_S) + 1, 127
_VERSION = 2  # of the stored file


@dataclass(frozen=True)
class Copy:
    """The longest part that a clip shares with the music a model learnt from.

    Attributes
    ----------
    n_notes : how long it is, at least; 0 where nothing is shared
    begin : number of its first note in the clip
    percentile : share in percent of as much held-out music whose longest part is shorter
    usual : notes that 95 % of it do not exceed
    is_exact : whether the music itself was searched; by hashes the part may be longer than is told, never shorter
    n_copied, n_all : notes of the clip that stand in learnt parts of ``PART`` notes or more; notes of the clip
    piece, piece_begin : which of the pieces it stands in, and its first note there; None where only hashes are known
    name : of that piece; "" where only hashes are known
    """

    n_notes: int
    begin: int
    percentile: float
    usual: int
    is_exact: bool = True
    n_copied: int = 0
    n_all: int = 0
    piece: int | None = None
    piece_begin: int | None = None
    name: str = ""

    @property
    def is_mostly_copied(self) -> bool:
        return self.n_copied >= max(FEWEST_COPIED, MOSTLY * self.n_all)

    @property
    def warns(self) -> bool:
        return self.percentile > WARNS_ABOVE or self.is_mostly_copied

    @property
    def told(self) -> str:
        """In a sentence."""
        where = f" in “{self.name}”" if self.name else ""
        least = "" if self.is_exact else "at least "
        if not self.warns:
            return (
                f"its longest part that was learnt from too has {least}{self.n_notes} notes; that much is usual in jazz"
            )
        if self.is_mostly_copied:
            return (
                f"{self.n_copied} of its {self.n_all} notes stand{where} in the music the model learnt from, in parts "
                f"of {PART} or more in a row, at this pitch or another: listen to both before you use it"
            )
        return (
            f"{least}{self.n_notes} notes in a row stand{where} in the music the model learnt from, at this pitch or "
            f"another, and 95 % of as much music that it never heard shares {self._usual_told}: listen to both before "
            "you use it"
        )

    @property
    def _usual_told(self) -> str:
        if not self.usual:
            return "less"
        return f"at most {self.usual}" if self.is_exact else f"less (by the same search, at most {self.usual})"


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

        A held-out piece that itself holds ``COPIED`` steps in a row of what was learnt from says nothing of what is
        usual: it is another take or a copy, and is left out.

        Raises DataError when there are fewer than ``FEWEST_USUAL`` different held-out pieces of which this is not so.
        """
        rows = [symbols(piece, is_timed=is_timed) for piece in pieces]
        once = _once([symbols(piece, is_timed=is_timed) for piece in held_out])
        strangers = [row for row, copies in zip(once, holding(once, rows, n=COPIED), strict=True) if not copies]
        if len(strangers) < FEWEST_USUAL:
            raise DataError(
                f"there are {len(strangers)} different held-out pieces that hold no copy of what was learnt from, but "
                f"a percentile needs at least {FEWEST_USUAL}; give more"
            )
        finder = Fingerprints.of(rows) if by_hashes else Suffixes.of(rows)
        named = () if by_hashes else tuple(names) or tuple(f"piece {i + 1}" for i in range(len(pieces)))
        return cls(finder, Usual.of(strangers, finder.longest_within), named, is_timed)

    def save(self, path: Path) -> None:
        """Store hashes and what is usual as .npz; the music itself is never stored."""
        if not isinstance(self.finder, Fingerprints):
            raise ValueError("only hashes are stored, not music; make it with by_hashes=True")
        lengths = [level.length for level in self.finder.levels]
        arrays = {"sizes": self.usual.sizes, "longest": self.usual.longest}
        for level in self.finder.levels:
            arrays[f"low_{level.length}"], arrays[f"counts_{level.length}"] = level.packed()
        about = np.array(json.dumps({"version": _VERSION, "is_timed": self.is_timed, "lengths": lengths}))
        save_arrays(path, about=about, **arrays)

    @classmethod
    def load(cls, path: Path) -> "Learnt":
        """What `save` has stored; raises ModelError where there is none, or none that can be read."""
        if not path.is_file():
            raise ModelError(f"{path.name} is missing beside the model, so copies cannot be looked for; train it again")
        try:
            with np.load(path, allow_pickle=False) as stored:
                about = json.loads(str(stored["about"]))
                levels = [
                    Level.unpacked(length, stored[f"low_{length}"], stored[f"counts_{length}"])
                    for length in about["lengths"]
                ]
                usual = Usual(stored["sizes"], stored["longest"])
                return cls(Fingerprints(tuple(levels)), usual, (), about["is_timed"])
        except DAMAGED as error:
            raise ModelError(
                f"{path.name} beside the model is damaged or of another version, so copies cannot be looked for; "
                "fetch or train the model again"
            ) from error


def longest_copy(notes: Notes, learnt: Learnt) -> Copy:
    """The longest part of a clip that was learnt from; of equally long ones the first."""
    row = symbols(notes, is_timed=learnt.is_timed)
    is_exact = isinstance(learnt.finder, Suffixes)
    if not len(row):
        return Copy(0, 0, 0.0, 0, is_exact, n_all=len(notes))
    lengths, places = _searched(learnt.finder, row)
    begin = int(lengths.argmax())
    found = int(lengths[begin])
    copy = Copy(
        _n_notes(found),
        begin,
        learnt.usual.percentile(found, len(row)),
        _n_notes(learnt.usual.limit(len(row), WARNS_ABOVE)),
        is_exact,
        _n_copied(lengths),
        len(notes),
    )
    if places is None or not found:
        return copy
    piece, piece_begin = learnt.finder.row_of(int(places[begin]))
    return replace(copy, piece=piece, piece_begin=piece_begin, name=learnt.names[piece])


def _n_copied(lengths: np.ndarray) -> int:
    """Notes that stand in parts of ``PART`` notes or more; ``lengths`` (n,) are those of steps from each place on."""
    is_copied = np.zeros(len(lengths) + 1, dtype=bool)
    for place in np.flatnonzero(lengths >= PART - 1).tolist():
        is_copied[place : place + int(lengths[place]) + 1] = True
    return int(is_copied.sum())


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
