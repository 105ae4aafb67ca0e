import numpy as np
import pytest

from core.data.datasets import gtzan
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.splits import inner_folds
from core.errors import DataError


@pytest.mark.parametrize("n_folds", [3, 5])
@pytest.mark.parametrize("name", [*gtzan.DATASET.protocols, "random-tracks"])
def test_inner_folds_of_the_real_lists_are_grouped_like_the_outer_ones(name, n_folds, real_gtzan):
    for split in PROTOCOLS[name].splits(real_gtzan):
        table = real_gtzan.select(split.train)
        folds = inner_folds(table.groups, table.y, n_folds=n_folds, seed=0)
        assert len(folds) == n_folds
        assert np.array_equal(np.sort(np.concatenate([test for _, test in folds])), np.arange(len(table.rows)))
        for train, test in folds:
            assert not set(table.groups[train]) & set(table.groups[test])
            assert set(table.y[train]) == set(real_gtzan.genres)
            assert abs(len(test) - len(table.rows) / n_folds) < 0.1 * len(table.rows)


def test_inner_folds_keep_the_segments_of_a_track_together(own_rows, write):
    table = load_table(write(own_rows.drop(columns="artist")))
    for train, test in inner_folds(table.groups, table.y, n_folds=4, seed=0):
        ids = table.rows["track_id"].to_numpy()
        assert not set(ids[train]) & set(ids[test])


def test_inner_folds_follow_the_seed(real_gtzan):
    def tests(seed):
        return [tuple(test) for _, test in inner_folds(real_gtzan.groups, real_gtzan.y, n_folds=5, seed=seed)]

    assert tests(3) == tests(3)
    assert tests(3) != tests(4)


def test_the_greatest_seed_works_when_the_first_cut_fails(monkeypatch):
    class Cutter:
        def __init__(self, *, n_splits, shuffle, random_state):
            np.random.RandomState(random_state)  # refuses what is no seed
            self.random_state = random_state

        def split(self, X, y, groups):
            rest = np.arange(2 if self.random_state == 2**32 - 1 else 4)
            return [(rest, np.array([0]))] * 2

    monkeypatch.setattr("core.models.folds.StratifiedGroupKFold", Cutter)
    assert inner_folds(["a", "b", "c", "d"], ["x", "x", "y", "y"], n_folds=2, seed=2**32 - 1)


@pytest.mark.parametrize("seed", range(5))
def test_two_artists_of_a_genre_never_stand_in_one_test_fold(seed):
    # One genre has two artists only, of very different size: each train part must still hold one of them.
    groups = np.array(["big"] * 30 + ["small"] * 2 + [f"other {n % 12}" for n in range(60)])
    y = np.array(["rare"] * 32 + ["common"] * 60)
    for train, _ in inner_folds(groups, y, n_folds=5, seed=seed):
        assert set(y[train]) == {"rare", "common"}


@pytest.mark.parametrize(
    ("groups", "y", "n_folds", "message"),
    [
        (["a", "b"], ["rock"], 2, r"groups has shape \(2,\) and y \(1,\)"),
        (["a", "b", "a", "b"], ["rock", "jazz", "rock", "jazz"], 3, "3 folds by artist need at least 3 artists"),
        (["a", "b", "c"], ["rock", "rock", "jazz"], 2, "all training tracks of jazz are by one artist"),
        (["a", "b", "c", "d"], ["rock", "rock", "jazz", "jazz"], 3, "3 folds need a genre with as many tracks"),
    ],
)
def test_rows_that_cannot_be_cut_by_artist_are_told(groups, y, n_folds, message):
    with pytest.raises(DataError, match=message):
        inner_folds(groups, y, n_folds=n_folds, seed=0)


def test_no_cut_that_keeps_every_genre_is_told(monkeypatch):
    # No cut at all was tried, as if every one had failed.
    groups = ["a", "a", "b", "b"]
    y = ["rock", "jazz", "rock", "jazz"]
    monkeypatch.setattr("core.models.folds.N_TRIES", 0)
    with pytest.raises(DataError, match="no cut into 2 folds by artist keeps every genre in every training part"):
        inner_folds(groups, y, n_folds=2, seed=0)


def test_the_only_artist_of_a_genre_may_stay_in_every_training_part():
    groups = [*(f"rocker {n}" for n in range(6)), *["marley"] * 3]
    y = ["rock", "jazz"] * 3 + ["reggae"] * 3
    folds = inner_folds(groups, y, n_folds=3, seed=0, lone_stay=True)
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(6))
    assert all({6, 7, 8} <= set(train) and set(np.array(y)[train]) == {"rock", "jazz", "reggae"} for train, _ in folds)


def test_where_no_genre_has_two_artists_nobody_can_be_held_out():
    with pytest.raises(DataError, match="no training track can be held out, because every genre has one artist only"):
        inner_folds(["a", "b"], ["x", "y"], n_folds=2, seed=0, lone_stay=True)
