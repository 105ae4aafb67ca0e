"""Every model -> the seconds of one fit on 1,000 made rows of 57 columns, ten genres, beside what its SPEC says.

    OMP_NUM_THREADS=1 python -m benchmarks.fit_seconds [--json] [--models svm lda]

The scaling is the default one. Rows come in clouds that overlap about as much as genres do: a boosted tree or an SVM
takes longer where genres are hard to tell apart.
"""

from time import perf_counter
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.report import parser, run, show
from core.models import MODELS
from core.models.spec import ModelSpec, row_parameters
from core.models.steps import pipeline
from core.models.storage import to_bytes

N_ROWS, N_COLUMNS, N_GENRES, N_PER_ARTIST = 1000, 57, 10, 3


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--models", nargs="+", default=list(MODELS), choices=list(MODELS))
    asked = arguments.parse_args()
    with threadpool_limits(1):
        rows = [_row(MODELS[name]) for name in asked.models]
    show({f"{N_ROWS} rows x {N_COLUMNS} columns, one core": rows}, as_json=asked.json)


def made_rows(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X, genres and artists: a cloud per genre, a smaller one per artist inside it."""
    rng = np.random.default_rng(seed)
    n_artists = -(-N_ROWS // N_PER_ARTIST)
    of_artist = np.arange(N_ROWS) // N_PER_ARTIST
    genre = (np.arange(n_artists) % N_GENRES)[of_artist]
    centres = 0.4 * rng.normal(size=(N_GENRES, N_COLUMNS))
    X = centres[genre] + rng.normal(size=(n_artists, N_COLUMNS))[of_artist] + rng.normal(size=(N_ROWS, N_COLUMNS))
    return X, np.array([f"genre {i}" for i in range(N_GENRES)])[genre], of_artist


def _row(spec: ModelSpec) -> dict[str, Any]:
    X, y, artists = made_rows()
    model = pipeline(spec, {})
    pipeline(spec, {}).fit(
        X[:200], y[:200], **row_parameters(model, {"groups": artists[:200]})
    )  # imports what it needs
    started = perf_counter()
    model.fit(X, y, **row_parameters(model, {"groups": artists}))
    return {
        "model": spec.name,
        "fit_s": perf_counter() - started,
        "said_s": spec.fit_s,
        "size_mb": len(to_bytes({"classifier": model})) / 1e6,
    }


if __name__ == "__main__":
    run(main)
