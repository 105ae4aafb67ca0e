"""A map shows every track where it lies, the selected ones above pale others, and tells on each what it is."""

import numpy as np
import pytest

from core.figures import LOOKS, STUDIO
from core.figures.colours import GENRE_COLOURS
from core.figures.explore.colouring import by_name, by_number
from core.figures.explore.maps import PALE, MapPoints, Marks, PlacedSong, map_chart, map_config

IDS = ["t1", "t2", "t3", "t4"]
XY = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0], [1.0, 2.0]])
GENRES = ["jazz", "jazz", "rock", "rock"]
TOLD = [f"{identity}: {genre}" for identity, genre in zip(IDS, GENRES, strict=True)]
EVIL = "<a href='x'>t1</a>"


def chart(*, torn=None, told=TOLD, number=False, **changed):
    colouring = (
        by_number(np.arange(4.0), title="tempo", look=STUDIO) if number else by_name(GENRES, title="genre", look=STUDIO)
    )
    return map_chart(
        MapPoints(IDS, XY, told, torn), colouring, **({"look": STUDIO, "title": "PCA of 4 tracks"} | changed)
    )


def layer(figure, name):
    return next((trace for trace in figure.data if trace.name == name), None)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_track_is_a_point_where_it_lies_in_the_colour_of_its_genre(look):
    points = layer(chart(look=look), "points")
    assert list(points.customdata) == IDS
    assert np.array_equal(np.column_stack([points.x, points.y]), XY)
    assert list(points.marker.color) == [GENRE_COLOURS[genre] for genre in GENRES]


def test_all_that_moves_is_drawn_by_the_graphics_card():
    figure = chart(torn=np.ones(4), marks=Marks(np.array([True, False, True, False]), "t1", ("t2",)))
    assert {trace.type for trace in figure.data} == {"scattergl"}


def test_what_is_not_selected_is_pale_and_below():
    figure = chart(marks=Marks(selected=np.array([True, False, False, True])))
    names = [trace.name for trace in figure.data]
    assert names == ["pale points", "points"]
    assert list(layer(figure, "points").customdata) == ["t1", "t4"]
    assert list(layer(figure, "pale points").customdata) == ["t2", "t3"]
    assert layer(figure, "pale points").marker.opacity == PALE


def test_a_selection_of_none_leaves_every_point_to_be_found():
    figure = chart(marks=Marks(selected=np.zeros(4, dtype=bool)))
    assert layer(figure, "points") is None
    assert list(layer(figure, "pale points").customdata) == IDS


def test_the_track_that_is_heard_and_its_neighbours_have_rings_that_are_nobodys_points():
    figure = chart(marks=Marks(heard="t2", neighbours=("t3", "gone")))
    heard, near = layer(figure, "heard"), layer(figure, "neighbours")
    assert (list(heard.x), list(heard.y)) == ([1.0], [0.0])
    assert list(near.y) == [3.0]
    assert heard.customdata is None
    assert heard.marker.size > near.marker.size


def test_a_track_that_is_not_on_the_map_has_no_ring():
    assert layer(chart(marks=Marks(heard="gone")), "heard") is None


def test_an_approximate_place_is_told_by_shape_and_by_word():
    songs = (PlacedSong("Mine", 5.0, 5.0, True), PlacedSong("Yours", 6.0, 6.0, False))
    figure = chart(marks=Marks(songs=songs))
    exact, approximate = (trace for trace in figure.data if trace.name == "song")
    assert exact.marker.symbol != approximate.marker.symbol
    written = [note.text for note in figure.layout.annotations]
    assert "Mine" in written
    assert "Yours (approximate)" in written
    assert figure.layout.xaxis.range[1] > 6.0  # it is in the picture


def test_shades_grow_with_what_was_torn_apart():
    figure = chart(torn=np.array([0.0, 0.5, 1.0, 0.25]))
    opacity = layer(figure, "torn").marker.opacity
    assert list(np.argsort(opacity)) == [0, 3, 1, 2]
    assert opacity[0] == 0
    assert "50 % of its neighbours" in layer(figure, "points").hovertext[1]
    assert layer(chart(), "torn") is None


def test_numbers_have_a_scale_with_its_unit_beside_the_points():
    figure = chart(number=True, axes=("PC 1", "PC 2"))
    marker = layer(figure, "points").marker
    assert list(marker.color) == [0.0, 1.0, 2.0, 3.0]
    assert marker.colorbar.title.text == "tempo"
    assert figure.layout.margin.b > chart(axes=("PC 1", "PC 2")).layout.margin.b


def test_a_unit_is_as_long_upwards_as_to_the_right():
    figure = chart()
    assert (figure.layout.yaxis.scaleanchor, figure.layout.yaxis.scaleratio) == ("x", 1)


def test_axes_are_named_only_where_they_mean_something():
    assert chart(axes=("PC 1", "PC 2")).layout.xaxis.title.text == "PC 1"
    bare = chart().layout
    assert not bare.xaxis.title.text
    assert not bare.xaxis.showticklabels


def test_a_long_name_of_the_axis_upwards_is_broken_to_stay_beside_its_points():
    name = "PC 2, 12 %: change of sound up, variation of movement of timbre up, variation of loudness up, and more up"
    lines = chart(number=True, axes=("PC 1", name)).layout.yaxis.title.text.split("<br>")
    assert len(lines) == 2
    assert " ".join(lines) == name


def test_names_stand_at_the_middle_of_their_selected_points():
    figure = chart(marks=Marks(selected=np.array([True, True, False, False])))
    assert [(note.text, note.x, note.y) for note in figure.layout.annotations] == [("jazz", 0.5, 0.0)]
    assert not chart(has_labels=False).layout.annotations


def test_names_from_files_are_plain_text():
    assert "<a" not in layer(chart(told=[EVIL] * 4), "points").hovertext[0]
    assert "<a" not in chart(title=EVIL).layout.title.text
    figure = chart(marks=Marks(songs=(PlacedSong(EVIL, 0, 0, True),)))
    assert not any("<a" in note.text for note in figure.layout.annotations)


def test_points_in_one_place_are_a_map_too():
    colouring = by_name(["jazz"] * 3, title="genre", look=STUDIO)
    figure = map_chart(MapPoints(IDS[:3], np.ones((3, 2)), TOLD[:3]), colouring, look=STUDIO, title="x")
    assert figure.layout.xaxis.range[0] < 1 < figure.layout.xaxis.range[1]


def test_a_picture_that_is_taken_along_has_the_ground_of_its_theme_and_an_honest_name():
    assert chart().layout.paper_bgcolor == STUDIO.ground
    assert chart().layout.title.text == "PCA of 4 tracks"
    assert map_config("genrescope_map_pca_Toys")["toImageButtonOptions"]["filename"] == "genrescope_map_pca_Toys"
    assert {"lasso2d", "select2d", "toImage"} <= set(map_config("x")["modeBarButtons"][0])


def test_many_points_are_smaller():
    def size(n: int) -> float:
        ids = [str(i) for i in range(n)]
        points = MapPoints(ids, np.zeros((n, 2)), ids)
        return layer(
            map_chart(points, by_name(ids, title="artist", look=STUDIO), look=STUDIO, title=""), "points"
        ).marker.size

    assert size(10) > size(1_000) > size(3_000)
