"""The probabilities of a song's cells -> how much each share would vary with other stretches of the same song."""

import numpy as np

# A block bootstrap of fewer than three independent pieces says nothing about how a song varies.
MIN_CONTEXTS = 3
N_DRAWS = 2000
LEVEL = 0.95


def within_song_interval(
    proba: np.ndarray, *, duration_s: float, context_s: float, seed: int = 0
) -> tuple[np.ndarray | None, str]:
    """How much each share would vary with other stretches of the same song, by a moving block bootstrap.

    Blocks are as long as the context (Künsch 1989), because cells nearer than that share sound.

    Returns
    -------
    interval : np.ndarray, shape (2, n_genres), the middle 95 % of the draws, or None
    reason : str, why there is none, else ""
    """
    n_contexts = int(duration_s // context_s)
    if n_contexts < MIN_CONTEXTS:
        needed_s = MIN_CONTEXTS * context_s
        return None, (
            f"the song lasts {duration_s:.0f} s and each answer listens to {context_s:.0f} s: "
            f"how much the mix varies can be told from {needed_s:.0f} s on"
        )
    n_cells = proba.shape[0]
    block = int(np.ceil(context_s * n_cells / duration_s))
    n_blocks = int(np.ceil(n_cells / block))
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, n_cells - block + 1, size=(N_DRAWS, n_blocks))
    # Blocks side by side may be longer than the song; a draw is as long as the song, so its last block is cut.
    cell_of_draw = (starts[:, :, None] + np.arange(block)).reshape(N_DRAWS, -1)[:, :n_cells]
    draws = proba[cell_of_draw].mean(axis=1)
    tail = 50 * (1 - LEVEL)
    return np.percentile(draws, [tail, 100 - tail], axis=0), ""
