"""Laws of loading: whatever name a table is asked for by, what was excluded stays out, and the licence comes along."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data.datasets import DATASETS, spotify
from core.data.decisions import decide
from core.data.findings import Finding
from core.data.hashing import hash_tracks
from core.data.loading import load_table
from core.data.opened import OpenDataset, open_dataset
from core.data.stored import outdated, read_about, store_table, table_folder
from core.data.table_files import write_table_file
from core.doctor.stored import Examination, write_findings
from core.errors import DataError
from core.licences import LICENCES
from core.runs import now
from tests.core.data.datasets.miniatures import make_emotify, make_msd, touch, write_spotify_table

OWN = ("folk/a.wav", "folk/b.wav", "techno/c.wav", "techno/d.wav")
GTZAN = ("blues/blues.00000.wav", "blues/blues.00001.wav", "rock/rock.00000.wav", "rock/rock.00001.wav")


def stored(opened: OpenDataset, *, segment_s: float = 30.0, licence: str = "own") -> OpenDataset:
    """A table of two made features for every track of a dataset, as the job leaves it."""
    tracks = sorted(opened.tracks(), key=lambda track: track.id)
    keys = {"track_id": [t.id for t in tracks], "segment": 0, "start_s": 0.0, "genre": [t.genre for t in tracks]}
    numbers = np.random.default_rng(0).random((len(tracks), 2))
    rows = pd.DataFrame(keys).assign(artist=None, rms_mean=numbers[:, 0], tempo=numbers[:, 1])
    place = table_folder(opened, segment_s)
    about = {"dataset": opened.id, "licence": licence, "segment_s": segment_s, "tracks": hash_tracks(tracks)}
    store_table([rows], place, **about)
    return opened


def songs(root: Path, names: tuple[str, ...] = OWN, **how: str) -> OpenDataset:
    touch(root, *names)
    return stored(open_dataset(f"folder:{root}", **how))


def leave_out(opened: OpenDataset, track: str, kind: str = "silent", other: str | None = None) -> None:
    decide(opened, [Finding(track, kind, "a reason", other)], "exclude")


@pytest.mark.parametrize("named", ["{id}", "{path}", "{path}/", "{table}"])
@pytest.mark.parametrize("owner", ["", "visitor"])
def test_what_was_excluded_stays_out_whatever_the_table_is_called(tmp_path, named, owner):
    opened = songs(tmp_path / "songs", owner=owner)
    leave_out(opened, "folk/a.wav")
    table = table_folder(opened, 30.0) / "table.parquet"
    found = load_table(named.format(id=opened.id, path=opened.path, table=table))
    assert found.track_ids == OWN[1:]
    assert found.exclusions.everywhere == {"folk/a.wav": "a reason"}
    assert found.data_hash == load_table(opened.id).data_hash != read_about(table.parent).data_hash


def test_what_was_excluded_stays_out_of_a_folder_that_is_listened_to_anew(tmp_path, tone, monkeypatch):
    opened = songs(tmp_path / "songs")
    leave_out(opened, "folk/a.wav")
    made = load_table(opened.id, learnable=False)
    monkeypatch.setattr("core.data.loading._load_named", lambda *given, **named: made.without(type(made.exclusions)()))
    assert load_table(f"folder:{opened.path}").track_ids == OWN[1:]


def test_tracks_that_get_gtzan_s_names_are_still_the_ones_that_were_excluded(tmp_path, lists):
    opened = songs(tmp_path / "mine", GTZAN, owner="visitor")
    leave_out(opened, GTZAN[0])
    leave_out(opened, GTZAN[2], kind="doubtful-label")
    table = load_table(opened.id)
    assert table.track_ids == ("blues.00001", "rock.00000", "rock.00001")
    assert (list(table.exclusions.everywhere), list(table.exclusions.training)) == (["blues.00000"], ["rock.00000"])


def test_recordings_that_are_there_twice_are_still_so_under_gtzan_s_names(tmp_path, lists):
    opened = songs(tmp_path / "mine", GTZAN)
    pair = Finding(GTZAN[1], "near-duplicate", "the same", other=GTZAN[3])
    write_findings(opened, Examination("", now(), 4, 4, (pair,), (), {}))
    assert load_table(opened.id).twins == (("blues.00001", "rock.00001"),)


def test_a_published_table_loses_what_was_excluded_from_the_dataset_around_it(tmp_path, lists):
    opened = open_dataset(f"msd:{make_msd(tmp_path)}")
    leave_out(opened, "TRAAAAA000000000A1")
    for source in (opened.id, f"msd:{tmp_path}", f"msd:{tmp_path / 'msd_genre_dataset.txt'}"):
        assert len(load_table(source).track_ids) == 3


def test_a_dataset_without_audio_is_loaded_by_its_id_as_what_it_publishes(tmp_path):
    write_spotify_table(tmp_path / "dataset_30s.csv")
    table = load_table(open_dataset(f"spotify:{tmp_path}").id)
    assert (len(table.track_ids), table.licence.key) == (4, "no-training")
    assert table.leaky_only == spotify.DATASET.leaky_only


def test_the_table_of_a_registered_dataset_is_loaded_by_its_plain_name(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path))
    make_emotify(tmp_path / "emotify")
    with pytest.raises(DataError, match=r"no table of 30 s segments yet; .* `python -m core table emotify --segment-s"):
        load_table("emotify")
    stored(open_dataset("emotify"))
    assert (load_table("emotify").name, len(load_table("emotify").track_ids)) == ("emotify", 6)
    with pytest.raises(DataError, match="FMA was not found: GENRESCOPE_DATA="):
        load_table("fma")


def test_a_table_has_the_segments_that_it_has_and_no_others(tmp_path, own_rows, write):
    opened = stored(songs(tmp_path / "songs"), segment_s=3.0)
    assert load_table(opened.id, segment_s=3.0).segment_s == 3.0
    assert load_table(opened.id).segment_s == 30.0
    with pytest.raises(DataError, match=r"the segments of .*table\.csv last 30 s, not 3 s"):
        load_table(write(own_rows), segment_s=3.0)


def test_what_is_left_after_excluding_must_be_enough_to_learn_from(tmp_path):
    opened = songs(tmp_path / "songs")
    for track in OWN[:2]:
        leave_out(opened, track)
    with pytest.raises(DataError, match=r"songs has one genre only \(techno\); a model needs at least two"):
        load_table(opened.id)
    assert load_table(opened.id, learnable=False).genres == ("techno",)
    for track in OWN[2:]:
        leave_out(opened, track)
    with pytest.raises(DataError, match="all tracks of songs were excluded; keep some of them on the Doctor page"):
        load_table(opened.id, learnable=False)


def test_a_table_older_than_its_dataset_says_so(tmp_path):
    opened = songs(tmp_path / "songs")
    assert load_table(opened.id).notes == ()
    touch(opened.path, "polka/e.wav")
    words = "tracks, genres or artists have changed since its table was made; make the table again"
    assert load_table(opened.id).notes == (("songs", words),)
    opened.path.rename(tmp_path / "elsewhere")
    about = read_about(table_folder(opened, 30.0))
    assert outdated(about, opened).startswith("whether the recordings are still those of its table is not known: ")
    assert load_table(opened.id).track_ids == OWN  # a table needs no recordings


@pytest.mark.parametrize("name", ["copy.csv", "copy.parquet"])
@pytest.mark.parametrize("licence", ["no-training", "research", "own"])
def test_the_licence_travels_through_a_file_and_never_gets_milder(own_rows, tmp_path, name, licence):
    write_table_file(own_rows, tmp_path / name, segment_s=30.0, licence=LICENCES[licence])
    found = load_table(str(tmp_path / name))
    assert found.licence.strictness >= LICENCES[licence].strictness
    assert found.licence.may_download is (licence != "no-training")
    assert found.columns == ("rms_mean", "tempo")
    assert found.data_hash == load_table_of(own_rows, tmp_path).data_hash


def load_table_of(rows: pd.DataFrame, folder: Path):
    rows.to_parquet(folder / "plain.parquet", index=False)
    return load_table(str(folder / "plain.parquet"))


def test_of_several_licences_in_a_column_the_strictest_holds(own_rows, write):
    own_rows["licence"] = ["cc0", "no-training", "something else"] * 8
    assert load_table(write(own_rows)).licence.key == "no-training"


def test_gtzan_names_do_not_make_a_stricter_licence_milder(lists, public_rows, tmp_path):
    rows = public_rows.rename(columns={"label": "genre"}).drop(columns=["length"])
    rows = rows.assign(track_id=rows.pop("filename"), segment=0, start_s=0.0)
    write_table_file(rows, tmp_path / "t.csv", segment_s=30.0, licence=LICENCES["no-training"])
    assert load_table(str(tmp_path / "t.csv")).licence.key == "no-training"


def test_gtzan_s_licence_holds_for_its_tracks_in_a_folder_of_one_s_own(tmp_path, lists):
    assert load_table(songs(tmp_path / "mine", GTZAN).id).licence == DATASETS["gtzan"].licence
    mixed = load_table(songs(tmp_path / "mixed", (*GTZAN, *OWN)).id)
    assert mixed.licence == DATASETS["gtzan"].licence
    assert mixed.licence_words.startswith("GTZAN (4 of 8 tracks): ")


def test_names_that_are_numbers_stay_names(own_rows, write):
    own_rows["track_id"] = own_rows["track_id"].str.replace("song ", "00")
    own_rows["genre"] = own_rows["genre"].map({"folk": "1960", "techno": "1990"})
    table = load_table(write(own_rows))
    assert table.track_ids[:2] == ("000", "001")
    assert table.data_hash == load_table(write(own_rows, "table.parquet")).data_hash


@pytest.mark.parametrize("source", ["a" * 5000, "gtzan:" + "a" * 5000, "folder:~nobody-of-that-name/x"])
def test_what_can_be_no_place_is_told(source):
    with pytest.raises(DataError, match=r"is no place on this machine: .*; check the path"):
        load_table(source)
