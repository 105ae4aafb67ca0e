"""Genres stand in the order of their medians, every track is a dot that tells, and one extreme presses nothing."""

from dataclasses import replace

import numpy as np
import pytest

from core.figures import LOOKS, STUDIO
from core.figures.explore.distributions import (
    MAX_DOTS,
    MAX_GENRES,
    PALE,
    FeatureValues,
    density,
    edges,
    genre_clouds,
    rows_by_median,
)

EVIL = "<a href='x'>rock</a>"


def feature(values_of: dict[str, list[float]], *, unit: str = "Hz", is_scaled: bool = False) -> FeatureValues:
    genres = [genre for genre, values in values_of.items() for _ in values]
    values = np.array([value for values in values_of.values() for value in values], dtype=float)
    ids = [f"{genre}.{place}" for place, genre in enumerate(genres)]
    return FeatureValues(ids, genres, values, values, axis="brightness", unit=unit, is_scaled=is_scaled)


def dots(figure):
    return next(trace for trace in figure.data if trace.type == "scattergl")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_genre_with_the_largest_median_is_on_top(look):
    figure = genre_clouds(feature({"rock": [1, 2, 90], "jazz": [5, 6, 7], "pop": [0, 0, 1]}), look=look)
    assert [text.strip() for text in figure.layout.yaxis.ticktext] == ["pop", "rock", "jazz"]
    assert figure.layout.yaxis.range[0] < figure.layout.yaxis.range[1]


def test_every_track_is_a_dot_with_its_id_in_the_row_of_its_genre():
    shown = feature({"rock": [1, 2, 3], "jazz": [5, 6]})
    points = dots(genre_clouds(shown, look=STUDIO))
    assert list(points.customdata) == shown.ids
    assert list(np.round(points.y)) == [0, 0, 0, 1, 1]
    assert list(points.x) == [1, 2, 3, 5, 6]


def test_a_dot_tells_its_track_and_what_was_measured_on_any_scale():
    shown = feature({"jazz": [2310.4]}, is_scaled=True)
    assert dots(genre_clouds(shown, look=STUDIO)).hovertext == ("jazz.0: 2,310 Hz",)


def test_tracks_that_are_not_selected_are_pale_and_the_one_that_is_heard_has_a_ring():
    shown = feature({"rock": [1, 2, 3], "jazz": [5, 6, 7]})
    selected = np.array([True, False, False, True, True, False])
    marker = dots(genre_clouds(shown, look=STUDIO, selected=selected, heard="rock.1")).marker
    assert list(np.asarray(marker.opacity) == PALE) == [False, False, True, False, False, True]
    assert list(np.asarray(marker.line.width) > 0) == [False, True, False, False, False, False]


def test_the_middle_of_a_genre_says_its_median_and_its_quartiles():
    figure = genre_clouds(feature({"jazz": list(range(101)), "rock": [1000.0, 1001.0]}), look=STUDIO)
    said = [trace.hovertext[0] for trace in figure.data if trace.hovertext and trace.type == "scatter"]
    assert "jazz: 50 Hz in the middle<br>half of its 101 tracks lie between<br>25 and 75 Hz" in said


def test_a_cloud_holds_all_of_its_tracks_and_is_highest_where_most_are():
    values = np.random.default_rng(0).normal(5, 1, 4_000)
    grid = np.linspace(-5, 15, 401)
    height = density(values, grid)
    assert height.sum() * (grid[1] - grid[0]) == pytest.approx(1, abs=1e-3)
    assert grid[height.argmax()] == pytest.approx(5, abs=0.4)


def test_few_or_equal_tracks_get_no_cloud_that_would_tell_what_nobody_knows():
    figure = genre_clouds(feature({"rock": [1, 2, 3, 4], "jazz": [5] * 20}), look=STUDIO)
    assert not [trace for trace in figure.data if trace.fill]


def test_one_extreme_track_stands_at_the_edge_and_presses_no_other_together():
    values = np.append(np.linspace(0, 1, 999), 1e9)
    low, high = edges(values)
    assert low == 0
    assert high < 10
    figure = genre_clouds(feature({"jazz": list(values)}), look=STUDIO)
    assert dots(figure).x[-1] == pytest.approx(high)


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0]])
def test_an_axis_has_a_length_whatever_the_values(values):
    low, high = edges(np.array(values))
    assert low < high


def test_many_tracks_and_genres_are_drawn_in_part():
    many = feature({f"g{place:02}": [float(place)] * 200 for place in range(MAX_GENRES + 4)})
    figure = genre_clouds(many, look=STUDIO)
    assert len(dots(figure).x) <= MAX_DOTS
    assert len(figure.layout.yaxis.ticktext) == MAX_GENRES


def test_a_long_title_of_an_axis_takes_lines_that_fit_a_phone():
    shown = replace(
        feature({"jazz": [1, 2]}), axis="average strength of the pulse at 2 times the tempo (tempogram ratio)"
    )
    figure = genre_clouds(shown, look=STUDIO)
    lines = figure.layout.xaxis.title.text.split("<br>")
    assert len(lines) == 2
    assert max(map(len, lines)) <= 46


def test_tracks_without_a_genre_have_no_row():
    assert rows_by_median(feature({"": [1, 2], "jazz": [3]})) == ["jazz"]


def test_names_are_text():
    figure = genre_clouds(feature({EVIL: [1, 2, 3, 4, 5, 7]}), look=STUDIO)
    words = " ".join([*figure.layout.yaxis.ticktext, *dots(figure).hovertext])
    assert "<a" not in words
