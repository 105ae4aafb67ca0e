"""A fold of a run, or a song, in; the explanation of held-out rows, or of the song, out.

What is explained was not learnt from: of a fold its test rows, against training rows of the same fold. A song is new to
the model that all tracks trained, and is compared with those.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.explain.engines import MAX_EVALS, N_BACKGROUND, explain
from core.explain.players import FAMILY
from core.explain.values import Explanation
from core.models.inputs import InputView
from core.models.loaded import LoadedModel
from core.training.again import FoldAgain


def explain_fold(
    again: FoldAgain,
    rows: Sequence[int],
    *,
    by: str = FAMILY,
    max_evals: int = MAX_EVALS,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Explanation:
    """Explain held-out rows of a fold, by their numbers in ``again.X_test``; ``seed`` draws the background."""
    rows = np.asarray(rows, dtype=int)
    return explain(
        again.classifier,
        again.X_test[rows],
        background=drawn_rows(again.X_train, seed=seed),
        columns=again.names,
        by=by,
        ids=[str(track_id) for track_id in again.test_ids[rows]],
        truth=[str(genre) for genre in again.y_test[rows]],
        max_evals=max_evals,
        seed=seed,
        progress=progress,
    )


def explain_song(
    model: LoadedModel,
    X: np.ndarray,
    *,
    names: Sequence[str] | None = None,
    by: str = FAMILY,
    max_evals: int = MAX_EVALS,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Explanation:
    """Explain places of a song by the final model of a run; `values.mean_row` makes one explanation of them.

    Parameters
    ----------
    X : np.ndarray, shape (n_places, n_inputs), as ``model.inputs`` gives them
    names : what to call the places, their ``ids``

    Raises
    ------
    ModelError
        The run keeps no training rows to compare with.
    """
    return explain(
        model.classifier,
        X,
        background=drawn_rows(training_rows(model), seed=seed),
        columns=model.view.names,
        by=by,
        ids=names,
        max_evals=max_evals,
        seed=seed,
        progress=progress,
    )


def hindrance(name: str, *, view: InputView, training: pd.DataFrame) -> str:
    """Why a run that keeps its tracks by name alone, to be small, cannot be explained, and what can; "" for others."""
    if training.empty or any(column in training for column in view.names):
        return ""
    on = ", on a listener's tags" if view.backbones else ""
    return (
        f"the run {name!r} keeps the names of its training tracks, but not their {len(view.names)} numbers, with which "
        f"a track or a song would be compared; train one like it on your own table on the Train page{on}, and that "
        "one can be explained"
    )


def training_rows(model: LoadedModel) -> np.ndarray:
    """The rows that the final model learnt from, (n_rows, n_inputs); raises ModelError where the run keeps none."""
    if words := hindrance(model.name, view=model.view, training=model.training):
        raise ModelError(words)
    missing = [name for name in model.view.names if name not in model.training]
    if missing or model.training.empty:
        raise ModelError(
            f"the run {model.name!r} keeps no training rows of {missing[0] if missing else 'any track'!r} to compare "
            "with; train it again"
        )
    return model.training[list(model.view.names)].to_numpy(dtype=np.float64)


def drawn_rows(X: np.ndarray, *, n: int = N_BACKGROUND, seed: int) -> np.ndarray:
    """``n`` of the rows at random, all of them where there are fewer."""
    return X[np.sort(np.random.default_rng(seed).permutation(len(X))[:n])]


def rows_to_explain(ids: Sequence[str], n: int, *, seed: int) -> np.ndarray:
    """``n`` row numbers at random, of as many tracks as possible, in the order of the rows."""
    order = np.random.default_rng(seed).permutation(len(ids))
    first = np.unique(np.asarray(ids)[order], return_index=True)[1]
    rest = np.setdiff1d(np.arange(len(order)), first)
    return np.sort(order[np.concatenate([np.sort(first), rest])[:n]])
