"""One point for each track, at the mean of its segments, whatever order the rows stand in."""

import time

import numpy as np
import pandas as pd
import pytest

from core.data.table import FeatureTable
from core.errors import DataError
from core.explore.points import points_of
from core.licences import LICENCES
from tests.core.toys import toy_table


def table_of(rows: pd.DataFrame, columns: tuple[str, ...]) -> FeatureTable:
    return FeatureTable(rows, columns, "made", LICENCES["made-here"], "made.csv")


@pytest.fixture
def table() -> FeatureTable:
    """Three tracks of two, one and three segments, all mixed; one without an artist."""
    rows = pd.DataFrame(
        {
            "track_id": ["b", "a", "c", "b", "c", "c"],
            "segment": [0, 0, 0, 1, 1, 2],
            "start_s": [0.0, 0.0, 0.0, 30.0, 30.0, 60.0],
            "genre": ["rock", "blues", "rock", "rock", "rock", "rock"],
            "artist": pd.Series(["X", None, "Z", "X", "Z", "Z"], dtype=object),
            "tempo": [100.0, 90.0, 60.0, 140.0, 120.0, 180.0],
            "rms_mean": [0.1, 0.2, 0.3, 0.3, 0.3, 0.3],
        }
    )
    return table_of(rows, ("tempo", "rms_mean"))


def test_a_point_is_the_mean_of_the_segments_of_its_track(table):
    points = points_of(table)
    assert points.X.loc["b"].to_dict() == pytest.approx({"tempo": 120.0, "rms_mean": 0.2})
    assert points.X.loc["c", "tempo"] == pytest.approx(120.0)
    assert points.n_segments.tolist() == [2, 1, 3]


def test_everything_of_a_track_stands_in_the_order_of_the_table(table):
    points = points_of(table)
    assert points.ids.tolist() == list(table.track_ids) == points.X.index.tolist() == ["b", "a", "c"]
    assert points.genres.tolist() == ["rock", "blues", "rock"]
    assert points.artists.tolist() == ["X", "", "Z"]
    assert len(points) == 3


def test_points_tell_where_they_come_from(table):
    points = points_of(table)
    assert (points.name, points.licence, points.data_hash) == ("made", LICENCES["made-here"], table.data_hash)


def test_tracks_of_one_segment_keep_their_numbers_to_the_bit(table):
    alone = table_of(table.rows.drop_duplicates("track_id").reset_index(drop=True), table.columns)
    assert np.array_equal(points_of(alone).X.to_numpy(), alone.X)


def test_points_may_be_changed_without_changing_the_table(table):
    alone = table_of(table.rows.drop_duplicates("track_id").reset_index(drop=True), table.columns)
    X = points_of(alone).X
    X.iloc[0, 0] = -1.0
    assert alone.X.min() > 0


@pytest.mark.parametrize("n_segments", [1, 10])
def test_a_hundred_thousand_rows_are_points_in_no_time(n_segments):
    rng = np.random.default_rng(0)
    n_tracks = 100_000 // n_segments
    segment = np.tile(np.arange(n_segments), n_tracks)
    keys = {
        "track_id": np.repeat([f"track {n}" for n in range(n_tracks)], n_segments),
        "segment": segment,
        "start_s": 30.0 * segment,
        "genre": "rock",
        "artist": None,
    }
    columns = tuple(f"number {n}" for n in range(57))
    values = pd.DataFrame(rng.random((100_000, 57)), columns=columns)
    table = table_of(pd.concat([pd.DataFrame(keys), values], axis=1), columns)
    assert table.data_hash  # counted apart: a page needs it anyway
    started = time.process_time()  # of the processor: the machine may be busy
    points = points_of(table)
    assert time.process_time() - started < 1.0
    expected = table.rows.groupby("track_id", sort=False)[list(columns)].mean()
    assert np.allclose(points.X, expected)
    assert points.X.index.equals(expected.index)


def test_a_part_of_the_columns_is_another_set_of_numbers_of_the_same_tracks():
    points = points_of(toy_table())
    part = points.only(("tempo", "rms_mean"))
    assert list(part.X.columns) == ["tempo", "rms_mean"]
    assert (part.ids == points.ids).all()
    assert len({points.data_hash, part.data_hash, points.only(("tempo",)).data_hash}) == 3
    with pytest.raises(DataError, match="'loudness' is not in the table"):
        points.only(("loudness",))
