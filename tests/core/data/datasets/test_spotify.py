"""The thesis' folders and tables: one spelling, no song ids, so leaky scores only, and nothing to pass on."""

import pytest

from core.data.datasets import spotify
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.errors import DataError
from tests.core.data.datasets.miniatures import SPOTIFY_COLUMNS, make_spotify, write_rows, write_spotify_table


@pytest.fixture
def root(tmp_path):
    return make_spotify(tmp_path / "spotify")


def test_the_previews_are_tracks_in_gtzans_spelling(root):
    tracks = spotify.index(root)
    assert [(track.id, track.genre) for track in tracks] == [
        ("Audio_Spotify/blues/1.mp3", "blues"),
        ("Audio_Spotify/hip-hop/1.mp3", "hiphop"),
        ("Audio_Spotify_Test/blues/1.mp3", "blues"),
    ]
    assert {track.licence.key for track in tracks} == {"no-training"}


def test_without_previews_each_row_is_a_track_without_sound(tmp_path):
    write_spotify_table(tmp_path / "dataset_30s.csv")
    write_spotify_table(tmp_path / "dataset_30s_test.csv")
    tracks = spotify.index(tmp_path)
    assert len(tracks) == 8
    assert tracks[0].id == "dataset_30s row 00002"
    assert all(track.sound is None for track in tracks)


def test_a_table_has_its_63_numbers_and_every_row_is_a_song(root):
    table = load_table(f"spotify:{root / 'dataset_3s.csv'}")
    assert table.columns == SPOTIFY_COLUMNS
    assert len(table.columns) == 63
    assert (len(table.track_ids), table.genres, table.segment_s) == (4, ("blues", "hiphop"), 3.0)
    assert not table.artists_known


def test_a_folder_of_tables_alone_is_loaded_as_its_first_table(tmp_path):
    write_spotify_table(tmp_path / "dataset_30s.csv")
    assert load_table(f"spotify:{tmp_path}").segment_s == 30.0


def test_only_leaky_protocols_are_possible_and_the_refusal_says_why(root):
    table = load_table(f"spotify:{root / 'dataset_30s.csv'}")
    for name in ("artist-folds", "official-split"):
        with pytest.raises(DataError, match=r"its rows name neither song nor artist, so that .*; use random-tracks"):
            PROTOCOLS[name].splits(table)


def test_nothing_made_of_it_may_be_offered(root):
    table = load_table(f"spotify:{root / 'dataset_30s.csv'}")
    assert not table.licence.may_download
    assert "forbids training" in table.licence_words
    assert "cannot be had here" in spotify.DATASET.how_to_get


def test_another_table_under_its_name_is_refused(tmp_path):
    write_rows(tmp_path / "dataset_30s.csv", ("rms_mean", "label"), (0.1, "blues"))
    with pytest.raises(
        DataError, match=r"dataset_30s.csv lacks the columns chroma_stft_mean, .*; needed is a table of"
    ):
        spotify.index(tmp_path)


def test_a_row_without_a_label_is_told(tmp_path):
    write_spotify_table(tmp_path / "dataset_30s.csv")
    text = (tmp_path / "dataset_30s.csv").read_text()
    (tmp_path / "dataset_30s.csv").write_text(text.replace(",hip-hop", ",", 1))
    with pytest.raises(DataError, match=r"row 4 of dataset_30s.csv has no label"):
        spotify.index(tmp_path)


def test_a_folder_without_either_says_what_is_needed(tmp_path):
    with pytest.raises(DataError, match=r"holds neither audio files such as Audio_Spotify/blues/1.mp3 nor dataset_30s"):
        spotify.index(tmp_path)
