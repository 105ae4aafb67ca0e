"""An estimate counts the fits that a training does, to the last one, and its seconds follow what costs time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.data.loading import load_table
from core.errors import ModelError
from core.jobs import run_here
from core.models import MODELS, calibrated
from core.models.selection import SELECTIONS
from core.training import curves
from core.training.choose import BEST
from core.training.config import TrainConfig
from core.training.estimate import Estimate, estimate, fit_seconds, n_judgements
from core.training.ground import suiting
from core.training.job import TrainParams, train_run

PLAIN = TrainConfig(model="lda", n_inner_folds=3)
SEARCH = TrainConfig(model="knn", n_inner_folds=3, search="grid", grid={"n_neighbors": (1, 5)})


def of(config: TrainConfig = PLAIN, **changed) -> Estimate:
    sizes = {"n_splits": 3, "n_rows": 600, "n_columns": 57, "n_workers": 1}
    return estimate(config, **sizes | changed)


@pytest.mark.parametrize(
    ("config", "protocol", "curve"),
    [(PLAIN, "random-tracks", True), (SEARCH, "random-tracks", False), (PLAIN, "artist-groups", False)],
    ids=["curve", "search", "draws"],
)
def test_the_fits_that_are_promised_are_those_that_are_done(
    config: TrainConfig, protocol: str, curve: bool, toy_file: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    source, done, fitted = toy_file(n_artists=6, n_tracks=2), [], calibrated.fit_told
    for module in (calibrated, curves):
        monkeypatch.setattr(module, "fit_told", lambda *given: done.append(1) or fitted(*given))
    params = TrainParams(source=source, config=config.to_json(), protocol=protocol, curve=curve)
    run_here(train_run, params)
    suits = suiting(load_table(source))[protocol]
    sizes = {"n_splits": suits.n_splits, "n_selecting": suits.n_selecting, "curve": curve}
    assert of(config, **sizes).n_fits == len(done)


def test_a_protocol_with_a_validation_part_of_its_own_tries_each_candidate_there_and_in_folds_of_all_tracks():
    assert n_judgements(SEARCH, n_splits=1, n_selecting=1) == 1 + 3
    assert n_judgements(SEARCH, n_splits=3) == 3 * 3 + 3
    assert n_judgements(PLAIN, n_splits=3) == 0


def test_the_fits_of_a_search_are_those_of_each_candidate():
    assert of(SEARCH).n_search == 2 * n_judgements(SEARCH, n_splits=3)
    assert of(SEARCH).n_fits == of(replace(SEARCH, search="none")).n_fits + of(SEARCH).n_search
    assert of().n_search == 0


@pytest.mark.parametrize(
    "more",
    [{"n_rows": 6000}, {"n_splits": 30}, {"n_columns": 500}],
    ids=lambda more: next(iter(more)),
)
@pytest.mark.parametrize("name", [*MODELS, BEST])
def test_more_data_takes_longer_and_more_workers_never_do(name: str, more: dict):
    config = TrainConfig(model=name)
    assert of(config, **more).seconds > of(config).seconds
    assert of(config, n_workers=4).seconds < of(config).seconds
    assert of(config, n_workers=1000).seconds >= of(config, n_workers=100_000).seconds > 0


def test_more_candidates_trees_epochs_or_columns_to_choose_from_take_longer():
    forest = TrainConfig(model="random-forest")
    assert of(replace(forest, settings={"n_estimators": 600})).seconds > of(forest).seconds
    network = TrainConfig(model="dense")
    assert of(replace(network, settings={"n_epochs": 5})).seconds < of(network).seconds
    assert of(replace(PLAIN, selection="mutual-information")).seconds > of().seconds
    few = replace(SEARCH, search="random", grid={"n_neighbors": tuple(range(1, 30))}, n_draws=3)
    assert of(few).seconds < of(replace(few, n_draws=20)).seconds < of(replace(few, search="grid")).seconds


@pytest.mark.parametrize(("model", "n_choices"), [("lda", 1), ("dense", 1), ("vote-all", 6), ("stack", 6)])
def test_a_model_with_folds_of_its_own_chooses_columns_in_each_of_them(model: str, n_choices: int):
    def seconds(selection: str) -> float:
        config = TrainConfig(model, selection=selection, n_selected=20)
        return fit_seconds(config, n_rows=1000, n_columns=57)

    longer = SELECTIONS["mutual-information"].choose_s - SELECTIONS["f"].choose_s
    assert seconds("mutual-information") - seconds("f") == pytest.approx(n_choices * longer)


def test_a_machine_without_workers_is_taken_for_one_with_one():
    assert of(n_workers=0) == of(n_workers=1)


def test_every_model_and_every_selection_says_how_long_it_takes():
    assert all(spec.fit_s > 0 for spec in MODELS.values())
    assert all(0 <= selection.choose_s < 10 for selection in SELECTIONS.values())


def test_a_search_that_there_is_not_is_refused():
    with pytest.raises(ModelError, match="the grid names no value for 'n_neighbors'; give one or more"):
        of(replace(SEARCH, grid={"n_neighbors": ()}))
