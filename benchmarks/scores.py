"""How long the scores of a run take, as multiples of one plain bootstrap: ``python -m benchmarks.scores``.

948 tracks, as GTZAN has. The plain bootstrap draws whole artists in a loop of Python, 2,000 times, for one interval.
"""

import time
from collections.abc import Callable

import numpy as np

from benchmarks.report import Tables, run_parts
from core.evaluation.calibration import perfect_band
from core.evaluation.evaluate import evaluate
from core.evaluation.paired import difference
from core.intervals import ARTISTS, bootstrap_interval

N_TRACKS, N_ARTISTS, N_GENRES, N_DRAWS = 948, 412, 10, 2000


def scores() -> Tables:
    rng = np.random.default_rng(0)
    artists = rng.integers(0, N_ARTISTS, N_TRACKS)
    proba = rng.dirichlet(np.ones(N_GENRES), N_TRACKS)
    genres = tuple(f"genre {i}" for i in range(N_GENRES))
    truth = rng.choice(genres, N_TRACKS)
    run = {"genres": genres, "groups": artists, "folds": artists % 3, "over": ARTISTS}
    run["y_train_per_fold"] = {fold: truth[artists % 3 != fold] for fold in range(3)}
    hits, others = (rng.random(N_TRACKS) < 0.5).astype(float), (rng.random(N_TRACKS) < 0.5).astype(float)
    plain_s = seconds(lambda: plain_bootstrap(hits, artists))
    taken_s = {
        "one interval": seconds(lambda: bootstrap_interval(hits, artists)),
        "all scores of a run": seconds(lambda: evaluate(truth, proba, **run)),
        "the band of a calibrated model": seconds(lambda: perfect_band(proba)),
        "two runs compared": seconds(lambda: difference(hits, others, artists, over=ARTISTS)),
    }
    rows = [{"what": what, "of a plain bootstrap": took_s / plain_s, "s": took_s} for what, took_s in taken_s.items()]
    return {f"Scores of {N_TRACKS} tracks; a plain bootstrap takes {plain_s:.2f} s": rows}


def plain_bootstrap(hits: np.ndarray, artists: np.ndarray) -> None:
    rng, tracks_of = np.random.default_rng(0), [np.flatnonzero(artists == artist) for artist in np.unique(artists)]
    for _ in range(N_DRAWS):
        hits[np.concatenate([tracks_of[i] for i in rng.integers(0, len(tracks_of), len(tracks_of))])].mean()


def seconds(work: Callable[[], object], *, n: int = 5) -> float:
    """The median of some runs, after one that is not counted."""
    taken = []
    for _ in range(n + 1):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return float(np.median(taken[1:]))


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], {"scores": scores})
