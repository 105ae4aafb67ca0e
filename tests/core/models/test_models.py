"""One contract for all models, and the views, scalers and storage they share."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

import core
from core.data.table import FeatureTable
from core.errors import ModelError
from core.features import GTZAN_COLUMNS
from core.models import MODELS
from core.models.inputs import (
    ABOUT_RATIOS,
    ALL_COLUMNS,
    BANDWIDTH_COLUMNS,
    INPUT_VIEWS,
    LEVEL_COLUMNS,
    ROBUST,
    input_view,
)
from core.models.novelty import NoveltyDetector, fit_detector
from core.models.spec import ModelSpec, combinations, row_parameters
from core.models.steps import pipeline
from core.models.storage import from_bytes, to_bytes
from tests.core.toys import GENRES, toy_rows, toy_table

ROOT = Path(core.__file__).parents[1]


# So that a contract over all models takes seconds.
SMALL = {"n_estimators": 20, "layers": "64", "n_epochs": 30, "batch_size": 16}
# Steps of the published size take hundreds of epochs.
LARGE_STEPS = {"head-dense": {"learning_rate": 0.01}}
LEARNING = [name for name, spec in MODELS.items() if not spec.reads]


def learnt(name: str, table: FeatureTable, *, seed: int = 0, scaling: str = "quantile", **chosen) -> Pipeline:
    spec = MODELS[name]
    small = {setting: value for setting, value in SMALL.items() if setting in spec.about_settings}
    small |= LARGE_STEPS.get(name, {})
    model = pipeline(spec, small | chosen, scaling=scaling, n_quantiles=min(20, len(table.y)), seed=seed)
    return model.fit(table.X, table.y, **row_parameters(model, {"groups": table.inner_groups}))


def said(model: Pipeline, X: np.ndarray) -> np.ndarray:
    return model.predict_proba(X) if hasattr(model, "predict_proba") else model.decision_function(X)


@pytest.fixture(scope="module")
def table() -> FeatureTable:
    return toy_table(spread=0.3)


@pytest.fixture(scope="module", params=LEARNING)
def model(request: pytest.FixtureRequest, table: FeatureTable) -> tuple[str, Pipeline]:
    return request.param, learnt(request.param, table)


def test_every_model_learns_genres_that_are_apart(model: tuple[str, Pipeline]):
    other = toy_table(spread=0.3, seed=1)
    assert np.mean(model[1].predict(other.X) == other.y) > 0.9


def test_every_model_gives_each_genre_a_number(model: tuple[str, Pipeline], table: FeatureTable):
    answer = said(model[1], table.X)
    assert answer.shape == (len(table.y), len(GENRES))
    assert tuple(model[1].classes_) == GENRES
    if hasattr(model[1], "predict_proba"):
        np.testing.assert_allclose(answer.sum(axis=1), 1)
        assert (answer >= 0).all()


def test_the_same_seed_gives_the_same_answer(model: tuple[str, Pipeline], table: FeatureTable):
    np.testing.assert_array_equal(said(learnt(model[0], table), table.X), said(model[1], table.X))


def test_a_stored_model_gives_the_same_answer(model: tuple[str, Pipeline], table: FeatureTable):
    back = from_bytes(to_bytes({"classifier": model[1]}))["classifier"]
    np.testing.assert_array_equal(said(back, table.X), said(model[1], table.X))


def test_a_row_is_judged_by_itself(model: tuple[str, Pipeline], table: FeatureTable):
    """Nothing of the other rows may leak into an answer, as it does where a network normalises by the batch."""
    alone = np.concatenate([said(model[1], row[None]) for row in table.X[:5]])
    np.testing.assert_allclose(alone, said(model[1], table.X)[:5], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", LEARNING)
def test_every_model_learns_from_columns_between_0_and_1(name: str, table: FeatureTable):
    """The scaling of the thesis; ``test_steps`` looks at all scalings."""
    assert np.mean(learnt(name, table, scaling="min-max").predict(table.X) == table.y) > 0.9


@pytest.mark.parametrize("name", LEARNING)
def test_every_model_learns_two_genres_of_a_few_tracks(name: str):
    rows = toy_rows(n_artists=3, n_tracks=1, spread=0.3)
    few = replace(toy_table(), rows=rows[rows["genre"] != "beta"])
    answer = said(learnt(name, few), few.X)
    assert len(answer) == 6
    assert np.isfinite(answer).all()


@pytest.mark.parametrize("spec", MODELS.values(), ids=MODELS)
def test_every_model_tells_what_it_is(spec: ModelSpec):
    assert MODELS[spec.name] is spec
    assert spec.title
    assert spec.about
    assert spec.candidates
    assert spec.fit_s > 0
    assert spec.explained_by in ("tree", "linear", "vote", "any")


@pytest.mark.parametrize("spec", MODELS.values(), ids=MODELS)
def test_every_setting_is_explained_and_its_default_is_allowed(spec: ModelSpec):
    for setting in spec.about_settings.values():
        assert setting.help
        assert setting.allows(setting.default)


def thesis_candidates(spec: ModelSpec) -> list[dict]:
    """Every combination that the thesis tried."""
    grids = spec.thesis_grid if isinstance(spec.thesis_grid, tuple) else (spec.thesis_grid,)
    return [candidate for grid in grids for candidate in combinations(grid)]


@pytest.mark.parametrize("spec", MODELS.values(), ids=MODELS)
def test_whatever_a_search_or_the_thesis_tries_can_be_built(spec: ModelSpec):
    for candidate in (*spec.candidates, *thesis_candidates(spec), spec.thesis_best):
        assert spec.settings(**candidate).keys() == spec.defaults.keys()
        spec.build(0, **spec.settings(**candidate))


@pytest.mark.parametrize("spec", MODELS.values(), ids=MODELS)
def test_what_the_thesis_found_best_is_among_what_it_tried(spec: ModelSpec):
    assert not spec.thesis_grid or dict(spec.thesis_best) in thesis_candidates(spec)


@pytest.mark.parametrize("spec", [spec for spec in MODELS.values() if spec.has_epochs], ids=lambda spec: spec.name)
def test_what_learns_in_epochs_tells_of_each(spec: ModelSpec, table: FeatureTable):
    fitted = learnt(spec.name, table, patience=5)[-1]
    assert [epoch["epoch"] for epoch in fitted.history_] == list(range(1, len(fitted.history_) + 1))
    losses = [epoch["valid_loss"] for epoch in fitted.history_]
    assert fitted.best_epoch_ == 1 + int(np.argmin(losses))
    assert {"train_loss", "train_accuracy", "valid_accuracy"} <= fitted.history_[0].keys()


def test_the_choice_among_models_tries_what_it_always_tried():
    tried = {spec.name: spec.candidates for spec in MODELS.values() if spec.in_best}
    leaves = ({"min_samples_leaf": 1}, {"min_samples_leaf": 2}, {"min_samples_leaf": 5})
    assert tried == {
        "logistic": ({"C": 0.02}, {"C": 0.05}, {"C": 0.2}),
        "svm": ({"C": 1.0}, {"C": 3.0}, {"C": 10.0}),
        "knn": ({"n_neighbors": 5}, {"n_neighbors": 15}, {"n_neighbors": 31}),
        "random-forest": leaves,
        "extra-trees": leaves,
        "lda": ({"shrinkage": "auto"},),
        "vote": ({"C": 0.05},),
    }


def test_the_grids_of_the_thesis_have_the_sizes_of_its_notebook():
    sizes = {spec.name: len(thesis_candidates(spec)) for spec in MODELS.values() if spec.thesis_grid}
    assert sizes == {
        "logistic": 13,
        "svm": 48,
        "knn": 13,
        "random-forest": 36,
        "naive-bayes": 5,
        "xgboost": 27,
    }


def test_listing_the_models_loads_neither_torch_nor_xgboost():
    code = "import sys, core.models; sys.exit(bool({'torch', 'xgboost', 'shap'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_an_unknown_input_view_is_refused():
    with pytest.raises(ModelError, match="inputs='mel' is not known"):
        input_view("mel")


@pytest.mark.parametrize("name", INPUT_VIEWS)
def test_a_view_gives_one_finite_number_for_each_of_its_names(name: str):
    view = INPUT_VIEWS[name]
    X = toy_table().rows[list(view.columns)].to_numpy()
    assert view.compute(X).shape == (len(X), len(view.names))
    assert np.isfinite(view.compute(np.zeros((2, len(view.columns))))).all()


def test_the_robust_view_does_not_see_a_gain():
    rows = toy_table().rows
    louder = rows.copy()
    gain = 10 ** (12 / 20)
    for column in ("rms_mean", "harmony_mean", "perceptr_mean"):
        louder[column] *= gain
    for column in ("rms_var", "harmony_var", "perceptr_var"):
        louder[column] *= gain**2
    louder["mfcc1_mean"] += 12 * np.sqrt(128)
    before, after = (ROBUST.compute(each[list(ROBUST.columns)].to_numpy()) for each in (rows, louder))
    np.testing.assert_allclose(before, after, rtol=1e-9)


def test_the_robust_view_keeps_every_column_that_level_and_bandwidth_leave_alone():
    assert set(GTZAN_COLUMNS) - set(LEVEL_COLUMNS) - set(BANDWIDTH_COLUMNS) == set(ROBUST.names) - set(ABOUT_RATIOS)
    assert len(ROBUST.names) == 37
    assert ALL_COLUMNS.names == GTZAN_COLUMNS


def test_a_type_that_nobody_audited_is_neither_stored_nor_loaded():
    class Foreign(SVC):
        pass

    with pytest.raises(ModelError, match="types that nobody has audited"):
        to_bytes({"classifier": Foreign()})


def test_the_detector_knows_its_own_and_not_what_is_far_away():
    rng = np.random.default_rng(0)
    seen = rng.normal(size=(300, 8))
    folds = [(np.setdiff1d(np.arange(300), test), test) for test in np.array_split(rng.permutation(300), 5)]
    detector = fit_detector(seen, folds=folds, rate=0.02, seed=0)
    assert np.mean(detector.excess(rng.normal(size=(500, 8))) > 0) < 0.06
    assert (detector.excess(rng.normal(size=(50, 8)) + 6) > 0).all()


def test_the_detector_sees_combinations_that_no_training_row_has():
    rng = np.random.default_rng(0)
    common = rng.normal(size=(400, 1))
    seen = common + 0.05 * rng.normal(size=(400, 6))
    detector = NoveltyDetector().fit(seen)
    usual, torn = np.full((1, 6), 1.0), np.array([[1.0, -1.0] * 3])
    assert detector.score(torn)[0] > 5 * detector.score(usual)[0]


def test_the_most_unusual_number_is_the_one_that_was_moved():
    seen = np.random.default_rng(0).normal(size=(200, 6))
    x = seen[0].copy()
    x[4] += 5
    assert NoveltyDetector().fit(seen).most_unusual(x)[0] == 4


def test_distances_to_the_nearest_are_those_of_a_plain_loop():
    rng = np.random.default_rng(0)
    detector = NoveltyDetector().fit(rng.normal(size=(100, 5)))
    X = rng.normal(size=(7, 5))
    scaled_X = detector.scaler_.transform(X)
    plain = [np.sort(np.linalg.norm(detector.seen_ - x, axis=1))[:5].mean() for x in scaled_X]
    np.testing.assert_allclose(detector.score(X), plain, atol=1e-6)


def test_genres_of_the_toys_are_those_of_the_table():
    assert toy_table().genres == GENRES
