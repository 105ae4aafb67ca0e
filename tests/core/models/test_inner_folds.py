"""What a model does inside its own training rows separates no artist: watched row by row."""

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin

from core.errors import ModelError
from core.models import MODELS, selection, stack, vote_all, xgb
from core.models.dense import DenseNetwork
from core.models.folds import grouped_folds, hold_out_groups
from core.models.stack import GroupedStack
from core.models.vote_all import GroupedVote
from core.models.xgb import BoostedTrees

N_ROWS = 90
GROUPS = np.array([f"artist {i // 3}" for i in range(N_ROWS)])
Y = np.array(["alpha", "beta", "gamma"])[np.arange(N_ROWS) // 3 % 3]
# The first column is the number of the row, so that a spy knows whom it sees.
X = np.column_stack([np.arange(N_ROWS), np.random.default_rng(0).normal(size=(N_ROWS, 3))]).astype(np.float64)

Asked = list[tuple[frozenset[int], frozenset[int]]]


class Spy(ClassifierMixin, BaseEstimator):
    """Writes down which rows it learnt from whenever it is asked about others."""

    def __init__(self, asked: list | None = None):
        self.asked = asked

    def __sklearn_clone__(self) -> "Spy":  # every clone writes into the same list
        return Spy(self.asked)

    def fit(self, X: np.ndarray, y: np.ndarray) -> "Spy":
        self.classes_ = np.unique(y)
        self.learnt_ = frozenset(X[:, 0].astype(int))
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        self.asked.append((self.learnt_, frozenset(X[:, 0].astype(int))))
        return np.tile(np.arange(len(self.classes_), dtype=np.float64), (len(X), 1))

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.classes_[self.decision_function(X).argmax(axis=1)]


def groups_of(rows: Sequence[int]) -> set[str]:
    return set(GROUPS[sorted(rows)])


def check_apart(asked: Asked) -> None:
    assert len(asked) >= 2
    assert all(groups_of(learnt).isdisjoint(groups_of(others)) for learnt, others in asked)
    assert sorted(row for _, others in asked for row in others) == list(range(N_ROWS))


def test_a_stack_learns_from_answers_about_artists_that_its_members_had_not_heard():
    asked: Asked = []
    GroupedStack([("spy", Spy(asked))]).fit(X, Y, GROUPS)
    check_apart(asked)


def test_a_vote_fits_temperatures_on_artists_that_the_member_had_not_heard():
    asked: Asked = []
    GroupedVote([("spy", Spy(asked))]).fit(X, Y, GROUPS)
    check_apart(asked)


def test_a_network_stops_by_artists_that_it_does_not_learn_from(monkeypatch: pytest.MonkeyPatch):
    seen = []
    learn = DenseNetwork._learn

    def watched(self, learnt, valid, on_epoch):
        seen.append((learnt[0][:, 0].astype(int), valid[0][:, 0].astype(int)))
        return learn(self, learnt, valid, on_epoch)

    monkeypatch.setattr(DenseNetwork, "_learn", watched)
    DenseNetwork(layers="64", n_epochs=1).fit(X, Y, GROUPS)
    ((learnt, valid),) = seen
    assert groups_of(learnt).isdisjoint(groups_of(valid))
    assert sorted([*learnt, *valid]) == list(range(N_ROWS))


def test_boosting_stops_by_artists_that_it_does_not_learn_from(monkeypatch: pytest.MonkeyPatch):
    seen = []
    matrix = xgb._matrix

    def watched(X, truth, like=None):
        seen.append(X[:, 0].astype(int))
        return matrix(X, truth, like)

    monkeypatch.setattr(xgb, "_matrix", watched)
    BoostedTrees(n_estimators=2, patience=1).fit(X, Y, GROUPS)
    assert groups_of(seen[0]).isdisjoint(groups_of(seen[1]))
    assert sorted([*seen[0], *seen[1]]) == list(range(N_ROWS))


@pytest.mark.parametrize(
    ("name", "chosen"), [("vote-all", {}), ("stack", {}), ("dense", {}), ("xgboost", {"patience": 3})]
)
def test_a_model_that_cuts_its_rows_does_not_guess_what_belongs_together(name: str, chosen: dict):
    model = MODELS[name].build(0, **MODELS[name].settings(**chosen))
    with pytest.raises(ModelError, match=r"must know which of them belong together; give groups=\.\.\."):
        model.fit(X, Y)


@pytest.mark.parametrize("part", [stack, vote_all, selection])
def test_there_is_one_way_to_cut_rows(part):
    """Whoever imports another splitter must be watched here, too."""
    assert part.grouped_folds is grouped_folds
    assert not [name for name in vars(part) if name.endswith(("KFold", "Split", "train_test_split"))]


def test_folds_keep_groups_together_and_every_genre_in_every_training_part():
    folds = grouped_folds(GROUPS, Y, n_folds=5, seed=0)
    assert len(folds) == 5
    for train, test in folds:
        assert set(GROUPS[train]).isdisjoint(GROUPS[test])
        assert set(Y[train]) == set(Y)
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(N_ROWS))


