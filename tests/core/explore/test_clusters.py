"""k-means finds groups that are there; agreement with the genres is 1 for the same groups and 0 for chance."""

import numpy as np
import pandas as pd
import pytest

from core.errors import DataError
from core.explore import clusters
from core.explore.clusters import k_means_against

GENRES = ("blues", "jazz", "rock")


@pytest.fixture
def genres() -> np.ndarray:
    return np.tile(GENRES, 30)


@pytest.fixture
def X(genres) -> pd.DataFrame:
    """Three clouds far apart, one for each genre; jazz is not in the middle."""
    rng = np.random.default_rng(0)
    centre = {"blues": (0, 0), "jazz": (9, 0), "rock": (0, 9)}
    return pd.DataFrame([centre[genre] for genre in genres] + rng.standard_normal((90, 2)), columns=["x", "y"])


def test_groups_that_are_the_genres_agree_wholly(X, genres):
    found = k_means_against(X, genres)
    assert (found.ari, found.nmi) == (pytest.approx(1.0), pytest.approx(1.0))
    assert found.table.to_numpy().tolist() == [[30, 0, 0], [0, 30, 0], [0, 0, 30]]
    assert found.table.index.tolist() == list(GENRES)


def test_groups_are_counted_in_the_order_of_their_genres(X, genres):
    labels = k_means_against(X, genres).labels
    assert [GENRES[label] for label in labels] == genres.tolist()


def test_genres_by_chance_agree_with_nothing(X):
    shuffled = np.random.default_rng(1).permutation(np.tile(GENRES, 30))
    found = k_means_against(X, shuffled)
    assert abs(found.ari) < 0.05
    assert 0 <= found.nmi < 0.1


def test_every_track_is_counted_once_whatever_k(X, genres):
    for k in (1, 2, 7):
        found = k_means_against(X, genres, k=k)
        assert found.table.shape == (3, k)
        assert found.table.to_numpy().sum() == 90
        assert set(found.labels) == set(range(k))


def test_one_group_agrees_with_nothing(X, genres):
    found = k_means_against(X, genres, k=1)
    assert (found.ari, found.nmi) == (0.0, 0.0)


def test_tracks_without_a_genre_get_a_group_and_count_for_nothing(X, genres):
    some = genres.copy()
    some[:6] = ""
    found = k_means_against(X, some)
    assert len(found.labels) == 90
    assert found.table.to_numpy().sum() == 84
    assert found.table.index.tolist() == list(GENRES)
    assert found.ari == pytest.approx(1.0)


def test_the_same_seed_gives_the_same_groups(X, genres):
    first, again = (k_means_against(X, genres, k=6, seed=5).labels for _ in range(2))
    assert np.array_equal(first, again)


def test_of_many_tracks_centres_are_learned_from_a_sample_and_it_is_said(X, genres, monkeypatch):
    assert k_means_against(X, genres).n_fitted == 90
    monkeypatch.setattr(clusters, "MOST_FITTED", 45)
    found = k_means_against(X, genres)
    assert found.n_fitted == 45
    assert found.ari == pytest.approx(1.0)
    assert found.table.to_numpy().sum() == 90


def test_what_cannot_be_grouped_is_told(X, genres):
    with pytest.raises(DataError, match="k=0 must be a number of groups, 1 or more"):
        k_means_against(X, genres, k=0)
    with pytest.raises(DataError, match="k=91 groups cannot be made of 90 different tracks; ask for fewer"):
        k_means_against(X, genres, k=91)
    with pytest.raises(DataError, match="k=3 groups cannot be made of 1 different tracks"):
        k_means_against(X * 0, genres)
    with pytest.raises(DataError, match="no track has a genre"):
        k_means_against(X, [""] * 90)
