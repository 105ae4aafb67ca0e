"""A recipe in, its dataset out: the job that makes what is missing, on all workers, and keeps each clip at once.

A clip is finished when its sidecar lies beside it, so what was made stays made, whatever becomes of the job; who asks
for the same recipe again gets the rest. A clip that cannot be made is told with its reason, and the others go on.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.data.datasets.synthetic import BAND, MUSICGEN, OF_ENGINE, RECIPE
from core.data.judged import note_learnt_from
from core.data.opened import open_dataset
from core.errors import DataError
from core.jobs import Workbench
from core.synthesis.by_band import play_order
from core.synthesis.by_musicgen import AT_ONCE, compose_orders
from core.synthesis.holding import alone_in
from core.synthesis.judges import training_ids_of
from core.synthesis.plan import Order, orders_of
from core.synthesis.recipe import Recipe
from core.workspace import not_written, write_atomic

KIND = "synthesis"
ACCELERATOR = "GPU"  # the resource that workers of a cluster offer: `dask worker ... --resources GPU=1`
_PATIENCE_S = 10.0  # for a job that was cancelled a moment ago, and is about to leave the folder
_MADE = 0.98  # the share of the work at which all clips are there
_ORDERED = "ordered.txt"  # in the job's folder: the ids of the clips that it found missing
Failures = dict[str, str]


def make_dataset(recipe: Recipe, bench: Workbench) -> dict[str, Any]:
    """The job: make the clips of a recipe that are not there yet, and open them as a dataset.

    Returns
    -------
    dict of ``dataset`` (its id), ``folder``, ``n_clips`` that are there, ``n_made`` by this job in all its attempts,
    ``n_groups`` (see the protocol prompt-groups), ``n_bytes`` and ``failures`` [id, reason]

    Raises
    ------
    DataError
        The recipe asks for what cannot be, or not one clip could be made.
    ModelError
        MusicGen or the judge cannot be loaded: said before anything is made.
    JobError
        Another job is making this recipe.
    """
    recipe.check()
    orders = list(orders_of(recipe))
    busy = f"another job is making {recipe.folder.name}; wait until it is over, or cancel it"
    with alone_in(recipe.folder, patience_s=_PATIENCE_S, busy=busy):
        _write_recipe(recipe)
        of_job = _of_job(orders, bench)
        missing = [order for order in of_job if not order.is_made]
        failures = _MAKERS[recipe.engine](recipe, missing, bench, 1 - len(missing) / len(of_job)) if missing else {}
        _sweep(recipe.folder)
    for id, reason in failures.items():
        bench.log(f"not made: {id}: {reason}")
    bench.tell(_MADE, "opening the dataset")
    return _result(recipe, orders, failures, n_made=sum(order.is_made for order in of_job))


def _result(recipe: Recipe, orders: Sequence[Order], failures: Failures, *, n_made: int) -> dict[str, Any]:
    """What the job tells of the clips that are there; raises DataError where there is none."""
    made = [order for order in orders if order.is_made]
    if not made:
        first, reason = next(iter(failures.items()))
        raise DataError(f"not one of {len(orders)} clips could be made; the first, {first}: {reason}")
    opened = open_dataset(f"{OF_ENGINE[recipe.engine].name}:{recipe.folder}")
    return {
        "dataset": opened.id,
        "folder": str(recipe.folder),
        "n_clips": len(made),
        "n_made": n_made,
        "n_groups": len({track.prompt_group for track in opened.tracks(anew=True)}),
        "n_bytes": sum(order.path.stat().st_size for order in made),
        "failures": [list(failure) for failure in failures.items()],
    }


def _of_job(orders: Sequence[Order], bench: Workbench) -> list[Order]:
    """The clips that this job is to make: those that were missing when its first attempt began, or are by now."""
    path = bench.folder / _ORDERED
    if not path.is_file():
        write_atomic(path, "\n".join(order.id for order in orders if not order.is_made).encode())
    ordered = set(path.read_text().splitlines())
    return [order for order in orders if order.id in ordered or not order.is_made]


def _by_band(recipe: Recipe, missing: Sequence[Order], bench: Workbench, done: float) -> Failures:
    """A part for each clip; the share ``done`` is there from earlier attempts."""
    items = {order.id: (replace(recipe), order) for order in missing}  # replaced: without a CSV that was read
    parts = bench.each(play_order, items, words="{done} of {all} clips", span=(done * _MADE, _MADE))
    return _failures(missing, parts)


def _by_musicgen(recipe: Recipe, missing: Sequence[Order], bench: Workbench, done: float) -> Failures:
    """A part for a few clips each, for which the network is loaded once."""
    turns = [tuple(missing[i : i + AT_ONCE]) for i in range(0, len(missing), AT_ONCE)]
    # By all that a part holds: after a clip was lost, others stand together.
    items = {_named(turn): (replace(recipe), turn) for turn in turns}
    words = f"{{done}} of {{all}} turns of {AT_ONCE} clips"
    parts = bench.each(compose_orders, items, words=words, span=(done * _MADE, _MADE), on=ACCELERATOR)
    return _failures(missing, parts)


_MAKERS: dict[str, Callable[[Recipe, Sequence[Order], Workbench, float], Failures]] = {
    BAND: _by_band,
    MUSICGEN: _by_musicgen,
}


def _named(turn: Sequence[Order]) -> str:
    return f"{turn[0].id} {sha256(' '.join(order.id for order in turn).encode()).hexdigest()[:12]}"


def _failures(missing: Sequence[Order], parts: dict[str, Path]) -> Failures:
    """Why clips are not there: as those who made them said, or because they are gone again."""
    told: Failures = {}
    for path in parts.values():
        told |= json.loads(path.read_bytes())
    gone = "it was made, but its file is gone; make the recipe again"
    return {order.id: told.get(order.id, gone) for order in missing if not order.is_made}


def _sweep(folder: Path) -> None:
    """Remove what workers that were killed in the middle of writing left there; nobody else writes there now."""
    for draft in folder.glob("*/.*.part"):
        draft.unlink(missing_ok=True)


def _write_recipe(recipe: Recipe) -> None:
    path = recipe.folder / RECIPE
    try:
        if recipe.kept_by:
            seen = training_ids_of(recipe.judge, recipe.kept_by)
            note_learnt_from(recipe.folder, kept_by=recipe.kept_by, track_ids=seen)
        write_atomic(path, (json.dumps(recipe.to_json(), indent=1) + "\n").encode())
    except OSError as error:
        raise not_written(path, error) from error
