"""Places of names in a picture in, places where no name covers another out."""

import numpy as np

N_ROUNDS = 80
SLACK = 0.05  # of its height a name goes farther than it must, so that a crowd comes to rest


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
        if not _push(moved, needed, slack=SLACK * height):
            break
    return moved


def _push(places: np.ndarray, needed: np.ndarray, *, slack: float) -> bool:
    """Push every two names that overlap apart, in place; whether any did."""
    has_moved = False
    for i in range(len(places)):
        for j in range(i):
            apart = places[i] - places[j]
            missing = needed[i, j] - np.abs(apart)
            if np.any(missing <= 1e-9):
                continue
            axis = int(np.argmin(missing))
            step = (missing[axis] + slack) / 2 * (1.0 if apart[axis] >= 0 else -1.0)
            places[i, axis] += step
            places[j, axis] -= step
            has_moved = True
    return has_moved
