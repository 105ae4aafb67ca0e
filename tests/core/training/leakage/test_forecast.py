"""The forecast of the leakage meter counts the fits that the meter does, and grows with the model."""

from dataclasses import replace

import pytest

from core.errors import DataError, ModelError
from core.models import MODELS
from core.training.config import TrainConfig
from core.training.leakage import job
from core.training.leakage.forecast import forecast
from core.training.leakage.plan import plan_of
from core.training.leakage.slips import N_INNER, SLIPS, TUNING
from tests.core.training.leakage.conftest import NEAREST

N_FITS = {"bar": 1, "outside": 2, "epoch": 1, "tuning": 1 + N_INNER}


@pytest.mark.parametrize("name", ["knn", "naive-bayes"])
def test_it_counts_the_fits_of_every_part_that_the_job_does(table, name):
    config = TrainConfig(name, inputs="gtzan-57")
    plan = plan_of(table, config).plan
    hindered = {slip.name: words for slip in SLIPS if (words := slip.hindrance(plan))}
    parts = [task.what for task in job._tasks(plan, "", hindered)]
    taken = forecast(table, config, n_workers=1)
    assert taken.n_fits == sum(N_FITS[what] for what in parts)
    assert taken.n_search == N_FITS["tuning"] * parts.count(TUNING.name)


def test_more_workers_take_less_time_and_a_slower_model_takes_more(table):
    alone, shared = (forecast(table, NEAREST, n_workers=n).seconds for n in (1, 2))
    assert shared < alone
    assert MODELS["stack"].fit_s > MODELS["knn"].fit_s
    assert forecast(table, TrainConfig("stack"), n_workers=1).seconds > alone


def test_what_cannot_be_measured_has_no_forecast(table):
    with pytest.raises(ModelError, match="measures one model as it is"):
        forecast(table, TrainConfig("knn", search="grid"), n_workers=1)
    few = table.select({"alpha-0-0", "beta-0-0"})
    with pytest.raises(DataError, match="there is nothing to compare"):
        forecast(replace(few, rows=few.rows[few.rows["segment"] == 0]), NEAREST, n_workers=1)
