"""Models fitted on made genres, a trained run, and a game that is small enough to be played out."""

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import pytest

from core.models import MODELS
from core.models.calibrated import TemperatureCalibrated, fit_told
from core.models.steps import pipeline
from core.runs import StoredRun, runs_folder, save_run
from core.training.config import TrainConfig
from core.training.train import train
from tests.core.toys import toy_table

TEMPERATURE = 1.7
SMALL = {
    "random-forest": {"n_estimators": 10},
    "extra-trees": {"n_estimators": 10},
    "xgboost": {"n_estimators": 5},
    "vote": {"n_estimators": 10},
    "dense": {"layers": "64", "n_epochs": 3},
    "head-dense": {"n_epochs": 3},
}


@pytest.fixture(scope="session")
def table():
    """72 tracks of three genres that overlap a little."""
    return toy_table(spread=1.5)


@pytest.fixture(scope="session")
def learnt(table) -> Callable[..., TemperatureCalibrated]:
    """``learnt("svm", kernel="linear")``: a small model of that name on the table, with a made temperature."""
    kept = {}

    def make(name: str, *, selection: str = "none", scaling: str = "quantile", **settings) -> TemperatureCalibrated:
        key = (name, selection, scaling, tuple(settings.items()))
        if key not in kept:
            spec, how = MODELS[name], {"selection": selection, "n_selected": 8, "n_quantiles": 20, "scaling": scaling}
            unfitted = pipeline(spec, SMALL.get(name, {}) | settings, **how)
            made = TemperatureCalibrated(unfitted)
            made.estimator_ = fit_told(unfitted, table.X, table.y, {"groups": table.groups})
            made.temperature_, made.classes_ = TEMPERATURE, np.unique(table.y)
            kept[key] = made
        return kept[key]

    return make


@pytest.fixture(scope="session")
def trained() -> list[StoredRun]:
    """The run that the first test which wants one has trained."""
    return []


@pytest.fixture
def run(table, trained) -> StoredRun:
    """An LDA under three folds by artist, stored in this test's workspace."""
    if not trained:
        config = TrainConfig(model="lda", n_inner_folds=3)
        trained.append(train(table, config=config, protocol="random-tracks").run)
    save_run(trained[0], runs_folder() / trained[0].record.name)
    return trained[0]


@pytest.fixture(scope="session")
def played_out() -> Callable[..., np.ndarray]:
    """Shapley values of a few players by all their orders: what every estimate is held against."""

    def play(predict: Callable, x: np.ndarray, background: np.ndarray, members: Sequence[Sequence[int]]) -> np.ndarray:
        orders = list(permutations(range(len(members))))
        total = 0.0
        for order in orders:
            mixed, before = background.copy(), predict(background).mean(axis=0)
            gains = np.zeros((len(members), before.size))
            for player in order:
                mixed[:, list(members[player])] = x[list(members[player])]
                now = predict(mixed).mean(axis=0)
                gains[player], before = now - before, now
            total = total + gains
        return total / len(orders)

    return play
