"""One colour per genre, far enough from every other for three kinds of eyes."""

import numpy as np
import pytest

from core.figures.colours import GENRE_COLOURS, contrast, distances, faded, genre_colours, ink_on


def smallest_distances(colours):
    """Of any two of the colours, for normal, protanopic and deuteranopic eyes."""
    colours = list(colours)
    between = distances(colours, colours)
    return between[:, ~np.eye(len(colours), dtype=bool)].min(axis=1)


def test_any_two_of_the_ten_genres_stay_apart_for_every_kind_of_eyes():
    normal, protan, deutan = smallest_distances(GENRE_COLOURS.values())
    assert normal >= 29
    assert min(protan, deutan) >= 21


def test_a_colour_lies_at_no_distance_from_itself_and_black_lies_100_from_white():
    assert distances(["#34B9F5"], ["#34B9F5"]).max() == pytest.approx(0)
    assert distances(["#000000"], ["#FFFFFF"])[0, 0, 0] == pytest.approx(100, abs=0.1)


def test_known_genres_keep_their_colour_whatever_stands_beside_them():
    assert genre_colours(["jazz", "polka"])["jazz"] == GENRE_COLOURS["jazz"]
    assert genre_colours(["jazz"]) == {"jazz": GENRE_COLOURS["jazz"]}


def test_other_genres_always_get_the_same_colours_in_whatever_order_they_come():
    assert genre_colours(["polka", "electronic"]) == genre_colours(["electronic", "polka"])
    assert list(genre_colours(["polka", "electronic"])) == ["polka", "electronic"]


def test_a_few_other_genres_stay_apart_from_the_ten_and_from_each_other():
    others = genre_colours(["electronic", "folk", "latin", "polka"])
    assert min(smallest_distances([*GENRE_COLOURS.values(), *others.values()])) >= 15


def test_every_genre_of_a_large_dataset_gets_a_colour_of_its_own():
    names = [f"genre {i}" for i in range(60)]
    assert len(set(genre_colours(names).values())) == 60


@pytest.mark.parametrize("colour", [*GENRE_COLOURS.values(), *genre_colours(["electronic", "folk"]).values()])
def test_words_on_any_genre_colour_can_be_read(colour):
    assert contrast(ink_on(colour), colour) >= 4.5


def test_a_faded_colour_lets_through_what_is_behind_it():
    assert faded("#FF8000", 0.4) == "rgba(255,128,0,0.4)"


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
