"""An artist is one artist in any spelling, and is told where the tracks stand in several genres."""

import pytest

from core.data.datasets import Track
from core.doctor.artists import artist_key, artists_in_genres


def tracks(*rows):
    return [Track(f"t{n}", None, {"genre": genre} if genre else {}, artist) for n, (artist, genre) in enumerate(rows)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Björk", "bjork"),
        ("  The   Beatles ", "The Beatles"),
        ("Sinéad O’Connor", "SINEAD O'CONNOR"),
        ("Cafe\u0301 Tacvba", "Café Tacvba"),
        ("Jay‐Z", "jay-z"),
        ("ＡＢＢＡ", "ABBA"),
        ("Nguyễn", "Nguyen"),
    ],
)
def test_case_spaces_accents_and_kinds_of_dashes_make_no_other_artist(one, other):
    assert artist_key(one) == artist_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Beatles", "The Beatles"), ("かぐや", "がぐや"), ("Мики", "Мйки"), ("Heart", "Hearts")]
)
def test_what_may_be_somebody_else_stays_somebody_else(one, other):
    assert artist_key(one) != artist_key(other)


@pytest.mark.parametrize("nobody", [None, "", "  ", "Various Artists", "UNKNOWN", "n/a"])
def test_a_name_that_names_nobody_is_no_artist(nobody):
    assert artist_key(nobody) == ""
    assert artists_in_genres(tracks((nobody, "rock"), (nobody, "pop"))) == []


def test_an_artist_in_two_genres_is_told_beside_a_track_of_the_main_one():
    found = artists_in_genres(tracks(("Nina", "jazz"), ("NINA ", "jazz"), ("Nína", "pop"), ("Else", "pop")))
    assert [(one.track, one.kind, one.other) for one in found] == [("t2", "artist-in-genres", "t0")]
    assert found[0].reason == "“NINA” / “Nina” / “Nína” has tracks in 2 genres (2 in jazz, 1 in pop), here in pop"
    assert found[0].score == pytest.approx(2 / 3)


def test_each_genre_but_the_main_one_is_told_once_the_rarest_first():
    found = artists_in_genres(tracks(*[("a", "jazz")] * 5, *[("a", "pop")] * 3, ("a", "rock")))
    assert [(one.track, one.other) for one in found] == [("t8", "t0"), ("t5", "t0")]


def test_an_artist_of_one_genre_is_not_told():
    assert artists_in_genres(tracks(("a", "jazz"), ("a", "jazz"), ("b", "pop"))) == []


def test_a_track_without_a_genre_says_nothing():
    assert artists_in_genres(tracks(("a", "jazz"), ("a", ""))) == []
