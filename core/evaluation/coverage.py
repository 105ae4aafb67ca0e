"""Real and made embeddings in; how densely the made ones lie where real ones do, and how much they cover, out.

Naeem et al., Reliable fidelity and diversity metrics for generative models, ICML 2020. Around each real point lies a
ball that reaches to its k-th nearest real neighbour. Density counts, for each made point, the balls that it lies in,
over k: about 1 where both are alike, more where the made ones crowd where the real ones do. Coverage is the share of
balls that hold a made point.

Neighbours of the point's own group do not count: songs of one artist lie near each other because of the artist, and
balls that end at them would be covered by nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluation.drawn_together import check_pair

N_NEIGHBOURS = 5


@dataclass(frozen=True)
class Coverage:
    """``density`` from 0 up, about 1 for equals; ``coverage`` 0 to 1, ``expected`` of it for equals in such numbers."""

    density: float
    coverage: float
    expected: float


def density_and_coverage(
    real: np.ndarray, made: np.ndarray, *, groups_real: Sequence[str] | None = None, k: int = N_NEIGHBOURS
) -> Coverage:
    """Compare made points with real ones, which are not interchangeable: the balls lie around the real ones.

    Parameters
    ----------
    real, made : shapes (n_real, n_dims) and (n_made, n_dims), scaled alike
    groups_real : the artist of each real point; None: each is its own
    k : neighbours of other groups; fewer where one of the points has not so many

    Raises
    ------
    ValueError
        The shapes do not fit, a value is not finite, or there are not more than k real points, or but one group.
    """
    real, made = check_pair(real, made)
    if len(real) <= k:
        raise ValueError(f"{len(real)} real points have no {k} neighbours each; give more, or a smaller k")
    is_other = _of_other_groups(groups_real, n=len(real))
    n_others = is_other.sum(axis=1)
    if not n_others.all():
        raise ValueError("all real points are of one group; needed are at least two")
    k = min(k, int(n_others.min()))
    to_others = np.where(is_other, _distances(real, real), np.inf)
    radius = np.partition(to_others, k - 1, axis=1)[:, k - 1]
    inside = _distances(real, made) <= radius[:, None]
    return Coverage(
        # A ball that reaches to the k-th of fewer others is larger, and counts for less: equals still come to 1.
        density=float(inside.sum(axis=1) @ (n_others + 1) / (k * len(made) * len(real))),
        coverage=float(inside.any(axis=1).mean()),
        expected=float(np.mean([expected_coverage(n + 1, len(made), k=k) for n in n_others.tolist()])),
    )


def expected_coverage(n_real: int, n_made: int, *, k: int = N_NEIGHBOURS) -> float:
    """The coverage to expect where both are drawn from one distribution, whichever it is (Naeem et al., lemma 2).

    It holds for points that are independent of each other: of few prompts or artists less is covered.
    """
    i = np.arange(1, k + 1)
    return float(1 - np.prod((n_real - i) / (n_real + n_made - i)))


def _of_other_groups(groups: Sequence[str] | None, *, n: int) -> np.ndarray:
    """Whether two of ``n`` points are of two groups, (n, n)."""
    names = np.arange(n) if groups is None else np.asarray(groups)
    if names.shape != (n,):
        raise ValueError(f"{len(names)} groups for {n} real points; needed is one for each")
    return names[:, None] != names[None, :]


def _distances(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Euclidean, shape (n_a, n_b); the same rows are 0 apart to the last digit that matters."""
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1)[None, :] - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0.0))
