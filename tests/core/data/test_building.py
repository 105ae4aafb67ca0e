"""A dataset becomes tables: what is in them, what is left out, and what a second attempt need not do again."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mutagen
import pandas as pd
import pytest
import soundfile

from core.data.audio import rows_of_tracks
from core.data.building import TableParams, build_tables
from core.data.loading import load_table
from core.data.opened import open_dataset
from core.data.stored import read_about, store_table, table_folder, tables_of
from core.errors import DataError
from core.features import COLUMNS
from core.jobs import run_here


@pytest.fixture
def music(tmp_path, tone, clicks):
    """Two genres of two tracks, and a file that is no sound."""
    root = tmp_path / "music"
    sounds = {
        "drone/a": tone(220, 7.0),
        "drone/b": tone(330, 4.0),
        "beat/c": clicks(120, 6.0),
        "beat/d": clicks(90, 3.5),
    }
    for name, y in sounds.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(root / f"{name}.wav", y, 22050)
    (root / "beat" / "notes.mp3").write_text("no sound")
    return root


@pytest.fixture
def opened(music):
    return open_dataset(str(music))


def make(opened, **settings):
    return run_here(build_tables, TableParams(opened.id, segments_s=(30.0, 3.0)), **settings)


def test_one_listening_makes_the_table_of_every_length(opened):
    made = make(opened)
    assert [table["segment_s"] for table in made["tables"]] == [30.0, 3.0]
    assert [table["n_rows"] for table in made["tables"]] == [4, 6]
    assert made["n_tracks"] == 4
    assert [table.segment_s for table in tables_of(opened)] == [30.0, 3.0]


@pytest.mark.parametrize("segment_s", [30.0, 3.0])
def test_a_made_table_holds_what_listening_in_one_go_gives(opened, segment_s):
    make(opened)
    rows = load_table(opened.id, segment_s=segment_s).rows
    plain = rows_of_tracks(opened.tracks(), columns=COLUMNS, segment_s=segment_s).rows
    plain = plain.sort_values(["track_id", "segment"], ignore_index=True)
    pd.testing.assert_frame_equal(rows[plain.columns], plain, check_dtype=False)


@pytest.mark.parametrize("segment_s", [30.0, 3.0])
def test_the_stored_data_hash_is_that_of_the_table_in_memory(opened, segment_s, monkeypatch):
    monkeypatch.setattr("core.data.stored.ROWS_AT_ONCE", 2)  # in several batches
    make(opened)
    about = read_about(table_folder(opened, segment_s))
    assert load_table(opened.id, segment_s=segment_s).data_hash == about.data_hash
    assert about.n_tracks == 4


def test_a_track_that_cannot_be_read_is_listed_and_not_fatal(opened):
    ((track, reason),) = make(opened)["failures"]
    assert track == "beat/notes.mp3"
    assert "is no sound file" in reason
    assert load_table(opened.id).failures == ((track, reason),)


def test_a_second_attempt_listens_only_to_what_is_missing(opened, tmp_path, music):
    make(opened, folder=tmp_path / "job")
    for file in music.glob("*/*.wav"):
        file.write_bytes(b"")  # whoever listened again would fail
    assert make(opened, folder=tmp_path / "job")["n_tracks"] == 4


def test_labels_are_those_of_now_and_not_of_the_attempt_before(opened, tmp_path, music):
    make(opened, folder=tmp_path / "job")
    for name in ("drone/a", "drone/b"):
        flac = music / f"{name}.flac"
        soundfile.write(flac, *soundfile.read(music / f"{name}.wav"))
        tags = mutagen.File(flac)
        tags["artist"] = "Zoë"
        tags.save()
        flac.rename(music / f"{name}.wav")  # under the same name, so that it is not listened to again
    make(opened, folder=tmp_path / "job")
    table = load_table(opened.id)
    assert table.tracks["artist"].to_dict() == {
        **{"beat/c.wav": None, "beat/d.wav": None},
        **{"drone/a.wav": "Zoë", "drone/b.wav": "Zoë"},
    }
    assert table.notes == ()


def test_a_dataset_of_which_nothing_can_be_used_is_refused(tmp_path):
    (tmp_path / "music" / "rock").mkdir(parents=True)
    (tmp_path / "music" / "rock" / "a.wav").write_text("no sound")
    opened = open_dataset(str(tmp_path / "music"))
    with pytest.raises(DataError, match=r"none of the 1 tracks of music could be used; the first, rock/a\.wav: "):
        make(opened)
    assert tables_of(opened) == []


@pytest.mark.parametrize("segment_s", [0.0, 901.0, float("nan")])
def test_a_length_that_no_segment_can_have_is_refused(opened, segment_s):
    with pytest.raises(DataError, match="must lie between 1 and 900 seconds"):
        run_here(build_tables, TableParams(opened.id, segments_s=(segment_s,)))


def test_a_table_that_was_not_made_says_how_to_make_it(opened):
    with pytest.raises(
        DataError, match=rf"music has no table of 30 s segments yet; .* table {opened.id} --segment-s 30"
    ):
        load_table(opened.id)


def test_a_broken_table_says_so_and_is_made_again(opened):
    make(opened)
    (table_folder(opened, 30.0) / "about.json").write_text(json.dumps({"dataset": "x"}))
    with pytest.raises(DataError, match=r"the table in .*30s is broken \(KeyError\); make it again"):
        load_table(opened.id)
    assert [table.segment_s for table in tables_of(opened)] == [3.0]
    make(opened)
    assert len(load_table(opened.id).rows) == 4


def test_two_jobs_that_make_the_same_table_do_not_meet(own_rows, tmp_path):
    place = tmp_path / "tables" / "30s"

    def store(_: int) -> str:
        return store_table([own_rows], place, dataset="x", licence="own", segment_s=30.0).data_hash

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(store, range(60)))) == 1
    assert [path.name for path in place.parent.iterdir() if not path.name.endswith(".lock")] == ["30s"]


def test_what_was_excluded_leaves_the_table(opened):
    from core.data.decisions import decide
    from core.data.findings import Finding

    make(opened)
    whole = load_table(opened.id)
    decide(opened, [Finding("drone/a.wav", "silent", "all of it")], "exclude")
    table = load_table(opened.id)
    assert set(whole.track_ids) - set(table.track_ids) == {"drone/a.wav"}
    assert table.data_hash != whole.data_hash
    assert table.exclusions.everywhere == {"drone/a.wav": "all of it"}


def test_the_licence_travels_with_the_table(gtzan_clips: list[Path], tmp_path):
    for clip in gtzan_clips[:1]:
        (tmp_path / "blues").mkdir()
        (tmp_path / "blues" / clip.name).symlink_to(clip)
    opened = open_dataset(f"gtzan:{tmp_path}")
    make(opened)
    assert read_about(table_folder(opened, 30.0)).licence == "research"
