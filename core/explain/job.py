"""The job that explains held-out rows of a run: first the values, which a page can show, then how far to trust them."""

import json
from typing import Any

import numpy as np

from core.explain.packed import unpacked
from core.explain.parts import Chunk, OneFold, explain_chunk, importances_of, meant_run, put_to_test
from core.explain.stored import find_explanation, find_trust, store_explanation, store_trust, trust_of
from core.explain.trust.stability import SEEDS, Stability, stability
from core.explain.values import Explanation, joined
from core.explain.wish import ExplainParams, n_folds
from core.jobs import Workbench
from core.runs import RunRecord
from core.training.again import parts_of_fold

KIND = "explain"
CHUNK_ROWS = 25
MAX_FOLDS = 3  # that ranks are compared over
# The shares of the job at which its stages begin.
_TEST, _STABILITY = 0.4, 0.6


def explain_run(params: ExplainParams, bench: Workbench) -> dict[str, Any]:
    """The job: explain held-out rows of a fold and store that, then measure how far to trust it and store that, too.

    What is stored already is not done again.

    Returns
    -------
    dict of ``key``, ``n_rows`` and ``trusted``

    Raises
    ------
    ModelError
        The run is gone or another one now, has no such fold, or keeps no rows of it.
    """
    explanation = find_explanation(params)
    if explanation is None:
        bench.tell(0, "reading the run")
        explanation = _explained(params, bench)
        store_explanation(params, explanation)
    if params.trust and find_trust(params) is None:
        store_trust(params, trust_of(_tested(params, bench) | {"stability": _stability(params, bench)}))
    return {"key": params.key, "n_rows": len(explanation), "trusted": params.trust}


def folds_to_compare(record: RunRecord, fold: int) -> tuple[int, ...]:
    """The folds over which ranks are compared: the explained one and the next ones, round the end."""
    n = n_folds(record)
    return tuple((fold + i) % n for i in range(min(n, MAX_FOLDS)))


def _explained(params: ExplainParams, bench: Workbench) -> Explanation:
    run = meant_run(params)
    tested = parts_of_fold(run, params.fold)[1]
    n = min(params.n_rows, max(1, int(run.training["track_id"].isin(tested).sum())))
    items = {f"rows from {at}": Chunk(params, at, min(at + CHUNK_ROWS, n)) for at in range(0, n, CHUNK_ROWS)}
    paths = bench.each(explain_chunk, items, words="explaining: {done} of {all} parts", span=(0.0, _TEST))
    return joined([unpacked(path.read_bytes()) for path in paths.values()])


def _tested(params: ExplainParams, bench: Workbench) -> dict[str, Any]:
    items = {f"test of fold {params.fold}": OneFold(params, params.fold)}
    (path,) = bench.each(put_to_test, items, words="putting it to the test", span=(_TEST, _STABILITY)).values()
    return json.loads(path.read_text(encoding="utf-8"))


def _stability(params: ExplainParams, bench: Workbench) -> Stability:
    folds = folds_to_compare(meant_run(params).record, params.fold)
    items = {f"fold {fold}": OneFold(params, fold) for fold in folds}
    words = "comparing ranks: {done} of {all} folds"
    paths = bench.each(importances_of, items, words=words, span=(_STABILITY, 1.0))
    found = np.concatenate([json.loads(path.read_text(encoding="utf-8")) for path in paths.values()])
    return stability(found, folds=np.repeat(folds, len(SEEDS)).tolist(), seeds=SEEDS * len(folds))
