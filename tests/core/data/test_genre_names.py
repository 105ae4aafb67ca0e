"""Genres under different names: what stands for what, and that nothing does where both have the name."""

import pytest

from core.data.datasets import emotify, gtzan
from core.data.genre_names import stand_in_words, stand_ins
from core.generation.arranger import GENRES


@pytest.mark.parametrize(
    ("wanted", "there", "found"),
    [
        (["orchestral", "pop"], ["classical", "pop"], {"orchestral": "classical"}),
        (["classical"], ["orchestral"], {"classical": "orchestral"}),
        (["hiphop", "electronica"], ["Hip-Hop", "Electronic"], {"hiphop": "Hip-Hop", "electronica": "Electronic"}),
        (["orchestral", "classical"], ["classical"], {}),  # one of them is there by its own name
        (["orchestral", "classical"], ["Classical"], {"classical": "Classical"}),  # spelling comes first
        (["orchestral"], ["orchestral", "classical"], {}),
        (["funk", ""], ["rock", ""], {}),
    ],
)
def test_what_stands_for_what(wanted, there, found):
    assert stand_ins(wanted, there) == stand_ins(wanted[::-1], there[::-1]) == found


def test_of_the_genres_that_gtzan_has_not_emotify_has_two():
    beyond = set(GENRES) - set(gtzan.GENRES)
    assert stand_ins(beyond, emotify.GENRES) == {"orchestral": "classical", "electronica": "electronic"}


def test_people_are_told():
    names = {"orchestral": "classical", "electronica": "electronic"}
    assert stand_in_words(names) == "electronica is compared with electronic, orchestral is compared with classical"
    assert stand_in_words({}) == ""
