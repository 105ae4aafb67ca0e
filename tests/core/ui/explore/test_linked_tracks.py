"""The table lists what is selected and found; a track says whether it can be heard, and what lies nearest to it."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from core.licences import LICENCES
from core.ui.explore.exports import licence_behind, selection_csv
from core.ui.explore.linked_tracks import count_words
from core.ui.explore.now_heard import N_NEIGHBOURS, nearest_tracks, no_sound_words
from core.ui.explore.track_table import ARTIST, GENRE, ID, NO_SOUND, SOUND, digest, has_sound, matching, track_frame


def test_the_table_lists_the_selected_tracks_only(make_exploration):
    exploration = make_exploration()
    ids = exploration.points.ids
    places = matching(exploration, ids=frozenset(ids[[2, 5]]), text="")
    assert track_frame(exploration, places)[ID].tolist() == [ids[2], ids[5]]
    assert len(matching(exploration, ids=None, text="")) == len(ids)


def test_a_search_finds_every_word_among_those_that_are_selected(make_exploration):
    exploration = make_exploration()
    of_beta = matching(exploration, ids=None, text="BETA")
    assert set(exploration.points.genres[of_beta]) == {"beta"}
    assert len(matching(exploration, ids=None, text="beta beta-1")) == 2
    assert len(matching(exploration, ids=frozenset(exploration.points.ids[:3]), text="beta")) == 0
    assert len(matching(exploration, ids=None, text="(")) == 0


def test_a_column_says_which_tracks_cannot_be_heard_only_where_some_can(make_exploration):
    exploration = make_exploration(n_heard=2)
    places = np.arange(len(exploration.points))
    assert track_frame(exploration, places)[SOUND].tolist() == ["", ""] + [NO_SOUND] * (len(places) - 2)
    assert SOUND not in track_frame(exploration, places[:2])
    assert SOUND not in track_frame(exploration, places[2:])


def test_a_column_without_anything_to_say_is_left_out(make_exploration):
    exploration = make_exploration()
    nobody = np.full(len(exploration.points), "", dtype=object)
    frame = track_frame(replace(exploration, points=replace(exploration.points, artists=nobody)), np.arange(3))
    assert ARTIST not in frame
    assert GENRE in frame


def test_a_track_without_a_recording_here_says_so(make_exploration):
    exploration = make_exploration()
    assert has_sound(exploration, exploration.points.ids[0])
    assert not has_sound(exploration, exploration.points.ids[-1])
    assert "not in “Toys” on this machine" in no_sound_words(exploration)
    silent = replace(exploration, contents=replace(exploration.contents, n_with_sound=0))
    assert "numbers, without sound" in no_sound_words(silent)


def test_neighbours_are_those_of_the_scaled_numbers_without_the_track_itself(make_exploration):
    exploration = make_exploration()
    identity = exploration.points.ids[0]
    found = nearest_tracks(exploration, identity)
    assert len(found) == N_NEIGHBOURS
    assert identity not in set(found["id"])
    apart = np.linalg.norm(exploration.X.loc[list(found["id"])] - exploration.X.loc[identity], axis=1)
    assert np.allclose(apart, found["distance"])
    assert np.all(np.diff(found["distance"]) >= 0)


def test_the_same_track_has_other_neighbours_on_another_scale(make_exploration):
    standard, raw = make_exploration(), make_exploration(scaling="none")
    identity = standard.points.ids[0]
    assert list(nearest_tracks(standard, identity)["distance"]) != list(nearest_tracks(raw, identity)["distance"])


@pytest.mark.parametrize(
    ("found", "n_all", "is_selected", "words"),
    [
        (10, 10, False, "All 10 tracks. Click the head of a column to sort."),
        (4, 10, True, "4 of 10 tracks, the selected ones."),
        (4, 10, False, "4 of 10 tracks."),
        (5_000, 100_000, False, "The first 2,000 of 5,000 tracks; select fewer, or type a name, to see others."),
    ],
)
def test_words_say_how_many_are_listed(found, n_all, is_selected, words):
    assert count_words(found, n_all, is_selected=is_selected) == words


def test_lists_of_other_tracks_have_other_names():
    assert digest(["a", "b"]) == digest(["a", "b"])
    assert digest(["a", "b"]) != digest(["b", "a"])
    assert digest(["\udcff"])


def rows_of(exploration, places) -> list[dict]:
    return list(csv.DictReader(io.StringIO(selection_csv(exploration, np.array(places)).decode(), newline="")))


def test_a_file_holds_the_numbers_as_measured_with_the_licence_in_every_row(make_exploration):
    exploration = make_exploration(scaling="min-max")
    rows = rows_of(exploration, [3, 1])
    assert [row["track_id"] for row in rows] == [exploration.points.ids[3], exploration.points.ids[1]]
    column = exploration.points.X.columns[0]
    assert [float(row[column]) for row in rows] == pytest.approx(exploration.points.X[column].iloc[[3, 1]].tolist())
    licence = licence_behind(exploration)
    assert {row["licence"] for row in rows} == {f"{licence.title}: {licence.words}"}
    assert {row["dataset"] for row in rows} == {"Toys"}


def test_no_cell_of_a_file_starts_a_formula(make_exploration):
    exploration = make_exploration()
    artists = exploration.points.artists.copy()
    artists[0] = "=HYPERLINK(1)"
    evil = replace(exploration, points=replace(exploration.points, artists=artists))
    assert rows_of(evil, [0])[0]["artist"] == "'=HYPERLINK(1)"


def test_the_strictest_licence_of_table_and_dataset_counts(make_exploration):
    exploration = make_exploration(licence=LICENCES["no-training"])
    assert not licence_behind(exploration).may_download
