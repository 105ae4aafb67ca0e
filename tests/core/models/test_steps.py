"""Scalings and selections as steps of one pipeline: fitted on training rows alone, stored, refused where unknown."""

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import RFE, SelectKBest, SequentialFeatureSelector, chi2, f_classif, mutual_info_classif
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler, scale

from core.errors import ModelError
from core.models import MODELS
from core.models.folds import grouped_folds
from core.models.selection import N_SEQUENTIAL_FOLDS, RIDGE_ALPHA, SELECTIONS
from core.models.spec import row_parameters, wants_groups
from core.models.steps import SCALINGS, pipeline, scaler
from core.models.storage import from_bytes, to_bytes
from tests.core.toys import toy_table

LDA = MODELS["lda"]
CHOOSING = [name for name in SELECTIONS if name != "none"]
N_INFORMATIVE = 4


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X, genres, artists: the first four of twelve columns tell the genre, one of the rest never changes."""
    rng = np.random.default_rng(0)
    artists = np.repeat(np.arange(60), 3)
    y = np.array(["alpha", "beta", "gamma"])[artists % 3]
    X = rng.normal(size=(180, 12))
    X[:, :N_INFORMATIVE] += 3 * rng.normal(size=(3, N_INFORMATIVE))[artists % 3]
    X[:, 11] = 7.0
    return X, y, artists


def kept(name: str, n: int, rows: tuple[np.ndarray, np.ndarray, np.ndarray], seed: int = 0) -> list[int]:
    X, y, artists = rows
    return SELECTIONS[name].select(n, seed).fit(X, y, artists).get_support(indices=True).tolist()


@pytest.mark.parametrize("name", CHOOSING)
def test_a_selection_finds_the_columns_that_tell_the_genre(name: str, rows):
    assert kept(name, N_INFORMATIVE, rows) == list(range(N_INFORMATIVE))


@pytest.mark.parametrize("name", CHOOSING)
@pytest.mark.parametrize("n", [1, 7, 12])
def test_a_selection_keeps_as_many_columns_as_it_is_asked_for(name: str, n: int, rows):
    assert len(kept(name, n, rows)) == n


@pytest.mark.parametrize("name", [name for name in CHOOSING if name != "sequential"])  # to which noise is worse still
def test_a_column_that_never_changes_is_kept_last(name: str, rows):
    assert 11 not in kept(name, 11, rows)


@pytest.mark.parametrize("name", CHOOSING)
def test_the_same_seed_keeps_the_same_columns(name: str, rows):
    assert kept(name, 6, rows, seed=4) == kept(name, 6, rows, seed=4)


@pytest.mark.parametrize("name", SELECTIONS)
def test_a_selection_behind_every_scaling_can_be_stored(name: str):
    table = toy_table(n_artists=4, n_tracks=2)
    for scaling in SCALINGS:
        model = pipeline(LDA, {}, scaling=scaling, selection=name, n_selected=5, n_quantiles=10)
        model.fit(table.X, table.y, **row_parameters(model, {"groups": table.inner_groups}))
        back = from_bytes(to_bytes({"classifier": model}))["classifier"]
        np.testing.assert_array_equal(back.predict_proba(table.X), model.predict_proba(table.X))


def test_filters_choose_what_those_of_scikit_learn_choose(rows):
    X, y, _ = rows
    X = X[:, :11]  # they warn of a column that never changes

    def same(name: str, original: SelectKBest, X_original: np.ndarray) -> bool:
        ours = SELECTIONS[name].select(6, 3).fit(X, y).get_support()
        return bool((ours == original.fit(X_original, y).get_support()).all())

    assert same("chi2", SelectKBest(chi2, k=6), MinMaxScaler().fit_transform(X))
    assert same("f", SelectKBest(f_classif, k=6), X)
    seeded = SelectKBest(lambda X, y: mutual_info_classif(X, y, random_state=3), k=6)
    assert same("mutual-information", seeded, X)


@pytest.mark.parametrize("n", [3, 8])
def test_the_sequential_selection_is_that_of_scikit_learn_with_ridge_regression(n: int, rows):
    X, y, artists = rows
    original = SequentialFeatureSelector(
        make_pipeline(StandardScaler(), Ridge(alpha=RIDGE_ALPHA)),
        n_features_to_select=n,
        scoring="neg_mean_squared_error",
        cv=grouped_folds(artists, y, n_folds=N_SEQUENTIAL_FOLDS, seed=0),
    )
    one_hot = (y[:, None] == np.unique(y)).astype(float)
    assert kept("sequential", n, rows) == original.fit(X, one_hot).get_support(indices=True).tolist()


def test_the_recursive_elimination_is_that_of_scikit_learn(rows):
    X, y, _ = rows
    original = RFE(LogisticRegression(C=0.1, max_iter=1000), n_features_to_select=5, step=1).fit(scale(X), y)
    assert kept("rfe", 5, rows) == original.get_support(indices=True).tolist()


def test_extra_trees_keep_the_columns_of_largest_importance(rows):
    X, y, _ = rows
    forest = ExtraTreesClassifier(n_estimators=100, min_samples_leaf=2, random_state=0).fit(X, y)
    assert kept("extra-trees", 3, rows) == sorted(np.argsort(-forest.feature_importances_)[:3])


def test_no_test_row_has_a_say_in_what_is_selected_or_how_it_is_scaled():
    table = toy_table(spread=2.0)
    learn = np.arange(len(table.y)) % 3 > 0
    for selection in SELECTIONS:
        model = pipeline(LDA, {}, scaling="min-max", selection=selection, n_selected=5)
        X, y, groups = table.X, table.y, table.inner_groups
        model.fit(X[learn], y[learn], **row_parameters(model, {"groups": groups[learn]}))
        before = model.predict_proba(X[learn])
        model.predict_proba(1000 * X[~learn])
        np.testing.assert_array_equal(model.predict_proba(X[learn]), before)
        assert model["scale"].n_samples_seen_ == learn.sum()


def test_what_lies_beyond_the_training_rows_is_cut_off_by_min_max():
    fitted = scaler("min-max", n_quantiles=10, seed=0).fit([[0.0], [4.0]])
    np.testing.assert_allclose(fitted.transform([[-9.0], [1.0], [400.0]])[:, 0], [0, 0.25, 1])


def test_the_steps_that_nobody_asked_for_are_not_there():
    assert list(pipeline(LDA, {}).named_steps) == ["scale", "classify"]
    assert list(pipeline(LDA, {}, scaling="none").named_steps) == ["classify"]
    assert list(pipeline(LDA, {}, selection="f").named_steps) == ["scale", "select", "classify"]


def test_groups_reach_those_steps_that_cut_the_rows_themselves():
    assert not wants_groups(pipeline(LDA, {}))
    assert wants_groups(MODELS["stack"].build(0, **MODELS["stack"].defaults))
    both = pipeline(MODELS["stack"], {}, selection="sequential")
    assert set(row_parameters(both, {"groups": ["a", "b"], "short": [False, True]})) == {
        "select__groups",
        "classify__groups",
    }
    assert row_parameters(both, None) == {}


def test_an_unknown_scaling_is_refused():
    with pytest.raises(ModelError, match="scaling='log' is not known; choose one of quantile, standard, min-max, none"):
        pipeline(LDA, {}, scaling="log")


def test_an_unknown_selection_is_refused():
    with pytest.raises(ModelError, match="selection='boruta' is not known; choose one of none, chi2"):
        pipeline(LDA, {}, selection="boruta")


def test_more_columns_than_there_are_cannot_be_kept(rows):
    with pytest.raises(ModelError, match="n_selected=13, but there are 12 columns; keep fewer or select none"):
        kept("f", 13, rows)


def test_at_least_one_column_must_be_kept():
    with pytest.raises(ModelError, match="n_selected=0 must be at least 1"):
        pipeline(LDA, {}, selection="f", n_selected=0)


def test_the_sequential_selection_must_know_what_belongs_together(rows):
    with pytest.raises(ModelError, match=r"must know which of them belong together; give groups=\.\.\."):
        SELECTIONS["sequential"].select(2, 0).fit(rows[0], rows[1])


@pytest.mark.parametrize("name", SELECTIONS)
def test_every_selection_says_what_it_is(name: str):
    selection = SELECTIONS[name]
    assert selection.name == name
    assert selection.title
    assert selection.about
    assert selection.kind in ("filter", "wrapper", "embedded") or name == "none"
