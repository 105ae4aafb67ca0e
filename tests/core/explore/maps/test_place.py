"""A song lies exactly where its numbers put it on PCA, and elsewhere among its neighbours."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError
from core.explore.maps.drawing import draw
from core.explore.maps.place import place_song


@pytest.mark.parametrize("scaling", ["none", "min-max", "standard"])
def test_on_pca_a_track_of_the_table_lies_exactly_where_it_is(scaling, points, wished):
    drawn = draw(points, wished("pca", scaling=scaling))
    for n in (0, 33):
        place = place_song(points.X.iloc[n], drawn, points)
        assert (place.x, place.y) == pytest.approx(tuple(drawn.xy[n]))
        assert place.is_exact
        assert place.neighbours[0] == points.ids[n]


def test_on_pca_a_song_halfway_between_two_tracks_lies_halfway(points, wished):
    drawn = draw(points, wished("pca"))
    place = place_song((points.X.iloc[0] + points.X.iloc[40]) / 2, drawn, points)
    assert (place.x, place.y) == pytest.approx(tuple((drawn.xy[0] + drawn.xy[40]) / 2))


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_elsewhere_a_copy_of_a_track_lies_on_it_and_is_called_approximate(method, points, wished):
    drawn = draw(points, wished(method))
    place = place_song(points.X.iloc[7], drawn, points)
    assert (place.x, place.y) == pytest.approx(tuple(drawn.xy[7]))
    assert not place.is_exact
    assert place.words.startswith("Approximate: the mean of the places of its 5 nearest tracks")
    assert "far apart" not in place.words


def test_a_song_lies_among_its_neighbours_nearer_to_the_nearer(points, wished):
    drawn = draw(points, wished("umap"))
    near, far = points.X.iloc[2], points.X.iloc[4]
    place = place_song(0.9 * near + 0.1 * far, drawn, points)
    assert place.neighbours[0] == points.ids[2]
    xy = np.array([place.x, place.y])
    around = drawn.xy[[points.ids.tolist().index(name) for name in place.neighbours]]
    assert (around.min(axis=0) <= xy).all()
    assert (xy <= around.max(axis=0)).all()
    assert np.linalg.norm(xy - drawn.xy[2]) < np.linalg.norm(xy - around.mean(axis=0)) + 1e-9


def test_a_song_whose_neighbours_lie_apart_is_said_to_have_no_good_place(points, wished):
    drawn = draw(points, wished("umap"))
    shuffled = replace(drawn, xy=np.random.default_rng(0).permutation(drawn.xy))
    place = place_song(points.X.iloc[:20].mean(), shuffled, points)
    assert place.words.endswith("; these lie far apart here, so the place says little.")


def test_a_song_that_lacks_a_column_is_refused(points, wished):
    drawn = draw(points, wished("pca"))
    with pytest.raises(DataError, match="1 of 8 columns are missing, the first is 'tempo'"):
        place_song(points.X.iloc[0].drop("tempo"), drawn, points)


def test_a_song_with_a_number_that_is_none_is_refused(points, wished):
    drawn = draw(points, wished("pca"))
    song = points.X.iloc[0].copy()
    song["tempo"] = np.nan
    with pytest.raises(DataError, match="tempo=nan of the song is not finite; it has no place on the map"):
        place_song(song, drawn, points)
