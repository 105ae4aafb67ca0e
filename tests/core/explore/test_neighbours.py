"""The nearest tracks, counted in the table's own scale, with and without a song that is not in it."""

import numpy as np
import pandas as pd
import pytest
from sklearn.neighbors import NearestNeighbors

from core.errors import DataError
from core.explore.neighbours import about_distances, nearest, nearest_to
from core.explore.scaling import SCALINGS, fit_scaling, scaled


@pytest.fixture
def X() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    columns = {"hz": 1000 * rng.random(40), "share": rng.random(40), "still": np.full(40, 2.0)}
    return pd.DataFrame(columns, index=[f"track {n}" for n in range(40)])


@pytest.mark.parametrize("how", SCALINGS)
def test_neighbours_are_scikit_learns_without_the_track_itself(X, how):
    X_scaled = scaled(X, how)
    distance, place = NearestNeighbors(n_neighbors=6).fit(X_scaled.to_numpy()).kneighbors(X_scaled.to_numpy())
    for n, track_id in enumerate(X.index):
        found = nearest(X_scaled, track_id, n=5)
        assert track_id not in set(found["id"])
        assert found["distance"].to_numpy() == pytest.approx(distance[n, 1:])
        assert found["id"].tolist() == X.index[place[n, 1:]].tolist()


def test_a_copy_of_a_track_is_its_nearest_neighbour_at_no_distance(X):
    twice = pd.concat([X, X.loc[["track 3"]].rename(index={"track 3": "copy"})])
    first = nearest(scaled(twice, "standard"), "track 3").iloc[0]
    assert (first["id"], first["distance"]) == ("copy", 0.0)


def test_there_are_no_more_neighbours_than_other_tracks(X):
    assert len(nearest(scaled(X.head(3), "standard"), "track 0", n=5)) == 2


def test_a_song_lies_where_the_track_lies_that_has_its_numbers(X):
    for how in SCALINGS:
        scaling = fit_scaling(X, how)
        song = nearest_to(scaling.row_of(X.loc["track 7"]), scaling.apply(X), n=6)
        assert song["id"][0] == "track 7"
        others = nearest(scaling.apply(X), "track 7", n=5)
        pd.testing.assert_frame_equal(song.iloc[1:].reset_index(drop=True), others)


def test_a_song_far_away_does_not_change_the_scale(X):
    song = X.loc["track 0"] + [1e9, 0, 0]
    scaling = fit_scaling(X, "min-max")
    found = nearest_to(scaling.row_of(song), scaling.apply(X), n=1)
    span = X["hz"].max() - X["hz"].min()
    assert found["distance"][0] == pytest.approx((song["hz"] - X["hz"].max()) / span, rel=1e-6)


def test_what_has_no_neighbours_is_told(X):
    with pytest.raises(DataError, match="the track 'gone' is not among the 40 tracks of the table"):
        nearest(X, "gone")
    with pytest.raises(DataError, match=r"hz=nan of the song is not finite"):
        fit_scaling(X, "standard").row_of(X.iloc[0].replace(X.iloc[0]["hz"], np.nan))
    with pytest.raises(DataError, match="1 of 3 columns are missing, the first is 'share'"):
        fit_scaling(X, "standard").row_of(X.iloc[0].drop("share"))


@pytest.mark.parametrize("how", SCALINGS)
def test_a_distance_says_its_unit(how):
    words = about_distances(how, 57)
    assert words.startswith("Euclidean distance over 57 columns, ")
    assert words.endswith(".")
    assert len({about_distances(how, 57) for how in SCALINGS}) == len(SCALINGS)
