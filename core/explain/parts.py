"""The parts of the job that explains a run: each fits its fold again from the run's own folder, and returns bytes.

A worker keeps the last few fits, so that the parts of one fold share one.
"""

import json
import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass

from core.errors import ModelError
from core.explain.packed import packed
from core.explain.rows import drawn_rows, explain_fold, rows_to_explain
from core.explain.stored import find_explanation, plain
from core.explain.summary import mean_sizes
from core.explain.trust.agreement import agreement, permutation_cost
from core.explain.trust.deletion import deletion
from core.explain.trust.stability import SEEDS
from core.explain.values import additivity_gap
from core.explain.wish import ExplainParams, path_of
from core.jobs import Workbench
from core.runs import StoredRun, read_run
from core.training.again import FoldAgain, fold_again

# Importances settle with few rows and few orders, and these are explained once per fold and seed.
STABILITY_ROWS, STABILITY_EVALS = 20, 120
_MAX_KEPT = 2
_kept: "OrderedDict[tuple[str, int], FoldAgain]" = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Chunk:
    """Of the rows to explain those from ``first`` to before ``stop``."""

    params: ExplainParams
    first: int
    stop: int


@dataclass(frozen=True)
class OneFold:
    """What is measured on one fold."""

    params: ExplainParams
    fold: int


def explain_chunk(chunk: Chunk, bench: Workbench) -> bytes:
    """The explanation of some of the rows."""
    params = chunk.params
    again = fitted_again(params, params.fold)
    rows = rows_to_explain(again.test_ids, params.n_rows, seed=params.seed)[chunk.first : chunk.stop]

    def tell(done: int) -> None:  # and end when somebody wants the job to
        bench.tell(done / len(rows), f"explaining: {done} of {len(rows)} tracks")

    made = explain_fold(again, rows, by=params.by, max_evals=params.max_evals, seed=params.seed, progress=tell)
    return packed(made)


def put_to_test(one: OneFold, bench: Workbench) -> bytes:
    """JSON of the additivity gap, the deletion curve and the agreement with permutation, of a stored explanation."""
    params = one.params
    again, explanation = fitted_again(params, one.fold), find_explanation(params)
    if explanation is None:
        raise ModelError("the explanation was deleted while it was put to the test; ask for it again")
    bench.tell(0, "deleting feature after feature")
    background = drawn_rows(again.X_train, seed=params.seed)
    deleted = deletion(explanation, again.classifier, background, seed=params.seed)
    bench.tell(0.3, "exchanging features between tracks")
    held_out = (again.X_test, again.y_test, again.test_ids)
    cost = permutation_cost(again.classifier, *held_out, explanation.players, seed=params.seed)
    agreed = agreement(mean_sizes(explanation).sum(axis=1), cost, seed=params.seed)
    said = {"gap": additivity_gap(explanation), "deletion": asdict(deleted), "agreement": asdict(agreed)}
    return json.dumps(plain(said), allow_nan=False).encode()


def importances_of(one: OneFold, bench: Workbench) -> bytes:
    """JSON of the importances that a fold gives with each of the seeds' backgrounds, (n_seeds, n_players)."""
    params = one.params
    again = fitted_again(params, one.fold)
    rows = rows_to_explain(again.test_ids, STABILITY_ROWS, seed=params.seed)
    max_evals = min(params.max_evals, STABILITY_EVALS)
    found = []
    for done, seed in enumerate(SEEDS):
        bench.tell(done / len(SEEDS), f"fold {one.fold + 1}: background {done + 1} of {len(SEEDS)}")
        made = explain_fold(again, rows, by=params.by, max_evals=max_evals, seed=seed)
        found.append(mean_sizes(made).sum(axis=1).tolist())
    return json.dumps(found, allow_nan=False).encode()


def fitted_again(params: ExplainParams, fold: int) -> FoldAgain:
    """The model of a fold with its rows; raises ModelError where the run is not the one that was meant."""
    with _lock:  # two parts of one fold shall not both fit it
        key = (params.weights, fold)
        if key not in _kept:
            _kept[key] = fold_again(meant_run(params), fold)
            while len(_kept) > _MAX_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def meant_run(params: ExplainParams) -> StoredRun:
    """The run of a wish; raises ModelError where it is gone, or another one has its name now."""
    run = read_run(path_of(params.run))
    if run.record.weights_sha256 != params.weights:
        raise ModelError(f"the run {params.run!r} is another one than when this was asked for; ask again")
    return run
