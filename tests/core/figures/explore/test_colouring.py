"""Names keep the colours that they have everywhere, the rest is grey and counted, numbers lie on the one scale."""

import numpy as np
import pytest

from core.figures import LOOKS, STUDIO
from core.figures.colours import GENRE_COLOURS, contrast
from core.figures.explore.colouring import by_name, by_number


def test_a_genre_has_the_colour_that_it_has_everywhere():
    found = by_name(["jazz", "rock", "jazz"], title="genre", look=STUDIO)
    assert found.colours == (GENRE_COLOURS["jazz"], GENRE_COLOURS["rock"], GENRE_COLOURS["jazz"])
    assert found.keys == (("jazz", GENRE_COLOURS["jazz"], 2), ("rock", GENRE_COLOURS["rock"], 1))
    assert (found.n_others, found.n_unknown) == (0, 0)


def test_of_many_names_the_most_frequent_have_a_colour_and_the_others_are_grey_and_counted():
    names = ["a"] * 3 + ["b"] * 2 + ["c"] + [""] * 4
    found = by_name(names, title="artist", look=STUDIO, max_named=2)
    assert [name for name, _, _ in found.keys] == ["a", "b"]
    assert (found.n_others, found.n_unknown) == (1, 4)
    assert set(found.colours[5:]) == {STUDIO.muted}
    assert found.names[-1] == "no artist"
    assert len({colour for _, colour, _ in found.keys}) == 2


def test_numbers_lie_between_ends_that_one_extreme_does_not_move():
    values = np.append(np.linspace(60, 160, 199), 1e6)
    found = by_number(values, title="tempo", look=STUDIO, unit="beats per minute")
    assert 60 <= found.low < 65
    assert 155 < found.high <= 160
    assert found.title == "tempo, beats per minute"
    assert found.names[0] == "tempo 60"


@pytest.mark.parametrize("values", [np.array([3.0, 3.0]), np.array([])])
def test_a_scale_has_a_length_whatever_the_numbers(values):
    found = by_number(values, title="tempo", look=STUDIO)
    assert found.high > found.low


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_number_is_seen_on_the_ground(look):
    found = by_number(np.arange(10.0), title="tempo", look=look)
    assert min(contrast(colour, look.ground) for colour in found.scale) >= 2.0


def test_some_of_the_points_keep_their_colours():
    named = by_name(["jazz", "rock", "pop"], title="genre", look=STUDIO)
    assert named.at(np.array([2, 0])).colours == (GENRE_COLOURS["pop"], GENRE_COLOURS["jazz"])
    numbered = by_number(np.array([1.0, 2.0, 3.0]), title="tempo", look=STUDIO).at(np.array([2]))
    assert list(numbered.values) == [3.0]
    assert numbered.names == ("tempo 3",)
