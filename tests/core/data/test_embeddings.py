"""What listeners hear is part of a table: the same numbers as hearing directly, heard once, kept by what was heard."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.data import embeddings
from core.data.audio import rows_of, rows_of_tracks
from core.data.building import TableParams, build_tables
from core.data.datasets import arranged
from core.data.embeddings import columns_of, hear_track
from core.data.loading import load_table
from core.data.opened import open_dataset
from core.data.stored import StoredTable, tables_of
from core.downloads import REMOTE_FILES
from core.errors import DataError, DownloadError, ModelError
from core.features import SR
from core.jobs import run_here
from core.models.backbones import BACKBONES
from core.models.backbones.listening import listen
from core.sound.decode import Signal

DEBUG = BACKBONES["debug"]
WHOLE = [(0.0, 7.0)]
HALVES = [(0.0, 3.5), (3.5, 7.0)]


@pytest.fixture
def opened(tmp_path, tone, noise):
    """Two genres of two tracks: three of several seconds, and one of 1.2 s."""
    sounds = {
        **{"drone/a": tone(220, 7.0), "drone/b": tone(330, 4.0)},
        **{"hiss/c": noise(6.0, SR), "hiss/d": noise(1.2, SR, 1.0)},
    }
    for name, y in sounds.items():
        (tmp_path / "music" / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(tmp_path / "music" / f"{name}.wav", y, SR)
    return open_dataset(str(tmp_path / "music"))


@pytest.fixture
def track(opened):
    return next(track for track in opened.tracks() if track.id == "drone/a.wav")


@pytest.fixture
def listened(monkeypatch):
    """How many spans the network was asked for, call by call."""
    calls = []

    def counted(y, *, spans, **how):
        calls.append(len(spans))
        return listen(y, spans=spans, **how)

    monkeypatch.setattr(embeddings, "listen", counted)
    return calls


def signal_of(y):
    return Signal(y, SR)


def make(opened, listeners=("debug",), segments_s=(30.0, 3.0)):
    return run_here(build_tables, TableParams(opened.id, segments_s=segments_s, listeners=listeners))


def test_the_rows_of_a_table_are_what_listening_directly_gives(track):
    signal = track.decode(sr=SR)
    rows = rows_of(track, signal, columns=(), listeners=("debug",), segment_s=3.0)
    spans = list(zip(rows["start_s"], rows["start_s"] + rows["heard_s"], strict=True))
    heard = listen(signal.y, sr=SR, backbone=DEBUG, spans=spans)
    assert len(rows) == 2
    np.testing.assert_array_equal(rows[list(DEBUG.columns)], heard.embedding.astype(float))
    np.testing.assert_array_equal(rows[list(DEBUG.tag_columns)], heard.tags.astype(float))


def test_features_keep_their_numbers_and_their_place_beside_listeners(track):
    signal, columns = track.decode(sr=SR), ("rms_mean", "tempo")
    alone = rows_of(track, signal, columns=columns, segment_s=3.0)
    beside = rows_of(track, signal, columns=columns, listeners=("debug",), segment_s=3.0)
    assert list(beside.columns) == [*alone.columns, *columns_of(("debug",))]
    assert beside[list(alone.columns)].equals(alone)


def test_what_was_heard_is_not_heard_again(track, listened):
    first = hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE, HALVES])
    again = hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[HALVES, WHOLE])
    assert listened == [3]  # one pass for both cuts
    for one, same in zip(first, reversed(again), strict=True):
        np.testing.assert_array_equal(one.embedding, same.embedding)
        np.testing.assert_array_equal(one.tags, same.tags)
    assert [one.embedding.shape for one in first] == [(1, 8), (2, 8)]


def test_only_the_cut_that_is_not_known_is_heard(track, listened):
    hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE, HALVES])
    assert listened == [1, 2]


def test_another_version_of_a_listener_hears_anew(track, listened):
    for backbone in (DEBUG, replace(DEBUG, version=2)):
        hear_track(track, track.decode(sr=SR), backbone=backbone, cuts=[WHOLE])
    assert listened == [1, 1]


def test_another_sound_under_the_same_name_is_heard_anew(track, listened, tone):
    before = hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    soundfile.write(track.path, tone(880, 7.0), SR)
    after = hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    assert listened == [1, 1]
    assert not np.allclose(before[0].embedding, after[0].embedding)


def test_many_may_hear_the_same_track_at_once(track, workspace):
    signal = track.decode(sr=SR)
    with ThreadPoolExecutor(4) as pool:
        heard = list(
            pool.map(lambda _: hear_track(track, signal, backbone=DEBUG, cuts=[HALVES])[0].embedding, range(12))
        )
    assert all((one == heard[0]).all() for one in heard)
    assert len(list((workspace / "embeddings" / DEBUG.digest).iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no archive"])
def test_a_broken_file_is_heard_again(track, listened, workspace, content):
    first = hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    (kept,) = (workspace / "embeddings" / DEBUG.digest).iterdir()
    kept.write_bytes(content)
    again = hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    assert listened == [1, 1]
    np.testing.assert_array_equal(first[0].embedding, again[0].embedding)


def test_a_flipped_byte_never_changes_what_was_heard(track, workspace):
    signal = track.decode(sr=SR)
    (first,) = hear_track(track, signal, backbone=DEBUG, cuts=[WHOLE])
    (kept,) = (workspace / "embeddings" / DEBUG.digest).iterdir()
    whole = kept.read_bytes()
    for place in range(0, len(whole), 7):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        (again,) = hear_track(track, signal, backbone=DEBUG, cuts=[WHOLE])
        np.testing.assert_array_equal(first.embedding, again.embedding)
        np.testing.assert_array_equal(first.tags, again.tags)


def test_a_file_that_holds_objects_is_not_opened(track, listened, workspace):
    hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    (kept,) = (workspace / "embeddings" / DEBUG.digest).iterdir()
    np.savez(kept, embedding=np.array([[object()]]), tags=np.zeros((1, 3)))
    hear_track(track, track.decode(sr=SR), backbone=DEBUG, cuts=[WHOLE])
    assert listened == [1, 1]


def test_a_rendered_track_is_known_by_its_sound(listened, tone):
    track = arranged.all_tracks()[0]  # never rendered here: its signal is given
    signal = signal_of(tone(220, 7.0))
    for _ in range(2):
        hear_track(track, signal, backbone=DEBUG, cuts=[WHOLE])
    hear_track(track, signal_of(tone(221, 7.0)), backbone=DEBUG, cuts=[WHOLE])
    assert listened == [1, 1]


def test_a_listener_that_wants_more_than_the_features_gets_the_sound_at_its_own_rate(track, monkeypatch):
    rates = []
    monkeypatch.setattr(
        embeddings, "listen", lambda y, *, sr, **how: rates.append((sr, y.size)) or listen(y, sr=sr, **how)
    )
    for wanted in (16_000, 32_000):
        hear_track(track, track.decode(sr=SR), backbone=replace(DEBUG, sr=wanted), cuts=[WHOLE])
    assert rates == [(SR, 7 * SR), (32_000, 7 * 32_000)]


def test_a_track_is_heard_the_same_alone_and_among_others(opened, workspace, monkeypatch, tmp_path):
    tracks = sorted(opened.tracks(), key=lambda track: track.id)
    asked = {"columns": (), "listeners": ("debug",), "segment_s": 3.0}
    among = rows_of_tracks(tracks, **asked).rows
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "another home"))
    for track in tracks:
        alone = rows_of_tracks([track], **asked).rows
        own = among[among["track_id"] == track.id]
        np.testing.assert_array_equal(alone[list(DEBUG.columns)], own[list(DEBUG.columns)])


def test_a_built_table_holds_what_listening_in_one_go_gives(opened):
    make(opened)
    for segment_s in (30.0, 3.0):
        table = load_table(opened.id, segment_s=segment_s, listeners=("debug",))
        plain = load_table(f"folder:{opened.path}", columns=(), listeners=("debug",), segment_s=segment_s)
        columns = [*plain.columns]
        np.testing.assert_array_equal(table.rows[columns], plain.rows[columns])
        assert columns == list(columns_of(("debug",)))
        np.testing.assert_array_equal(table.heard_s, plain.heard_s)


def test_the_data_hash_is_the_same_in_any_order_and_covers_how_much_was_heard(opened):
    made = make(opened)
    table = load_table(opened.id)
    assert table.data_hash == made["tables"][0]["data_hash"]
    assert replace(table, rows=table.rows.sample(frac=1, random_state=0)).data_hash == table.data_hash
    longer = table.rows.assign(heard_s=table.rows["heard_s"] + 1)
    assert replace(table, rows=longer).data_hash != table.data_hash


def test_a_row_is_short_when_less_than_half_of_a_segment_was_there(opened):
    made = make(opened)
    table = load_table(opened.id, segment_s=3.0)
    told = dict(zip(table.rows["track_id"], zip(table.heard_s, table.short, strict=True), strict=True))
    assert told["hiss/d.wav"] == (1.2, True)
    assert table.short.sum() == 1
    assert load_table(opened.id, segment_s=30.0).short.all()
    words = "1 of 4 tracks last only 1.2 s, less than half of a segment of 3 s: a listener whose own segments are "
    assert made["tables"][1]["notes"][0][1].startswith(words)


def test_a_table_without_short_rows_says_nothing_of_how_much_was_heard(opened):
    make(opened, segments_s=(1.0,))
    table = load_table(opened.id, segment_s=1.0)
    assert "heard_s" not in table.rows
    assert set(table.heard_s) == {1.0}
    assert not table.short.any()
    assert table.notes == ()


def test_a_stored_table_tells_its_listeners_and_another_takes_its_place(opened):
    make(opened)
    assert [table.listeners for table in tables_of(opened)] == [("debug",), ("debug",)]
    make(opened, listeners=(), segments_s=(30.0,))
    assert [table.listeners for table in tables_of(opened)] == [(), ("debug",)]
    with pytest.raises(
        DataError, match=r"holds nothing of what debug would hear; make it .* --segment-s 30 --listen debug"
    ):
        load_table(opened.id, listeners=("debug",))


@pytest.mark.parametrize("name", BACKBONES)
def test_every_listener_is_told_from_the_names_of_its_columns(name):
    facts = {
        "dataset": "x",
        "licence": "own",
        "segment_s": 3.0,
        "data_hash": "",
        "n_tracks": 1,
        "n_rows": 1,
        "made": "",
    }
    assert StoredTable(Path(), **facts, columns=("tempo", *columns_of([name]))).listeners == (name,)


def test_a_listener_whose_file_cannot_be_had_ends_the_job_before_it_listens(opened, monkeypatch, tmp_path):
    remote = replace(next(iter(REMOTE_FILES.values())), url="https://nowhere.invalid/weights.pth")
    monkeypatch.setitem(REMOTE_FILES, "weights.pth", remote)
    monkeypatch.setitem(BACKBONES, "deaf", replace(DEBUG, name="deaf", files=("weights.pth",)))
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    monkeypatch.setattr("core.data.building._listen", None)
    with pytest.raises(DownloadError, match=r"weights\.pth .* could not be fetched from https://nowhere\.invalid"):
        make(opened, listeners=("deaf",))


def test_gtzan_alone_is_its_public_table_until_somebody_asks_for_what_only_one_made_here_has(
    tmp_path, lists, public_rows, tone, monkeypatch
):
    home = tmp_path / "data" / "gtzan"
    (home / "audio").mkdir(parents=True)
    public_rows.to_csv(home / "features_30_sec.csv", index=False)
    for n in (0, 3):
        for genre in ("blues", "rock"):
            soundfile.write(home / "audio" / f"{genre}.{n:05d}.wav", tone(220 + n, 2.0), SR)
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path / "data"))
    opened = open_dataset("gtzan")
    assert len(load_table("gtzan", segment_s=30.0).track_ids) == 36
    make(opened, segments_s=(30.0,))
    assert len(load_table("gtzan").track_ids) == 36
    assert len(load_table("gtzan", segment_s=30.0).track_ids) == 4
    assert len(load_table("gtzan", listeners=("debug",)).track_ids) == 4


def test_a_listener_that_there_is_not_is_refused(opened):
    with pytest.raises(ModelError, match="there is no listener 'ears'"):
        make(opened, listeners=("ears",))


def test_real_excerpts_are_heard_by_a_real_listener(shared, tmp_path):
    musicnn = BACKBONES["musicnn-jamendo"]
    for excerpt in sorted(shared.glob("gtzan/excerpts/jazz/*"))[:2]:
        (tmp_path / excerpt.name).symlink_to(excerpt)
    asked = {"columns": (), "listeners": ("musicnn-jamendo",), "learnable": False, "segment_s": 30.0}
    table = load_table(f"gtzan:{tmp_path}", **asked)
    assert table.X.shape == (2, len(musicnn.columns) + len(musicnn.tag_columns))
    assert table.short.all()
    signal = open_dataset(f"gtzan:{tmp_path}").tracks()[0].decode(sr=SR)
    heard = listen(signal.y, sr=SR, backbone=musicnn)
    np.testing.assert_array_equal(table.rows[list(musicnn.tag_columns)].iloc[0], heard.tags[0].astype(float))
