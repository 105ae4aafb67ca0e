"""One contract for all models, and the views, scalers and storage they share."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.svm import SVC

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
from core.models.steps import SCALINGS, pipeline, scaler
from core.models.storage import from_bytes, to_bytes
from tests.core.toys import GENRES, toy_table


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("scaling", SCALINGS)
def test_every_model_learns_genres_that_are_apart(name: str, scaling: str):
    spec, table = MODELS[name], toy_table(spread=0.3)
    small = {"n_estimators": 20} if "n_estimators" in spec.defaults else {}
    model = pipeline(spec, small, scaling=scaling, n_quantiles=20)
    other = toy_table(spread=0.3, seed=1)
    assert np.mean(clone(model).fit(table.X, table.y).predict(other.X) == other.y) > 0.9


@pytest.mark.parametrize("name", MODELS)
def test_every_model_tells_what_it_is_and_keeps_its_candidates_within_its_settings(name: str):
    spec = MODELS[name]
    assert spec.name == name
    assert spec.title
    assert spec.about
    assert spec.candidates
    for candidate in spec.candidates:
        assert spec.settings(**candidate).keys() == dict(spec.defaults).keys()


def test_a_setting_that_a_model_does_not_have_is_refused():
    with pytest.raises(ModelError, match=r"lda has no setting \['C'\]"):
        MODELS["lda"].settings(C=1)


def test_an_unknown_scaling_is_refused():
    with pytest.raises(ModelError, match="scaling='log' is not known"):
        scaler("log", n_quantiles=10, seed=0)


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


def test_a_stored_model_gives_the_same_probabilities():
    table = toy_table()
    for spec in MODELS.values():
        small = {"n_estimators": 5} if "n_estimators" in spec.defaults else {}
        model = pipeline(spec, small, n_quantiles=20)
        model.fit(table.X, table.y)
        back = from_bytes(to_bytes({"classifier": model}))["classifier"]
        scores = "predict_proba" if hasattr(model, "predict_proba") else "decision_function"
        np.testing.assert_array_equal(getattr(back, scores)(table.X), getattr(model, scores)(table.X))


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
