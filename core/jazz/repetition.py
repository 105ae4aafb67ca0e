"""Steps as they are played in; the code that would go on with a loop out, so that it can be forbidden.

A model that is asked for what is most probable soon plays the same few steps for ever (Holtzman et al., The Curious
Case of Neural Text Degeneration, 2020). Here a loop is a group of up to `LONGEST_LOOP` steps that was played at least
`TIMES` times in a row, alike in every field, over at least `SHORTEST_STRETCH` steps: fewer are a riff, which jazz has.
Of the steps of held-out performances one in 800 goes on with such a loop, of the thesis' tokens, whose riffs are
written out bar after bar, one in 15: with a token model the guard is a matter of taste.
"""

import numpy as np

TIMES = 3
LONGEST_LOOP = 64
SHORTEST_STRETCH = 12

_PERIODS = np.arange(1, LONGEST_LOOP + 1)
_NEEDED = np.maximum(TIMES * _PERIODS, SHORTEST_STRETCH) - _PERIODS  # steps alike to the one a period before


class RepetitionGuard:
    """Watches one or more pieces that grow a step at a time.

    Parameters
    ----------
    n_rows : pieces
    n_fields : fields of a step
    """

    def __init__(self, n_rows: int, n_fields: int) -> None:
        self._alike = np.zeros((n_rows, LONGEST_LOOP), dtype=np.int64)  # for how many steps, by period
        self._recent = np.full((n_rows, LONGEST_LOOP, n_fields), -1)  # the latest first

    def see(self, codes: np.ndarray) -> None:
        """Take note of the next step, shape (n_rows, n_fields)."""
        is_alike = (self._recent == codes[:, None]).all(axis=2)
        self._alike = np.where(is_alike, self._alike + 1, 0)
        self._recent = np.concatenate([codes[:, None], self._recent[:, :-1]], axis=1)

    def forbidden(self, field: int) -> np.ndarray:
        """The code of ``field`` that would go on with a loop, for each row; -1 where there is no loop."""
        is_loop = self._alike >= _NEEDED
        shortest = is_loop.argmax(axis=1)
        rows = np.arange(len(is_loop))
        return np.where(is_loop.any(axis=1), self._recent[rows, shortest, field], -1)
