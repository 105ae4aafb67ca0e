"""Places of names in a picture in, places where no name covers another out."""

import numpy as np

N_ROUNDS = 60


def spread(places: np.ndarray, *, widths: np.ndarray, height: float) -> np.ndarray:
    """Move names apart, each as little as a simple push allows.

    Parameters
    ----------
    places : np.ndarray, shape (n, 2), the middles of the names
    widths : np.ndarray, shape (n,), in the same unit as ``places``
    height : of every name

    Returns
    -------
    np.ndarray, shape (n, 2). Of two names that overlap, both move half of the shorter way out of each other.
    """
    moved = np.array(places, dtype=np.float64)
    needed = np.stack([np.add.outer(widths, widths) / 2, np.full((len(moved),) * 2, height)], axis=-1)
    for _ in range(N_ROUNDS):
        if not _push(moved, needed):
            break
    return moved


def _push(places: np.ndarray, needed: np.ndarray) -> bool:
    """Push every two names that overlap apart, in place; whether any did."""
    has_moved = False
    for i in range(len(places)):
        for j in range(i):
            apart = places[i] - places[j]
            missing = needed[i, j] - np.abs(apart)
            if np.any(missing <= 1e-9):
                continue
            axis = int(np.argmin(missing))
            step = missing[axis] / 2 * (1.0 if apart[axis] >= 0 else -1.0)
            places[i, axis] += step
            places[j, axis] -= step
            has_moved = True
    return has_moved