def test_there_are_no_more_folds_than_the_rarest_genre_has_artists():
    few = np.flatnonzero((Y != "gamma") | np.isin(GROUPS, ["artist 2", "artist 5"]))
    assert len(grouped_folds(GROUPS[few], Y[few], n_folds=5, seed=0)) == 2


def test_about_a_fifth_is_held_out():
    _, valid = hold_out_groups(GROUPS, Y, seed=0)
    assert 0.1 < len(valid) / N_ROWS < 0.3


def test_rows_of_genres_by_one_artist_each_are_refused():
    with pytest.raises(
        ModelError, match=r"none of the 2 training rows can be held out, .* every genre is by one artist"
    ):
        grouped_folds(["a", "b"], ["x", "y"], n_folds=3, seed=0)


def test_artists_that_every_genre_needs_on_both_sides_cannot_be_cut():
    """Three artists share three genres in pairs: whichever two stand together take their genre along."""
    groups, y = ["a", "a", "b", "b", "c", "c"], ["alpha", "beta", "alpha", "gamma", "beta", "gamma"]
    with pytest.raises(ModelError, match="the 6 training rows cannot be cut in 2 folds that keep artists together"):
        grouped_folds(groups, y, n_folds=5, seed=0)


def test_groups_must_be_one_for_each_row():
    with pytest.raises(ModelError, match=r"groups has shape \(2,\) and y \(90,\)"):
        grouped_folds(["a", "b"], Y, n_folds=5, seed=0)


def with_a_lone_artist() -> tuple[np.ndarray, np.ndarray]:
    """The genres of the rows when all of beta is by one artist, and which rows those are."""
    lone = np.isin(GROUPS, GROUPS[Y == "beta"][0])
    return np.where(lone, "beta", np.where(Y == "beta", "alpha", Y)), lone


def test_the_only_group_of_a_genre_is_always_learnt_from():
    y, lone = with_a_lone_artist()
    folds = grouped_folds(GROUPS, y, n_folds=3, seed=0)
    held_out = np.concatenate([test for _, test in folds])
    assert sorted(held_out) == np.flatnonzero(~lone).tolist()
    for train, test in folds:
        assert set(np.flatnonzero(lone)) <= set(train)
        assert groups_of(train).isdisjoint(groups_of(test))
        assert set(y[train]) == {"alpha", "beta", "gamma"}


@pytest.mark.parametrize(
    ("name", "chosen"), [("vote-all", {}), ("stack", {}), ("dense", {"n_epochs": 2}), ("xgboost", {"patience": 3})]
)
def test_a_model_that_cuts_its_rows_answers_with_a_genre_by_one_artist_too(name: str, chosen: dict):
    y, _ = with_a_lone_artist()
    model = MODELS[name].build(0, **MODELS[name].settings(**chosen))
    proba = model.fit(X, y, GROUPS).predict_proba(X)
    assert list(model.classes_) == ["alpha", "beta", "gamma"]
    np.testing.assert_allclose(proba.sum(axis=1), np.ones(N_ROWS), rtol=1e-5)
    assert proba.shape == (N_ROWS, 3)


def test_a_selection_by_folds_takes_a_genre_by_one_artist():
    y, _ = with_a_lone_artist()
    chosen = selection.SELECTIONS["sequential"].select(2, 0).fit(X, y, groups=GROUPS)
    assert chosen.get_support().sum() == 2
