"""`features`: a table from a folder of genre folders."""

import json

import mutagen
import pandas as pd
import pytest
import soundfile
from mutagen.id3 import TPE1

from core.data.loading import load_table
from core.features import COLUMNS


@pytest.fixture
def music(tmp_path, tone, clicks):
    """Two genres: a tone of 7 s and a beat of 4 s."""
    for genre, y in (("drone", tone(220, 7.0)), ("beat", clicks(120, 4.0))):
        (tmp_path / "music" / genre).mkdir(parents=True)
        soundfile.write(tmp_path / "music" / genre / f"{genre} one.wav", y, 22050)
    return tmp_path / "music"


@pytest.mark.parametrize(("suffix", "read"), [(".parquet", pd.read_parquet), (".csv", pd.read_csv)])
def test_a_table_has_a_row_per_segment_and_all_columns(run, music, tmp_path, suffix, read):
    out = tmp_path / f"table{suffix}"
    done = run("features", music, "--out", out, "--segment-s", 3, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    table = read(out)
    assert list(table.columns) == ["track_id", "segment", "start_s", "genre", *COLUMNS]
    assert sorted(zip(table["genre"], table["segment"], table["start_s"], strict=True)) == [
        ("beat", 0, 0.0),
        ("drone", 0, 0.0),
        ("drone", 1, 3.0),
    ]
    said = json.loads(done.out)
    assert said["genres"] == {"beat": 1, "drone": 1}
    assert (said["n_rows"], said["n_tracks"], said["n_columns"]) == (3, 2, len(COLUMNS))


def test_a_parquet_table_remembers_the_seconds_of_a_segment(run, music, tmp_path):
    out = tmp_path / "table.parquet"
    assert run("features", music, "--out", out, "--segment-s", 10, "--quiet").status == 0
    assert len(pd.read_parquet(out)) == 2  # from the rows alone nobody could tell
    assert load_table(str(out)).segment_s == 10.0


def test_artists_in_the_files_are_in_the_table(run, music, tmp_path):
    tags = mutagen.File(music / "beat" / "beat one.wav")
    tags.add_tags()
    tags.tags.add(TPE1(text="Zoë"))
    tags.save()
    assert run("features", music, "--out", tmp_path / "table.csv", "--quiet").status == 0
    artists = load_table(str(tmp_path / "table.csv")).tracks["artist"].to_dict()
    assert artists == {"beat/beat one.wav": "Zoë", "drone/drone one.wav": None}


def test_the_licence_of_a_dataset_that_is_recognised_goes_along(run, music, tmp_path):
    music.rename(tmp_path / "Audio_Spotify")
    out = tmp_path / "table.csv"
    assert run("features", tmp_path / "Audio_Spotify", "--out", out, "--quiet").status == 0
    assert load_table(str(out)).licence.key == "no-training"


def test_a_bad_file_gets_its_line_and_the_good_ones_their_rows(run, music, tmp_path):
    (music / "beat" / "broken.mp3").write_text("no sound")
    out = tmp_path / "table.parquet"
    done = run("features", music, "--out", out, "--quiet")
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "broken.mp3" in done.err
    assert len(pd.read_parquet(out)) == 2
    assert "2 rows" in done.out


@pytest.mark.parametrize(
    ("out", "complaint"),
    [
        ("table.xlsx", "must end in .parquet or .csv"),
        ("nowhere/table.csv", "which is no folder"),
        ("folder.csv", "is a folder"),
    ],
)
def test_a_target_that_cannot_be_written_is_refused_before_the_work(
    run, one_complaint, music, tmp_path, out, complaint
):
    (tmp_path / "folder.csv").mkdir()
    assert complaint in one_complaint(run("features", music, "--out", tmp_path / out))


def test_a_folder_that_is_not_there_or_holds_no_sound_is_one_line(run, one_complaint, tmp_path):
    out = tmp_path / "table.csv"
    assert "is no folder" in one_complaint(run("features", tmp_path / "absent", "--out", out))
    (tmp_path / "empty").mkdir()
    assert "holds no audio" in one_complaint(run("features", tmp_path / "empty", "--out", out))
    assert not out.exists()
