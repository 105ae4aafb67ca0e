"""What the page says of a dataset: the numbers that it was given, in plain words."""

from dataclasses import replace

import pytest

from core.data.datasets import DATASETS, Fault, Published, Source, Track
from core.data.opened import OpenDataset
from core.data.stored import StoredTable
from core.data.uploads import Upload
from core.licences import LICENCES
from core.ui.datasets import facts, feature_tables, keeping, overview
from core.ui.datasets import tracks as listing
from core.ui.datasets.contents import contents_of
from core.ui.datasets.dropping import is_zip, title_of

TWO_AND_ONE = (("jazz", "Ella"), ("rock", "Bo"), ("rock", None))


def opened(tmp_path, **changed) -> OpenDataset:
    return OpenDataset("x", replace(DATASETS["folder"], **changed), tmp_path, "Mine")


def stored(tmp_path, **changed) -> StoredTable:
    values = {"dataset": "x", "licence": "own", "segment_s": 30.0, "data_hash": "0" * 64, "n_tracks": 3, "n_rows": 3}
    return StoredTable(
        **values | {"folder": tmp_path, "columns": ("a",), "made": "2026-07-29T10:00:00+00:00"} | changed
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_headline_counts_tracks_and_genres(make_contents):
    assert overview.headline(make_contents(*TWO_AND_ONE)) == "3 tracks in 2 genres."
    assert overview.headline(make_contents(("jazz", None))) == "1 track in 1 genre."
    assert overview.headline(make_contents(("", None), ("jazz", None))) == "2 tracks in 1 genre."


def test_a_part_of_a_published_dataset_says_so(make_contents, tmp_path):
    told = overview.details(opened(tmp_path, published=Published(n_clips=1000)), make_contents(*TWO_AND_ONE))
    assert told[0] == "That is part of it: 1,000 are published."
    assert "part of it" not in " ".join(overview.details(opened(tmp_path), make_contents(*TWO_AND_ONE)))


def test_without_audio_it_is_said_plainly(make_contents):
    silent = make_contents(*TWO_AND_ONE, has_sound=False)
    assert overview.sound_words(silent) == "No audio, only numbers: nothing here can be played."
    assert overview.sound_words(make_contents(*TWO_AND_ONE)) == "All have sound."
    assert plain(overview.sound_words(make_contents(*TWO_AND_ONE, duration_s=30.0))) == "All have sound, 30 s each."
    assert overview.sound_words(make_contents(("jazz", None))) == "It has sound."


def test_artists_are_counted_or_said_to_be_unknown(make_contents):
    assert overview.artist_words(make_contents(*TWO_AND_ONE)) == (
        "By 2 artists; of 1 track nobody knows whose they are."
    )
    assert "Nobody knows the artists" in overview.artist_words(make_contents(("jazz", None)))


def test_music_of_a_program_lacks_no_artists(make_contents):
    found = make_contents(("jazz", None))
    made = replace(found, tracks=tuple(replace(track, source=Source("synthetic")) for track in found.tracks))
    assert overview.artist_words(made) == "It has no artists: a program played it."


def test_the_spread_says_what_naming_the_largest_genre_gains(make_contents):
    assert overview.balance_words(make_contents(("a", None), ("b", None))) == "Evenly spread: 1 of each."
    uneven = make_contents(("a", None), ("b", None), ("b", None), ("b", None))
    assert plain(overview.balance_words(uneven)) == (
        "Unevenly spread: a has 1, b 3; always saying b would be right in 75 %."
    )
    assert "nothing to tell apart" in overview.balance_words(make_contents(("a", None)))


def test_the_picture_can_be_heard(make_contents):
    assert overview.alt_text(make_contents(*TWO_AND_ONE)).endswith("2 genres; the largest: rock 2 and jazz 1")


def test_the_list_says_how_much_of_it_is_shown():
    assert listing.count_words(3, 3) == "All 3 tracks. Click the head of a column to sort."
    assert listing.count_words(1, 1) == "The only track."
    assert listing.count_words(3, 10) == "3 of 10 tracks."
    assert listing.count_words(5000, 9000).startswith("The first 2,000 of 5,000 tracks that fit")


def test_a_track_says_what_its_dataset_knows_of_it():
    track = Track("x", None, {"genre": "rock"}, "Bo", tags=("Rock", "garage"))
    assert listing.track_words(track) == ["rock by Bo", "Tagged garage"]
    voted = replace(track, artist=None, tags=(), distributions={"emotion": {"joy": 0.2, "calm": 0.8, "power": 0.0}})
    assert list(map(plain, listing.track_words(voted))) == ["rock", "Emotion, by its listeners: calm 80 % and joy 20 %"]
    assert listing.track_words(Track("x", None, {})) == []


def test_of_several_licences_each_is_counted_and_the_strictest_rules():
    keys = ("cc0", "cc0", "cc-by-nc")
    found = contents_of(
        DATASETS["folder"], [Track(str(n), None, {}, licence=LICENCES[key]) for n, key in enumerate(keys)]
    )
    assert facts.licence_words(found) == (
        "Not for commercial use, with the author's name. Tracks differ (CC0 2, CC BY-NC 1): what is made of them all "
        "follows the strictest."
    )


def test_protocols_and_faults_are_named_or_said_to_be_missing():
    assert facts.protocol_words(DATASETS["gtzan"]).startswith("artist-folds: no artist on both sides")
    assert facts.protocol_words(DATASETS["folder"]) == "None: its scores compare with nobody's"
    assert facts.fault_words(DATASETS["folder"]) == "None published; the doctor may find some"
    faulty = replace(DATASETS["folder"], faults={"a": Fault("noise"), "b": Fault("repeats", repeats="a")})
    assert facts.fault_words(faulty).startswith("2 tracks, 1 of them repeats of others")


def test_the_place_of_an_upload_is_nobodys_business(tmp_path):
    assert facts.place_words(opened(tmp_path)) == str(tmp_path)
    assert facts.place_words(replace(opened(tmp_path), owner="a" * 32)) == ""


def test_a_table_says_how_many_tracks_it_lacks(tmp_path):
    assert feature_tables.gap_words(stored(tmp_path)) == "All 3 tracks are in it."
    assert feature_tables.gap_words(stored(tmp_path, n_tracks=1)) == "The only track is in it."
    one = stored(tmp_path, failures=(("t1", "broken"),))
    assert feature_tables.gap_words(one) == "3 tracks are in it; 1 could not be used and is left out."


def test_a_table_of_one_row_per_track_speaks_of_no_segments(tmp_path):
    assert feature_tables.rows_words(stored(tmp_path)) == "Up to 30 s of each track"
    assert feature_tables.rows_words(stored(tmp_path, n_rows=30, segment_s=3.0)) == "Segments of 3 s"


def test_the_estimate_follows_tracks_lengths_and_workers(make_contents, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_WORKERS", "2")
    many = make_contents(*[("jazz", None)] * 100, duration_s=30.0)
    assert plain(feature_tables.estimate_words(many)).startswith("About 50 s for 100 tracks on 2 cores, as a job")
    assert "longer if they are whole songs" in feature_tables.estimate_words(make_contents(("jazz", None)))


def test_a_licence_is_named_once():
    assert (
        feature_tables.licence_words(LICENCES["own"])
        == "Its licence is yours to know: Genrescope only reads the files."
    )
    assert feature_tables.licence_words(LICENCES["cc-by-nc"]) == (
        "Its licence, CC BY-NC: not for commercial use, with the author's name."
    )


def test_a_table_for_spreadsheets_makes_no_formula_of_a_name(tmp_path):
    import pandas as pd

    table = stored(tmp_path)
    pd.DataFrame({"track_id": ["=1+1"], "artist": [None], "a": [-0.5]}).to_parquet(table.path)
    assert feature_tables.table_csv(table).decode().splitlines() == ["track_id,artist,a", "'=1+1,,-0.5"]


def test_an_upload_says_what_came_in():
    upload = Upload("x", "a" * 32, "Mine", "2026-07-29T10:00:00+00:00", {"jazz": 2}, n_bytes=1_250_000, n_ignored=1)
    assert keeping.report_words(upload) == (
        "Your upload of 2026-07-29: 2 recordings taken in, 1.2 MB. Only you see it. Hidden files were passed over: 1."
    )


@pytest.mark.parametrize(("name", "title"), [("My band.zip", "My band"), ("a.b.ZIP", "a.b"), (".mp3", "My recordings")])
def test_an_upload_is_called_by_its_file(name, title):
    assert title_of(name) == title
    assert is_zip(name) == name.lower().endswith(".zip")
