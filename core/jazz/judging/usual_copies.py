"""How long the parts are that music nobody learnt from shares with what was learnt from: what a copy is measured by.

Longer clips share longer parts, by chance alone. A clip is therefore compared with the first so many notes of held-out
pieces; and one that is longer than those pieces with the longest part in as many of them as make up its length: if a
share F of pieces has a shorter part than x, a share F^k of what is k times as long has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

FEWEST_USUAL = 20  # held-out pieces that a percentile is told from
SIZES = (8, 12, 16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 255, 320, 400, 500)  # steps

Within = Callable[[np.ndarray, Sequence[int]], list[int]]  # a row of steps, sizes -> the longest part in so many


@dataclass(frozen=True, eq=False)
class Usual:
    """The longest parts of held-out pieces.

    ``sizes`` (n_sizes,) ascending; ``longest`` (n_sizes, n_pieces) int16 of the first so many steps of each piece, -1
    where it has fewer.
    """

    sizes: np.ndarray
    longest: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[np.ndarray], longest_within: Within) -> "Usual":
        """Of rows of steps; sizes that hardly any row has are left out, but for the least."""
        lengths = np.array([len(row) for row in rows])
        enough = max(FEWEST_USUAL, len(rows) // 2)
        sizes = [size for size in SIZES if (lengths >= size).sum() >= enough]
        sizes = sizes or [max(int(np.sort(lengths)[-min(FEWEST_USUAL, len(rows))]), 1)]
        found = np.array([longest_within(row, sizes) for row in rows], dtype=np.int16).T
        return cls(np.array(sizes), np.where(lengths >= np.array(sizes)[:, None], found, -1).astype(np.int16))

    def percentile(self, found: int, n: int) -> float:
        """The share in percent of held-out music of ``n`` steps whose longest part is shorter than ``found``."""
        longest, times = self._of(n)
        return 100 * float(np.searchsorted(longest, found) / len(longest)) ** times

    def limit(self, n: int, percentile: float) -> int:
        """What so many percent of held-out music of ``n`` steps does not exceed, in steps."""
        longest, times = self._of(n)
        share = (percentile / 100) ** (1 / times)
        return int(longest[max(int(np.ceil(share * len(longest))) - 1, 0)])

    def _of(self, n: int) -> tuple[np.ndarray, float]:
        """The longest parts among as many steps or fewer, ascending, and how many times that is in ``n``, from 1 on."""
        at = max(int(np.searchsorted(self.sizes, n, side="right")) - 1, 0)
        row = self.longest[at]
        return np.sort(row[row >= 0]), max(n / float(self.sizes[at]), 1.0)
