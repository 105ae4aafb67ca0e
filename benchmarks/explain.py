"""Seconds to explain 300 tracks of 57 features and ten genres, model by model, and how far the answers can be trusted.

    python -m benchmarks.explain [--only speed trust] [--models xgboost svm] [--json]

The table is the public one of GTZAN; the models learn the first of its artist folds and explain its held-out tracks
against 100 training tracks. What is promised on two cores: XGBoost 1 s, a forest of 200 trees 8 s, logistic regression
0.5 s, an RBF SVM of 50 tracks 60 s. The first call, which imports and compiles, stands beside the next ones.
Quiet machines only: other work shows in these numbers; ``cpu_s`` shows how much of the time was ours.
"""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.report import parser, run, show
from core.data.loading import load_table
from core.explain.players import FAMILY, SINGLE
from core.explain.rows import drawn_rows, explain_fold, rows_to_explain
from core.explain.summary import importance, mean_sizes
from core.explain.trust.agreement import agreement, permutation_cost
from core.explain.trust.deletion import deletion
from core.explain.trust.stability import SEEDS, stability
from core.explain.values import additivity_gap
from core.training.again import FoldAgain
from core.training.config import TrainConfig
from core.training.rows import prepare
from core.training.train import fit_tracks

# model -> its settings, the rows to explain, and the seconds promised
PROMISED: dict[str, tuple[dict[str, Any], int, float | None]] = {
    "xgboost": ({}, 300, 1.0),
    "random-forest": ({"n_estimators": 200}, 300, 8.0),
    "logistic": ({}, 300, 0.5),
    "svm": ({}, 50, 60.0),
    "vote": ({}, 50, None),
    "knn": ({}, 50, None),
}
TRUSTED = ("logistic", "random-forest")
STABILITY_ROWS = 100
Row = dict[str, Any]


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--only", nargs="+", choices=("speed", "trust"), default=["speed", "trust"])
    arguments.add_argument("--models", nargs="+", choices=PROMISED, help="these alone, by default those promised")
    asked = arguments.parse_args()
    tables: dict[str, list[Row]] = {}
    if "speed" in asked.only:
        tables["Seconds, 57 features, ten genres, 100 tracks of background"] = [
            row for name in asked.models or PROMISED for row in speed_rows(name)
        ]
    if "trust" in asked.only:
        trusted = [trust_row(name) for name in asked.models or TRUSTED]
        tables["Trust, by families, held-out tracks of the first artist fold"] = trusted
    show(tables, as_json=asked.json)


def speed_rows(name: str) -> list[Row]:
    """The time by families and by single features, each asked twice."""
    settings, n_rows, promised = PROMISED[name]
    again = learnt(name, settings, fold=0)
    rows = rows_to_explain(again.test_ids, n_rows, seed=0)
    return [_timed(again, rows, by, {"model": name, "promised_s": promised}) for by in (FAMILY, SINGLE)]


def _timed(again: FoldAgain, rows: Sequence[int], by: str, about: Row) -> Row:
    seconds = []
    for _ in range(2):
        started, of_cpu = time.perf_counter(), time.process_time()
        made = explain_fold(again, rows, by=by)
        seconds.append((time.perf_counter() - started, time.process_time() - of_cpu))
    return {
        **about,
        "by": by,
        "tracks": len(rows),
        "output": made.output.quantity,
        "first_s": seconds[0][0],
        "again_s": seconds[1][0],
        "cpu_s": seconds[1][1],
        "gap": f"{additivity_gap(made):.0e}",
        "error": None if made.error is None else float(made.error.mean()),
    }


def trust_row(name: str) -> Row:
    """All measures of trust of a model."""
    settings = PROMISED[name][0]
    folds = [learnt(name, settings, fold=fold) for fold in range(3)]
    explained = explain_fold(folds[0], rows_to_explain(folds[0].test_ids, STABILITY_ROWS, seed=0))
    deleted = deletion(explained, folds[0].classifier, drawn_rows(folds[0].X_train, seed=0))
    held_out = (folds[0].X_test, folds[0].y_test, folds[0].test_ids)
    agreed = agreement(
        mean_sizes(explained).sum(axis=1), permutation_cost(folds[0].classifier, *held_out, explained.players)
    )
    times = [
        mean_sizes(explain_fold(again, rows_to_explain(again.test_ids, STABILITY_ROWS, seed=0), seed=seed)).sum(axis=1)
        for again in folds
        for seed in SEEDS
    ]
    stable = stability(np.array(times), folds=np.repeat(range(3), len(SEEDS)).tolist(), seeds=SEEDS * 3)
    names = explained.players.names
    return {
        "model": name,
        "output": explained.output.quantity,
        "gap": f"{additivity_gap(explained):.0e}",
        "deletion_area": deleted.area,
        "faster_than_of_20": deleted.n_slower,
        "rank_spearman": stable.spearman,
        "rank_kendall": stable.kendall,
        "ranks_that_hold": f"{(~stable.swaps).sum()} of {len(names)}",
        "permutation_spearman": agreed.spearman,
        "p": agreed.p,
        "first": ", ".join(importance(explained).names[:3]),
    }


def learnt(name: str, settings: dict[str, Any], *, fold: int) -> FoldAgain:
    """A model on the training tracks of an artist fold of the public table, with its rows."""
    config = TrainConfig(model=name, inputs="gtzan-57", settings=settings)
    table = load_table("gtzan")
    prepared = prepare(table, config=config, protocol="artist-folds")
    fitted = fit_tracks(table, prepared.splits[fold].train, config=config)
    rows, train, test = prepared.rows, prepared.learnt(fold), prepared.tested(fold)
    parts = [(rows.X[part], rows.y[part], rows.track_ids[part]) for part in (train, test)]
    return FoldAgain(fitted.classifier, *parts[0], *parts[1], table.columns)


if __name__ == "__main__":
    run(main)
