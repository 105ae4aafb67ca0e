"""A song's number in each genre's usual range, from made tables and from the built-in model's tracks."""

import numpy as np
import pandas as pd
import pytest

from core.anatomy import DESCRIPTORS
from core.anatomy.ranges import (
    MAX_GENRES,
    columns_with_ranges,
    model_tracks,
    song_numbers,
    usual_ranges,
)
from core.models.inputs import ROBUST
from core.models.loaded import load_model

HUNDRED = np.arange(101.0)


@pytest.fixture(scope="module")
def built_in():
    return model_tracks(load_model())


def test_a_range_reaches_from_the_5th_to_the_95th_percentile():
    X = pd.DataFrame({"tempo": np.concatenate([HUNDRED, HUNDRED + 100])})
    ranges = usual_ranges(50.0, "tempo", X=X, genres=np.repeat(["slow", "fast"], 101))
    slow, fast = ranges.genres
    assert (slow.genre, slow.low, slow.middle, slow.high, slow.n_tracks) == ("slow", 5, 50, 95, 101)
    assert (fast.genre, fast.low, fast.middle, fast.high) == ("fast", 105, 150, 195)
    assert slow.percentile == pytest.approx(50)
    assert fast.percentile == 0
    assert (ranges.value, ranges.unit) == (50, "beats per minute")


def test_a_variance_is_told_as_its_square_root_with_the_unit_of_the_mean():
    X = pd.DataFrame({"rolloff_var": np.square(HUNDRED)})
    ranges = usual_ranges(900.0, "rolloff_var", X=X, genres=np.repeat(["jazz"], 101))
    assert (ranges.value, ranges.unit) == (30, "Hz")
    assert ranges.genres[0].high == pytest.approx(95)
    assert ranges.genres[0].percentile == pytest.approx(100 * 30.5 / 101)


def test_tracks_without_a_genre_are_left_out_and_rare_genres_where_there_are_too_many():
    genres = np.array(["", *(f"genre {i:02}" for i in range(30) for _ in range(30 - i))])
    X = pd.DataFrame({"tempo": np.zeros(genres.size)})
    shown = [each.genre for each in usual_ranges(1.0, "tempo", X=X, genres=genres).genres]
    assert shown == [f"genre {i:02}" for i in range(MAX_GENRES)]


def test_the_tracks_of_the_built_in_model_tell_a_range_of_nearly_every_descriptor(built_in):
    X, genres = built_in
    assert len(X) == len(genres) == 948
    without = {name for name, each in DESCRIPTORS.items() if each.columns and not columns_with_ranges(each, X)}
    assert without == {"flatness", "contrast", "flux"}
    assert columns_with_ranges(DESCRIPTORS["rms"], X) == ("rms_variation",)


def test_the_numbers_of_a_song_fit_the_tracks_of_the_model(anatomy, built_in):
    X, genres = built_in
    numbers = song_numbers(anatomy.columns)
    assert set(ROBUST.names) <= set(numbers)
    # Two parts of one signal: their powers add up but for what both share.
    assert 0.5 < numbers["harmonic_share"] + numbers["percussive_share"] <= 1.0 + 1e-6
    for descriptor in DESCRIPTORS.values():
        for column in columns_with_ranges(descriptor, X):
            ranges = usual_ranges(numbers[column], column, X=X, genres=genres)
            assert len(ranges.genres) == 10
            assert all(each.low <= each.middle <= each.high for each in ranges.genres)


def test_a_training_track_lies_inside_its_own_genre_more_often_than_not(built_in):
    X, genres = built_in
    values = X["spectral_centroid_mean"]
    inside = 0
    for track in range(0, len(X), 50):
        own = next(
            each
            for each in usual_ranges(values.iloc[track], values.name, X=X, genres=genres).genres
            if each.genre == genres[track]
        )
        inside += own.low <= values.iloc[track] <= own.high
    assert inside >= 15  # of 19: nine of ten lie inside
