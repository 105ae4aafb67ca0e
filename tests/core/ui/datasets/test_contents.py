"""What is counted and listed of a dataset, and what a search finds."""

from dataclasses import replace

import pytest

from core.data.datasets import DATASETS, Fault, Track
from core.licences import LICENCES
from core.ui.datasets.contents import ARTIST, GENRE, ID, LENGTH, LICENCE, NO_GENRE, NOTE, contents_of, matching


def listed(contents, **how) -> list[str]:
    return matching(contents, **how)[ID].tolist()


def test_genres_are_counted_from_the_most_frequent_with_their_artists(make_contents):
    found = make_contents(("jazz", "Ella"), ("rock", "Bo"), ("rock", "Bo"), ("rock", "Di"), ("jazz", None), ("", None))
    assert list(found.genres.items()) == [("rock", 3), ("jazz", 2), (NO_GENRE, 1)]
    assert found.artists == {"jazz": 1, "rock": 2}
    assert (found.n_tracks, found.n_artists, found.n_without_artist, found.n_with_sound) == (6, 3, 2, 6)


def test_a_search_finds_every_word_in_any_case_and_any_place(make_contents):
    found = make_contents(("jazz", "Ella Fitzgerald"), ("jazz", "Chick Corea"), ("rock", "Ella"), tags=("Swing",))
    assert listed(found) == ["t0", "t1", "t2"]
    assert listed(found, text="ELLA") == ["t0", "t2"]
    assert listed(found, text="ella jazz") == ["t0"]
    assert listed(found, text="swing", genre="jazz") == ["t0", "t1"]
    assert listed(found, text="nobody") == []


@pytest.mark.parametrize("text", ["(", "a|b", ".*", "[", "\\"])
def test_a_search_takes_signs_as_they_are(make_contents, text):
    assert listed(make_contents(("jazz", "Ella")), text=text) == []


def test_a_column_is_there_only_when_it_says_something(make_contents):
    plain = make_contents(("jazz", None), ("rock", None))
    assert set(plain.frame) - {ID, GENRE} == {"_text"}
    told = make_contents(("jazz", "Ella"), duration_s=30.0)
    assert {ARTIST, LENGTH} <= set(told.frame)
    assert LICENCE not in told.frame


def test_licences_are_listed_where_they_differ_and_the_strictest_is_that_of_all():
    tracks = [Track(key, None, {}, licence=LICENCES[key]) for key in ("cc0", "cc-by-nc")]
    found = contents_of(DATASETS["folder"], tracks)
    assert found.frame[LICENCE].tolist() == ["CC0", "CC BY-NC"]
    assert found.licence == LICENCES["cc-by-nc"]


def test_a_known_fault_stands_beside_its_track():
    dataset = replace(DATASETS["folder"], faults={"b": Fault("repeats another", repeats="t9"), "c": Fault("noise")})
    found = contents_of(dataset, [Track(id, None, {}) for id in "abc"])
    assert found.frame[NOTE].tolist() == ["", "repeats another (t9)", "noise"]


@pytest.mark.parametrize(
    ("lengths", "usual"), [((30.0, 30.1, 29.9), 30.0), ((30.0, 200.0), None), ((None, None), None)]
)
def test_a_usual_length_is_told_only_where_there_is_one(lengths, usual):
    tracks = [Track(str(n), None, {}, duration_s=length) for n, length in enumerate(lengths)]
    assert contents_of(DATASETS["folder"], tracks).length_s == usual
