"""Charts of datasets show the counts that they were given, in order, and names as plain text."""

import pytest

from core.figures import LOOKS, STUDIO, DatasetSize, genre_bars, size_bars
from core.figures.colours import GENRE_COLOURS
from core.figures.datasets import MAX_GENRES

GENRES = {"jazz": 30, "rock": 20, "polka": 10}
EVIL = "<a href='x'>rock</a>"
SIZES = (
    DatasetSize("FMA", 106_574, has_audio=True, is_here=False),
    DatasetSize(EVIL, 6, has_audio=False, is_here=True),
)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_bar_is_as_long_as_its_tracks_in_the_colour_of_its_genre(look):
    bars = genre_bars(GENRES, look=look).data[0]
    assert list(bars.x) == [30, 20, 10]
    assert list(bars.customdata) == ["jazz", "rock", "polka"]
    assert bars.marker.color[0] == GENRE_COLOURS["jazz"]


def test_a_mark_counts_the_artists_of_each_genre():
    figure = genre_bars(GENRES, look=STUDIO, artists={"jazz": 12, "rock": 20})
    assert [list(trace.x) for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"] == [
        [12, 20, None]
    ] * 2
    assert "jazz: 30 tracks by 12 artists" in figure.data[0].hovertext[0]
    assert "artist" not in figure.data[0].hovertext[2]


def test_many_genres_are_folded_into_one_bar_that_cannot_be_clicked():
    genres = {f"g{n:02d}": 100 - n for n in range(50)}
    figure = genre_bars(genres, look=STUDIO)
    bars = figure.data[0]
    assert len(bars.x) == MAX_GENRES
    assert sum(bars.x) == sum(genres.values())
    assert bars.customdata[-1] == ""
    assert figure.layout.yaxis.ticktext[-1].strip() == f"{50 - MAX_GENRES + 1} more genres"


def test_an_empty_dataset_is_an_empty_chart():
    assert list(genre_bars({}, look=STUDIO).data[0].x) == []


def test_sizes_stand_on_a_logarithmic_axis_with_their_numbers():
    figure = size_bars(SIZES, look=STUDIO)
    assert figure.layout.xaxis.range[0] < 0  # the bar of one clip can be seen
    assert figure.layout.xaxis.tickangle == 0
    assert figure.layout.xaxis.type == "log"
    assert list(figure.data[0].x) == [106_574, 6]
    assert figure.data[1].text[0].strip() == "106,574"


def test_what_is_not_here_is_pale_and_what_has_no_sound_is_hatched():
    marker = size_bars(SIZES, look=STUDIO).data[0].marker
    assert list(marker.color) == [STUDIO.muted, STUDIO.accent]
    assert list(marker.pattern.shape) == ["", "/"]


def test_names_are_text_in_every_chart():
    genres = genre_bars({EVIL: 3}, look=STUDIO)
    sizes = size_bars(SIZES, look=STUDIO)
    for text in (genres.data[0].hovertext[0], genres.layout.yaxis.ticktext[0], sizes.layout.yaxis.ticktext[1]):
        assert "&lt;a href" in text
        assert "<a" not in text


def test_bars_of_genres_that_are_not_selected_step_back():
    bars = genre_bars({"jazz": 3, "rock": 2}, look=STUDIO, pale={"rock"}).data[0]
    assert bars.marker.opacity[0] == 1
    assert bars.marker.opacity[1] < 0.5
