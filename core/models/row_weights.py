"""The genre of each row, and of which little was heard -> how much each row counts while a head learns."""

from collections.abc import Sequence

import numpy as np


def row_weights(y: Sequence[str], short: Sequence[bool] | None, *, short_weight: float) -> np.ndarray:
    """Weights with which every genre counts the same; a short row counts ``short_weight`` of a whole one of its genre.

    Parameters
    ----------
    short : whether less than half of a segment was heard; None where nobody said so of any row

    Returns
    -------
    np.ndarray, shape (n_rows,): where no row is short they sum to the number of rows, else to what the whole ones and
    the shares of the short ones come to
    """
    _, of_row = np.unique(np.asarray(y), return_inverse=True)
    own = np.ones(len(of_row)) if short is None else np.where(np.asarray(short, dtype=bool), short_weight, 1.0)
    of_genre = np.bincount(of_row, weights=own)
    return own * own.sum() / (len(of_genre) * of_genre[of_row])
