"""A table and a model in, how many fits the leakage meter takes and how long they last, about, out."""

from collections.abc import Iterator

from core.data.table import FeatureTable
from core.training.config import TrainConfig
from core.training.estimate import PART_S, START_S, STORE_S, Estimate, fit_seconds
from core.training.leakage.job import check_config
from core.training.leakage.plan import Plan, plan_of
from core.training.leakage.slips import EPOCH, N_INNER, OUTSIDE, SLIPS, TUNING, tried, with_epochs, with_selection


def forecast(table: FeatureTable, config: TrainConfig, *, n_workers: int) -> Estimate:
    """What a measurement takes; ``n_search`` of its fits are those that tune on the test fold and inside.

    Raises
    ------
    DataError, ModelError
        It cannot be measured; `core.training.leakage.job.measure_leakage` would say the same.
    """
    check_config(config)
    plan = plan_of(table, config).plan
    fits = list(_fits(plan))
    seconds = sum(n * (PART_S + fit_s) for n, fit_s in fits) / max(n_workers, 1)
    return Estimate(n_fits=sum(n for n, _ in fits), n_search=_n_tuning(plan), seconds=START_S + STORE_S + seconds)


def _fits(plan: Plan) -> Iterator[tuple[int, float]]:
    """(how many fits, seconds of each): the bars, then every slip that can be shown."""
    yield len(plan.folds), _seconds(plan, plan.config)
    there = {slip.name for slip in SLIPS if not slip.hindrance(plan)}
    if OUTSIDE.name in there:
        yield 2 * len(plan.slips), _seconds(plan, with_selection(plan))
    if EPOCH.name in there:
        yield len(plan.slips), _seconds(plan, with_epochs(plan))
    if TUNING.name in there:
        for config in tried(plan):
            yield len(plan.slips) * (1 + N_INNER), _seconds(plan, config)


def _n_tuning(plan: Plan) -> int:
    return 0 if TUNING.hindrance(plan) else len(plan.slips) * (1 + N_INNER) * len(tried(plan))


def _seconds(plan: Plan, config: TrainConfig) -> float:
    return fit_seconds(config, n_rows=plan.folds[0].train.size, n_columns=plan.X.shape[1])
