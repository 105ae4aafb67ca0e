from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import soundfile

from core.data.embeddings import columns_of
from core.data.loading import load_table, table_of_folder
from core.errors import DataError
from core.features import GTZAN_COLUMNS

COLUMNS = ("rms_mean", "spectral_centroid_mean")
TRACKS = ("blues/blues.00000.wav", "blues/blues.00003.flac", "rock/rock.00000.wav", "rock/rock.00004.ogg")


@pytest.fixture
def tree(tmp_path, tone):
    """Four short recordings under GTZAN names, in two genre folders."""
    for n, name in enumerate(TRACKS):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(tmp_path / "tree" / name, tone(freq_hz=440 * (n + 1), duration_s=2.0), 22050)
    return tmp_path / "tree"


def test_a_folder_of_audio_becomes_a_table(tree):
    seen = []
    table = table_of_folder(tree, columns=COLUMNS, progress=seen.append)
    assert table.track_ids == TRACKS
    assert table.genres == ("blues", "rock")
    assert table.rows.columns.tolist() == ["track_id", "segment", "start_s", "genre", "artist", *COLUMNS]
    assert table.rows["spectral_centroid_mean"].to_numpy() == pytest.approx([440, 880, 1320, 1760], rel=0.1)
    assert table.failures == ()
    assert seen == [0.25, 0.5, 0.75, 1.0]


def test_short_recordings_tell_how_much_was_heard_only_where_listeners_are_named(tree):
    plain = table_of_folder(tree, columns=COLUMNS)
    heard = table_of_folder(tree, columns=COLUMNS, listeners=("debug",))
    assert not plain.short.any()
    assert heard.heard_s.tolist() == [2.0] * len(TRACKS)
    assert heard.short.all()
    before = heard.rows.drop(columns=["heard_s", *columns_of(("debug",))])  # a table as it was before listeners
    assert replace(heard, rows=before, columns=COLUMNS).data_hash == plain.data_hash


def test_long_recordings_are_cut_in_segments_that_remember_their_start(tree, tone):
    soundfile.write(tree / "rock/long.wav", tone(duration_s=10.0), 22050)
    rows = table_of_folder(tree, columns=COLUMNS, segment_s=4.0).rows
    own = rows[rows["track_id"] == "rock/long.wav"]
    assert own["start_s"].tolist() == [4.0 * n for n in own["segment"]]
    assert len(own) in (2, 3)


def test_a_recording_that_cannot_be_read_is_listed_and_the_rest_goes_on(tree):
    (tree / "rock/notes.wav").write_text("this is no sound", encoding="utf-8")
    table = table_of_folder(tree, columns=COLUMNS)
    assert len(table.track_ids) == 4
    ((file, reason),) = table.failures
    assert file == "rock/notes.wav"
    assert reason


def test_nothing_readable_is_an_error_with_the_first_reason(tmp_path):
    (tmp_path / "rock").mkdir()
    (tmp_path / "rock/notes.wav").write_text("this is no sound", encoding="utf-8")
    with pytest.raises(DataError, match=r"none of the 1 recordings in .* could be read; the first, rock/notes\.wav: "):
        table_of_folder(tmp_path, columns=COLUMNS)


def test_a_path_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="is no folder; folder:PATH needs the folder with the recordings"):
        table_of_folder(tmp_path / "nowhere", columns=COLUMNS)


@pytest.mark.parametrize("name", ["gtzan", "folder"])
def test_a_tree_of_gtzan_files_is_recognised_by_its_names(tree, lists, name):
    table = load_table(f"{name}:{tree}", columns=COLUMNS)
    assert (table.name, table.artists_known) == ("gtzan", True)
    assert table.track_ids == ("blues.00000", "blues.00003", "rock.00000", "rock.00004")
    assert "research use" in table.licence_words


def test_a_table_of_features_that_was_stored_is_recognised_when_it_is_loaded(tree, lists, write):
    stored = table_of_folder(tree, columns=COLUMNS).rows
    assert load_table(write(stored, "t.parquet")).data_hash == load_table(f"gtzan:{tree}", columns=COLUMNS).data_hash


def test_one_song_of_ones_own_does_not_hide_the_artists_of_the_others(tree, lists):
    (tree / "rock/rock.00004.ogg").rename(tree / "rock/my song.ogg")
    table = load_table(f"folder:{tree}", columns=COLUMNS)
    assert table.name == "folder"
    assert table.licence_words.startswith("GTZAN (3 of 4 tracks): ")
    assert table.tracks["artist"].to_dict() == {
        "blues.00000": "artist 0",
        "blues.00003": "artist 1",
        "rock.00000": "artist 6",
        "rock/my song.ogg": None,
    }


def test_names_that_cannot_stay_apart_are_refused_before_the_work(tree, lists, monkeypatch):
    (tree / "rock/rock_00004.wav").touch()
    monkeypatch.setattr("core.data.loading.rows_of_tracks", None)
    with pytest.raises(DataError, match=r"'rock/rock\.00004\.ogg' and 'rock/rock_00004\.wav' of .* are both "):
        load_table(f"folder:{tree}", columns=COLUMNS)


def test_a_table_computed_here_remembers_the_seconds_that_were_asked_for(tree, lists):
    assert load_table(f"gtzan:{tree}", columns=COLUMNS, segment_s=10.0).segment_s == 10.0
    assert table_of_folder(tree, columns=COLUMNS, segment_s=1.5).segment_s == 1.5


def test_one_genre_is_enough_for_features_and_too_little_to_learn_from(tree, lists):
    assert table_of_folder(tree / "rock", columns=COLUMNS).genres == ("rock",)
    with pytest.raises(DataError, match=r"has one genre only \(rock\)"):
        load_table(f"folder:{tree / 'rock'}", columns=COLUMNS)


def test_the_bit_exact_clips_give_the_rows_of_the_public_table(shared, real_gtzan, tmp_path):
    for name in ("jazz/jazz.00000.flac", "metal/metal.00000.flac"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).symlink_to(shared / "gtzan/audio" / name)
    table = load_table(f"gtzan:{tmp_path}")
    public = real_gtzan.select(table.track_ids)
    assert table.rows["artist"].tolist() == public.rows["artist"].tolist()
    close = np.isclose(table.X, public.X, rtol=0.005, atol=1e-4)
    assert pd.Series(close.mean(axis=0), index=GTZAN_COLUMNS).gt(0).mean() > 0.95
