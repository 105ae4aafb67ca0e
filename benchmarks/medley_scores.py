"""The cells of a mix + the truth of a splice -> how far shares and boundaries are off, with intervals over artists."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.splices import Splice

CAP_S = 15.0  # a boundary that nothing was heard of counts as that far off
N_DRAWS, LEVEL = 2000, 0.95
SCORES = {
    "share_error": "mean absolute error of the ten shares",
    "misplaced": "share of the time that is given to a wrong genre: half the sum of all errors of shares",
    "cells_right": "share of the cells whose strongest genre is the one in their middle",
    "boundary_s": f"seconds from a true boundary to the nearest change of the strongest genre, at most {CAP_S:g}",
    "changes_per_boundary": "changes of the strongest genre for each true boundary; 1 is right",
}


def scores_of(
    proba: np.ndarray, starts_s: np.ndarray, ends_s: np.ndarray, splice: Splice, genres: Sequence[str], kind: str
) -> dict[str, dict[str, float]]:
    """The scores of a mix, and of what it would be without listening further: all of its strongest genre, or equal
    shares; by the name of the answer. Those have no boundaries."""
    truth = splice.shares(genres)
    share = proba.mean(axis=0)
    heard = np.array(genres)[proba.argmax(axis=1)]
    middles = (starts_s + ends_s) / 2
    loudest = (np.arange(len(genres)) == share.argmax()).astype(float)
    equal = np.full(len(genres), 1 / len(genres))
    present = (truth > 0) / np.sum(truth > 0)
    is_there = splice.genre_at(middles)
    all_loudest = float(np.mean(is_there == genres[share.argmax()]))
    return {
        kind: {
            **_of_shares(share, truth),
            "cells_right": float(np.mean(heard == is_there)),
            **_of_changes(starts_s[1:][heard[1:] != heard[:-1]], splice.boundaries_s),
        },
        f"all of the {kind}'s strongest genre": {
            **_of_shares(loudest, truth),
            "cells_right": all_loudest,
            **_of_changes(np.zeros(0), splice.boundaries_s),
        },
        "equal shares of all ten genres": {
            **_of_shares(equal, truth),
            "cells_right": 1 / len(genres),
            **_of_changes(np.zeros(0), splice.boundaries_s),
        },
        "told which genres are there, equal shares": {
            **_of_shares(present, truth),
            "cells_right": float(1 / np.sum(truth > 0)),
            **_of_changes(np.zeros(0), splice.boundaries_s),
        },
    }


def compared(
    scores: dict[str, list[dict[str, float]]], splices: Sequence[Splice], *, title: str, pair: tuple[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """A table of means with intervals over artists, and one of the paired differences of two answers."""
    drawn = _weights([splice.artists for splice in splices])
    values = {
        answer: {name: np.array([one[name] for one in each]) for name in SCORES} for answer, each in scores.items()
    }
    rows = []
    for answer, of_answer in values.items():
        row: dict[str, Any] = {"answer": answer}
        for name, each in of_answer.items():
            row |= {name: float(each.mean()), f"{name} 95 %": _interval(each, drawn)}
        rows.append(row)
    first, second = (values[answer] for answer in pair)
    differences = [
        {
            "score": name,
            pair[0]: float(first[name].mean()),
            pair[1]: float(second[name].mean()),
            "difference": float(np.mean(first[name] - second[name])),
            "95 %": _interval(first[name] - second[name], drawn),
        }
        for name in SCORES
    ]
    about = [{"score": name, "is": words} for name, words in SCORES.items()]
    return {title: rows, "The same splices, paired": differences, "Scores": about}


def _of_shares(share: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    off = np.abs(share - truth)
    return {"share_error": float(off.mean()), "misplaced": float(off.sum() / 2)}


def _of_changes(changes_s: np.ndarray, boundaries_s: np.ndarray) -> dict[str, float]:
    off = [np.min(np.abs(changes_s - at), initial=CAP_S) for at in boundaries_s]
    return {"boundary_s": float(np.mean(off)), "changes_per_boundary": changes_s.size / boundaries_s.size}


def _weights(artists: Sequence[Sequence[str]]) -> np.ndarray:
    """How often each splice counts in each draw, (n_draws, n_splices): artists are drawn with replacement, and a splice
    counts the product of its artists' draws (Owen 2007, the pigeonhole bootstrap), for splices share clips."""
    names = sorted({name for each in artists for name in each})
    of_splice = np.array([[each.count(name) for name in names] for each in artists])
    rng = np.random.default_rng(0)
    times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=N_DRAWS)
    return np.stack([np.prod(np.where(of_splice > 0, drawn, 1), axis=1) for drawn in times]).astype(float)


def _interval(values: np.ndarray, weights: np.ndarray) -> list[float]:
    usable = weights.sum(axis=1) > 0
    means = weights[usable] @ values / weights[usable].sum(axis=1)
    tail = 50 * (1 - LEVEL)
    return [float(end) for end in np.percentile(means, [tail, 100 - tail])]
