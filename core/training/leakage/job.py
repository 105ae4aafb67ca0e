"""The leakage meter as a job: a part for each model, each stored as it ends, and at the end one result.

A meter that was cancelled or killed and is started again fits what is missing.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.data.loading import load_table
from core.errors import ModelError
from core.jobs import Workbench
from core.models import MODELS
from core.training.choose import leaves_a_choice
from core.training.config import TrainConfig
from core.training.leakage.fitting import predicted
from core.training.leakage.plan import Plan, plan_of
from core.training.leakage.plan_file import read_plan, store_plan
from core.training.leakage.scoring import result
from core.training.leakage.slips import (
    EPOCH,
    OUTSIDE,
    SLIPS,
    TUNING,
    best_epoch,
    candidate,
    outside_the_fold,
    tried,
    tuned,
)
from core.training.leakage.stored import find_leakage, key_of, store_leakage

KIND = "leakage"
BAR = "bar"
# The shares of the job at which its stages begin.
_FITS, _END = 0.05, 0.98


@dataclass(frozen=True)
class LeakageParams:
    """What to measure: ``source`` and ``segment_s`` as `core.data.loading.load_table` takes them.

    ``config`` is the JSON text of a ``TrainConfig`` that leaves nothing to choose.
    """

    source: str
    config: str
    segment_s: float | None = None

    @property
    def train_config(self) -> TrainConfig:
        return TrainConfig.from_json(self.config)


@dataclass(frozen=True)
class _Task:
    """One part: a model of a bar, or both models of a slip, or one candidate of the tuning; of one fold."""

    plan: str
    what: str
    fold: int
    candidate: int = 0


def measure_leakage(params: LeakageParams, bench: Workbench) -> dict[str, Any]:
    """The job: cut the table for every bar, fit a model for each fold, then the slips; store what was found.

    What is stored already is not measured again.

    Returns
    -------
    dict of ``key`` (for ``read_leakage``), ``model``, ``fall`` (a share, or None), and ``failures`` and ``notes`` of
    the table

    Raises
    ------
    DataError, ModelError
        The table cannot be cut at all, or the configuration leaves a choice.
    """
    config = params.train_config
    check_config(config)
    bench.tell(0, "reading the table")
    table = load_table(params.source, segment_s=params.segment_s, listeners=config.listeners)
    key = key_of(table, config)
    found = find_leakage(table, config)
    if found is None:
        bench.tell(_FITS / 2, "cutting the tracks")
        planned = plan_of(table, config)
        said, twins, reasons = _fitted(planned.plan, key, bench)
        found = result(planned, said, twins, reasons)
        store_leakage(key, found)
    return {
        "key": key,
        "model": found.model,
        "fall": found.fall and found.fall.difference,
        "failures": [list(pair) for pair in table.failures],
        "notes": [list(pair) for pair in table.notes],
    }


def check_config(config: TrainConfig) -> None:
    """Raise ModelError for a model that there is not, or one that is still to be chosen."""
    config.check()
    if leaves_a_choice(config):
        raise ModelError("the leakage meter measures one model as it is; name the model, and search nothing")
    if config.model not in MODELS:
        raise ModelError(f"model={config.model!r} is not known; choose one of {', '.join(MODELS)}")
    MODELS[config.model].settings(**config.settings)


def fit_part(task: _Task, bench: Workbench) -> bytes:
    """What the models of one part say of the tested rows of its fold."""
    plan = read_plan(Path(task.plan))
    fold = plan.folds[task.fold]
    if task.what == BAR:
        return _packed(proba=predicted(plan, fold, plan.config))
    if task.what == TUNING.name:
        proba, inside = candidate(plan, fold, task.candidate)
        return _packed(proba=proba, inside=np.array(inside))
    honest, leaky = {OUTSIDE.name: outside_the_fold, EPOCH.name: best_epoch}[task.what](plan, fold)
    return _packed(honest=honest, leaky=leaky)


def _fitted(plan: Plan, key: str, bench: Workbench):
    """What every part said: fold -> probabilities; slip -> twins of each fold; slip -> why there are none."""
    path = bench.folder / f"plan-{key[:16]}.npz"
    if not path.is_file():
        store_plan(plan, path)
    reasons = {slip.name: words for slip in SLIPS if (words := slip.hindrance(plan))}
    tasks = _tasks(plan, str(path), reasons)
    items = {f"{key[:16]} {task.what} fold {task.fold} candidate {task.candidate}": task for task in tasks}
    paths = bench.each(fit_part, items, words="{done} of {all} models", span=(_FITS, _END))
    told = {items[name]: _unpacked(path.read_bytes()) for name, path in paths.items()}

    def of(what: str, number: int, n: int = 0) -> dict[str, np.ndarray]:
        return told[_Task(str(path), what, number, n)]

    twins: dict[str, list] = {}
    for slip in (OUTSIDE, EPOCH):
        if slip.name not in reasons:
            twins[slip.name] = [(of(slip.name, n)["honest"], of(slip.name, n)["leaky"]) for n in plan.slips]
    if TUNING.name not in reasons:
        candidates = {n: [of(TUNING.name, n, c) for c in range(len(tried(plan)))] for n in plan.slips}
        twins[TUNING.name] = [
            tuned(plan, plan.folds[n], [(said["proba"], float(said["inside"])) for said in own])
            for n, own in candidates.items()
        ]
    return {n: of(BAR, n)["proba"] for n in range(len(plan.folds))}, twins, reasons


def _tasks(plan: Plan, path: str, reasons: dict[str, str]) -> list[_Task]:
    tasks = [_Task(path, BAR, number) for number in range(len(plan.folds))]
    for slip in SLIPS:
        if slip.name not in reasons:
            n_each = len(tried(plan)) if slip is TUNING else 1
            tasks += [_Task(path, slip.name, number, n) for number in plan.slips for n in range(n_each)]
    return tasks


def _packed(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _unpacked(content: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return dict(stored)
