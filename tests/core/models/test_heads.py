"""Heads on what pretrained listeners hear: what a short row counts, and a model that learns nothing."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.errors import ModelError
from core.models import MODELS
from core.models.backbones.yamnet_classes import GENRE_CLASSES
from core.models.calibrated import fit_told
from core.models.head_dense import DenseHead
from core.models.head_logistic import LogisticHead
from core.models.row_weights import row_weights
from core.models.steps import pipeline
from core.models.zero_shot import ZeroShot

HEADS = {"head-logistic": LogisticHead, "head-dense": DenseHead}
N_ROWS = 240
GENRES = np.array(["alpha", "beta", "gamma"])
QUICK = {"head-logistic": {}, "head-dense": {"n_epochs": 20, "learning_rate": 0.01}}


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """X, genres of unequal size, groups, and which rows are short: a third of each genre."""
    rng = np.random.default_rng(0)
    group = np.arange(N_ROWS) // 2
    y = GENRES[np.array([0, 0, 0, 1, 1, 2])[group % 6]]
    X = rng.normal(size=(N_ROWS, 12)) + 0.5 * rng.normal(size=(3, 12))[np.searchsorted(GENRES, y)]
    return X, y, np.array([f"artist {n}" for n in group]), group // 6 % 3 == 0


def test_every_genre_counts_the_same_and_a_short_row_a_share_of_a_whole_one(rows):
    _, y, _, short = rows
    weights = row_weights(y, short, short_weight=0.25)
    of_genre = [weights[y == genre].sum() for genre in GENRES]
    np.testing.assert_allclose(of_genre, (short.sum() * 0.25 + (~short).sum()) / 3)
    for genre in GENRES:
        own = weights[y == genre]
        np.testing.assert_allclose(own[short[y == genre]], 0.25 * own[~short[y == genre]].mean())


def test_without_short_rows_the_weights_are_those_that_scikit_learn_calls_balanced(rows):
    X, y, _, _ = rows
    theirs = LogisticRegression(C=0.01, class_weight="balanced", max_iter=5000).fit(X, y)
    np.testing.assert_allclose(LogisticHead(C=0.01).fit(X, y).coef_, theirs.coef_, atol=1e-6)


@pytest.mark.parametrize("name", HEADS)
def test_what_a_short_row_counts_changes_nothing_where_no_row_is_short(name: str, rows):
    X, y, groups, _ = rows
    about = {"groups": groups, "short": np.zeros(N_ROWS, dtype=bool)}
    said = [
        fit_told(HEADS[name](short_weight=weight, **QUICK[name]), X, y, told).predict_proba(X)
        for weight, told in ((1.0, about), (0.1, about), (0.1, {"groups": groups}))
    ]
    np.testing.assert_array_equal(said[0], said[1])
    np.testing.assert_array_equal(said[0], said[2])


def test_short_rows_that_count_next_to_nothing_might_as_well_be_left_out(rows):
    X, y, _, short = rows
    faint = LogisticHead(short_weight=1e-9).fit(X, y, short)
    without = LogisticHead().fit(X[~short], y[~short])
    np.testing.assert_allclose(faint.coef_, without.coef_, atol=1e-5)
    assert not np.allclose(faint.coef_, LogisticHead().fit(X, y, short).coef_, atol=1e-3)


def test_a_dense_head_does_not_learn_from_short_rows_that_count_next_to_nothing(rows):
    X, y, groups, short = rows
    wrong = np.where(short, np.roll(GENRES, 1)[np.searchsorted(GENRES, y)], y)
    quick = QUICK["head-dense"] | {"patience": 30}
    faint, loud = (DenseHead(short_weight=w, **quick).fit(X, wrong, groups, short) for w in (1e-6, 1.0))
    hits = [np.mean(model.predict(X[~short]) == y[~short]) for model in (faint, loud)]
    assert hits[0] > hits[1]


@pytest.mark.parametrize("name", HEADS)
def test_short_reaches_a_head_behind_a_scaling_and_changes_it(name: str, rows):
    X, y, groups, short = rows
    said = []
    for weight in (1.0, 0.01):
        model = pipeline(MODELS[name], QUICK[name] | {"short_weight": weight}, scaling="standard")
        fit_told(model, X, y, {"groups": groups, "short": short})
        said.append(model.predict_proba(X))
    assert not np.allclose(*said, atol=1e-3)


def test_the_dense_head_is_that_of_kroher_and_others():
    assert MODELS["head-dense"].defaults == {
        "n_units": 128,
        "n_epochs": 500,
        "batch_size": 32,
        "learning_rate": 1e-4,
        "short_weight": 1.0,
        "patience": 5,
    }
    head = DenseHead()
    head.n_features_in_, head.classes_ = 768, np.arange(5)
    assert [type(layer).__name__ for layer in head._network()] == ["Linear", "ReLU", "Linear"]
    assert sum(value.numel() for value in head._network().state_dict().values()) == 769 * 128 + 129 * 5


def heard(n: int = 50) -> np.ndarray:
    return np.log(np.random.default_rng(0).uniform(1e-8, 1, size=(n, len(GENRE_CLASSES))))


def test_zero_shot_answers_the_column_that_is_heard_most_surely():
    X, genres = heard(), np.array(list(GENRE_CLASSES))
    model = ZeroShot().fit(X, np.resize(genres, len(X)))
    np.testing.assert_array_equal(model.predict(X), genres[X.argmax(axis=1)])
    np.testing.assert_allclose(model.predict_proba(X), np.exp(X) / np.exp(X).sum(axis=1, keepdims=True))


def test_zero_shot_is_the_same_whatever_it_is_taught():
    X, genres = heard(), np.array(list(GENRE_CLASSES))
    labels = [np.resize(genres, len(X)), np.resize(genres[::-1], len(X))]
    one, other = (ZeroShot().fit(X, y).predict_proba(X) for y in labels)
    np.testing.assert_array_equal(one, other)


def test_zero_shot_answers_among_the_genres_that_there_are():
    X = heard()
    model = ZeroShot().fit(X, np.resize(["rock", "blues"], len(X)))
    np.testing.assert_array_equal(model.predict(X) == "rock", X[:, 9] > X[:, 0])


def test_zero_shot_refuses_genres_and_columns_that_it_does_not_know():
    with pytest.raises(ModelError, match=r"knows the genres blues, .*, rock alone, but some tracks are polka"):
        ZeroShot().fit(heard(2), ["rock", "polka"])
    with pytest.raises(ModelError, match="reads the 10 columns of the inputs 'yamnet-genres', but there are 9"):
        ZeroShot().fit(heard(2)[:, :9], ["rock", "jazz"])
