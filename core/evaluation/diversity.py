"""Embeddings of clips in; how many different ones they amount to, and how near clips of one prompt are, out.

All distances are cosine distances, 0 to 2. Both measures depend on the number of clips, and on what the embedding
hears: compare equal numbers under one embedding.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.intervals import bootstrap_interval

MIN_PROMPTS = 15  # with fewer, the percentiles of a bootstrap are too narrow to show


@dataclass(frozen=True)
class PromptDistances:
    """How much nearer clips of one prompt are than clips of two, of one stratum where there are strata.

    Attributes
    ----------
    same, other : mean over the clips of their mean distance to other clips of their prompt, and to clips of others
    difference : other - same; 0 where a prompt says nothing about the sound
    interval : 95 % of the difference, over prompts; None with fewer than 15 that have two clips
    closer : the probability that a pair of one prompt is nearer than a pair of two, 0.5 by chance
    n_clips, n_prompts : those of prompts with two clips or more
    """

    same: float
    other: float
    difference: float
    interval: tuple[float, float] | None
    closer: float
    n_clips: int
    n_prompts: int


def vendi_score(embeddings: np.ndarray) -> float:
    """The effective number of different clips: 1 when all are alike, n when all n are orthogonal.

    The exponential of the entropy of the eigenvalues of K / n, where K is the cosine similarity of the clips (Friedman
    & Dieng, The Vendi Score, TMLR 2023).

    Parameters
    ----------
    embeddings : shape (n_clips, n_dims), finite, no row of zeros

    Raises
    ------
    ValueError
        The shape is another, there is no clip, or a row is no direction.
    """
    X = _directions(embeddings)
    small = X @ X.T if len(X) <= X.shape[1] else X.T @ X  # the same eigenvalues, but for zeros
    eigenvalues = np.linalg.eigvalsh(small / len(X))
    shares = eigenvalues[eigenvalues > 0]
    return float(np.exp(-np.sum(shares * np.log(shares))))


def prompt_distances(
    embeddings: np.ndarray, prompt_ids: Sequence[str], *, strata: Sequence[str] | None = None, seed: int = 0
) -> PromptDistances:
    """Compare clips of the same prompt with clips of other prompts.

    Parameters
    ----------
    embeddings : shape (n_clips, n_dims), finite, no row of zeros
    prompt_ids : the prompt of each clip; at least two prompts, one of them with two clips
    strata : such as the genre of each clip: only others of the same one are compared, or how near clips of a genre are
        would be told as what a prompt does; None: all are compared

    Raises
    ------
    ValueError
        The shapes do not fit, a row is no direction, or there is nothing to compare.
    """
    X, of_clip = _directions(embeddings), _index("prompt_ids", prompt_ids, n=len(embeddings))
    is_same = of_clip[:, None] == of_clip[None, :]
    is_other = ~is_same
    if strata is not None:
        alike = _index("strata", strata, n=len(X))
        is_other &= alike[:, None] == alike[None, :]
    distances = 1 - X @ X.T
    n_same, n_other = is_same.sum(axis=1) - 1, is_other.sum(axis=1)
    counted = (n_same > 0) & (n_other > 0)
    if not counted.any():
        raise ValueError("nothing to compare: needed are two prompts, and two clips of at least one of them")
    np.fill_diagonal(distances, 0.0)
    same = (distances * is_same).sum(axis=1)[counted] / n_same[counted]
    other = (distances * is_other).sum(axis=1)[counted] / n_other[counted]
    prompts = of_clip[counted]
    n_prompts = len(np.unique(prompts))
    return PromptDistances(
        same=float(same.mean()),
        other=float(other.mean()),
        difference=float((other - same).mean()),
        interval=bootstrap_interval(other - same, prompts, seed=seed) if n_prompts >= MIN_PROMPTS else None,
        closer=_closer(distances, is_same, is_other),
        n_clips=int(counted.sum()),
        n_prompts=n_prompts,
    )


def has_pairs(prompt_ids: Sequence[str], *, strata: Sequence[str]) -> bool:
    """Whether there is something to compare: two clips of a prompt, and one of another in the same stratum."""
    clips, prompts = Counter(prompt_ids), defaultdict(set)
    for prompt, stratum in zip(prompt_ids, strata, strict=True):
        prompts[stratum].add(prompt)
    pairs = zip(prompt_ids, strata, strict=True)
    return any(clips[prompt] > 1 and len(prompts[stratum]) > 1 for prompt, stratum in pairs)


def _index(name: str, values: Sequence[str], *, n: int) -> np.ndarray:
    index = np.unique(np.asarray(values), return_inverse=True)[1]
    if index.shape != (n,):
        raise ValueError(f"{n} embeddings and {name} of shape {index.shape}; needed is one for each")
    return index


def _closer(distances: np.ndarray, is_same: np.ndarray, is_other: np.ndarray) -> float:
    """How often one of the first pairs is nearer than one of the second, ties half: the area under a ROC curve."""
    upper = np.triu_indices(len(distances), k=1)
    apart = distances[upper]
    others = np.sort(apart[is_other[upper]].round(12))
    pairs = apart[is_same[upper]].round(12)
    above = len(others) - np.searchsorted(others, pairs, side="right")
    level = np.searchsorted(others, pairs, side="right") - np.searchsorted(others, pairs, side="left")
    return float((above + level / 2).mean() / len(others))


def _directions(embeddings: np.ndarray) -> np.ndarray:
    """Rows of length 1, in float64."""
    X = np.asarray(embeddings, dtype=np.float64)
    if X.ndim != 2 or not X.size:
        raise ValueError(f"embeddings has shape {X.shape}; needed is (n_clips, n_dims), at least one clip")
    length = np.linalg.norm(X, axis=1, keepdims=True)
    if not np.isfinite(length).all() or (length == 0).any():
        raise ValueError("embeddings must be finite, and no row all zeros; did you embed silence?")
    return X / length
