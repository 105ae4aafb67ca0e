"""What pieces are usually like: conditions of the training part, to draw from what a listener leaves open.

A network that was told, of nearly all that it learnt from, at least some of manner, density, register and the rest has
hardly ever played without knowing any. So what nobody wishes for is drawn as it comes in real music: from the pieces
that fit what is wished best.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import ModelError
from core.jazz.arrays import DAMAGED, save_arrays

USUAL = "usual.npz"  # beside a model's weights
N_KEPT = 3000
_AMONG = 50  # pieces that fit best, of which one is drawn
_OTHER_MANNER = 1000  # counts as far away as no difference of bins


@dataclass(frozen=True, eq=False)
class Usual:
    """Conditions as codes of many pieces: ``rows`` is np.ndarray of int16, shape (n_pieces, n_conditions).

    ``knows_manner`` says whether the first condition is a manner, which is the same or another; the others are bins,
    which are more or less alike.
    """

    rows: np.ndarray
    knows_manner: bool

    def filled(self, conditions: np.ndarray, *, seed: int) -> np.ndarray:
        """The same conditions (n_conditions,), those that are not known (code 0) as in a piece that fits the others."""
        known = conditions > 0
        if known.all() or not len(self.rows):
            return conditions
        apart = np.abs(self.rows - conditions).astype(np.int64) * known
        if self.knows_manner:
            apart[:, 0] = _OTHER_MANNER * (apart[:, 0] > 0)
        distance = apart.sum(axis=1)
        rng = np.random.default_rng([seed, 23])
        order = np.lexsort((rng.random(len(distance)), distance))
        among = np.flatnonzero(distance[order] == distance[order[0]]).size
        row = self.rows[order[rng.integers(max(among, min(_AMONG, len(order))))]]
        return np.where(known, conditions, row).astype(conditions.dtype)

    def save(self, path: Path) -> None:
        save_arrays(path, rows=self.rows, knows_manner=np.array(self.knows_manner))


def usual_of(conditions: np.ndarray, *, knows_manner: bool, seed: int = 0) -> Usual:
    """`N_KEPT` of the conditions of a training part, shape (n_windows, n_conditions), drawn by the seed."""
    chosen = np.random.default_rng(seed).permutation(len(conditions))[:N_KEPT]
    return Usual(conditions[np.sort(chosen)], knows_manner)


def load_usual(path: Path) -> Usual | None:
    """What `Usual.save` has stored; None where nothing was. Raises ModelError when the file is damaged."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            return Usual(stored["rows"], bool(stored["knows_manner"]))
    except DAMAGED as error:
        raise ModelError(f"{path.name} of the jazz model is damaged ({error}); train it again or copy it") from error
