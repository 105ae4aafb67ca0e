"""Emotify: files in both layouts, artists from its table, what listeners felt as votes and shares."""

import pytest

from core.data.datasets import emotify
from core.data.datasets.emotify import EMOTIONS
from core.data.opened import recognise
from core.errors import DataError
from tests.core.data.datasets.miniatures import make_emotify, touch, write_rows


@pytest.fixture
def root(tmp_path):
    return make_emotify(tmp_path / "emotify")


def test_files_in_folders_of_genres_have_the_ids_of_flat_ones(root):
    tracks = emotify.index(root)
    assert [track.id for track in tracks] == [
        *("classical_1", "classical_2", "classical_100"),
        *("rock_1", "rock_2", "rock_100"),
    ]
    assert {track.genre for track in tracks} == {"classical", "rock"}
    touch(root / "flat", "pop/pop_7.mp3", "pop/pop_9.mp3", "rock/Rock_8.MP3", "rock/notes.mp3")
    assert [track.id for track in emotify.index(root / "flat")] == ["pop_7", "pop_9", "rock_8"]
    assert recognise(root / "emotifymusic").name == "emotify"


def test_votes_become_shares_and_a_label_where_one_leads(root):
    tracks = {track.id: track for track in emotify.index(root)}
    first = tracks["classical_1"]
    assert [(vote.annotator, vote.label) for vote in first.votes] == [
        ("listener 1", "calmness"),
        ("listener 1", "sadness"),
        ("listener 2", "calmness"),
    ]
    assert {vote.task for vote in first.votes} == {"emotion"}
    assert first.distributions["emotion"] == {"calmness": pytest.approx(2 / 3), "sadness": pytest.approx(1 / 3)}
    assert first.labels == {"genre": "classical", "emotion": "calmness"}


def test_a_tie_is_no_label_and_a_track_that_nobody_felt_has_no_shares(root):
    tracks = {track.id: track for track in emotify.index(root)}
    assert tracks["rock_1"].labels == {"genre": "rock"}
    assert tracks["rock_1"].distributions["emotion"] == {"amazement": 0.5, "power": 0.5}
    assert (tracks["rock_2"].votes, tracks["rock_2"].distributions) == ((), {})


def test_tracks_are_numbered_through_all_genres_in_the_table_of_votes(root):
    tracks = {track.id: track for track in emotify.index(root)}
    assert tracks["rock_100"].labels["emotion"] == "tension"


def test_the_votes_are_found_beside_the_folder_too(root):
    assert emotify.index(root / "emotifymusic")[0].votes


def test_artists_and_tags_come_from_the_table_where_there_is_one(root):
    names = ("file", "genre", "artist", "title", "id3_genre")
    write_rows(
        root / "tracks.csv",
        names,
        ("classical_1.mp3", "classical", " Lara  St John", "Presto", "Classical"),
        ("rock_2.mp3", "rock", "Various Artists", "x", ""),
    )
    tracks = {track.id: track for track in emotify.index(root)}
    assert (tracks["classical_1"].artist, tracks["classical_1"].tags) == ("Lara St John", ("Classical",))
    assert (tracks["rock_2"].artist, tracks["rock_2"].tags) == (None, ())
    assert tracks["rock_1"].artist is None


def test_the_shared_clips_have_their_artists(shared):
    tracks = emotify.index(shared / "emotify")
    assert len(tracks) == 60
    assert len({track.artist for track in tracks}) == 46
    assert all(track.artist for track in tracks)
    assert {genre: sum(track.genre == genre for track in tracks) for genre in emotify.GENRES} == dict.fromkeys(
        emotify.GENRES, 15
    )


def test_a_track_that_is_there_twice_is_refused(root):
    touch(root, "again/rock_1.mp3")
    with pytest.raises(DataError, match=r"rock_1 is there twice, as .*; open a folder that holds each track once"):
        emotify.index(root)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((401, "rock", *[0] * 9), r"row 2 of data.csv is no vote: it needs a track from 1 to 400"),
        ((1, "rock", 2, *[0] * 8), r"row 2 of data.csv is no vote: .* 0 or 1 for each of the nine emotions"),
        (("one", "rock", *[0] * 9), r"row 2 of data.csv is no vote"),
    ],
)
def test_a_broken_vote_is_told_with_its_row(row, message, root):
    write_rows(root / "data.csv", ("track id", "genre", *EMOTIONS), row)
    with pytest.raises(DataError, match=message):
        emotify.index(root)


def test_other_tables_under_its_names_are_refused(root):
    write_rows(root / "data.csv", ("track", "stars"), (1, 5))
    with pytest.raises(
        DataError, match=r"data.csv lacks the columns track_id, genre, .*; needed is the table of votes"
    ):
        emotify.index(root)
    (root / "data.csv").unlink()
    write_rows(root / "tracks.csv", ("name", "artist"), ("x", "y"))
    with pytest.raises(DataError, match=r"tracks.csv lacks the columns file; needed is the table of Emotify's artists"):
        emotify.index(root)
