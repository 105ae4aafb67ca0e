"""GTZAN's tracks are recognised row by row, whatever stands beside them."""

import pandas as pd
import pytest

from core.data.loading import load_table
from core.errors import DataError


def test_a_foreign_row_takes_nothing_from_the_gtzan_rows_beside_it(lists, public_rows, write):
    alien = public_rows.iloc[:1].assign(filename="my_own_song.wav", label="folk")
    table = load_table(write(pd.concat([public_rows.assign(label=public_rows["label"].str.title()), alien])))
    assert table.track_ids == (*lists, "my_own_song")
    assert table.gtzan_ids == set(lists)
    assert len(set(table.groups)) == 13
    assert table.tracks.at["my_own_song", "group"] == "track:my_own_song"
    assert table.genres == ("blues", "folk", "rock")
    assert (table.name, table.licence_words.partition(":")[0]) == ("table", "GTZAN (36 of 37 tracks)")


def test_recordings_that_stand_twice_stay_together_in_a_mixed_table_too(real_gtzan, write):
    rows = real_gtzan.rows
    alien = rows.iloc[:1].assign(track_id="my song", genre="folk", artist="me")
    alien[list(real_gtzan.columns)] *= 1.1  # with the same numbers it would be the same recording
    table = load_table(write(pd.concat([rows, alien]), "mixed.parquet"))
    group = dict(zip(table.rows["track_id"], table.inner_groups, strict=True))
    assert table.name == "mixed"
    assert group["hiphop.00067"] == group["hiphop.00047"]
    assert group["my song"] == "me"


def test_two_rows_that_become_the_same_gtzan_track_are_refused(lists, own_rows, write):
    own_rows["track_id"] = own_rows["track_id"].replace({"song 0": "a/blues.00000.wav", "song 2": "b/blues_00000.au"})
    own_rows.loc[own_rows["track_id"].str.contains("blues"), "genre"] = "blues"
    with pytest.raises(DataError, match=r"'a/blues.00000.wav' and 'b/blues_00000.au' of table.csv are both "):
        load_table(write(own_rows))


def segments_of(rows, n_segments):
    """Public rows as a table of 3 s: ``name.wav`` becomes ``name.0.wav`` and so on."""
    return pd.concat(
        [rows.assign(filename=rows["filename"].str.replace(".wav", f".{n}.wav")) for n in range(n_segments)]
    )


def test_foreign_segments_of_3_s_are_segments_of_their_track(lists, public_rows, write):
    songs = public_rows.iloc[:2].assign(filename=["songA.wav", "song.B.wav"])
    for rows in (
        segments_of(songs.assign(label=["folk", "polka"]), 4),
        segments_of(pd.concat([public_rows, songs]), 4),
    ):
        table = load_table(write(rows))
        assert {"songA", "song.B"} <= set(table.track_ids)
        own = table.rows[table.rows["track_id"] == "songA"]
        assert own[["segment", "start_s"]].to_numpy().tolist() == [[0, 0], [1, 3], [2, 6], [3, 9]]
    assert len(table.track_ids) == 38


def test_a_number_in_one_name_alone_or_under_two_labels_is_no_segment(public_rows, write):
    names = ["alone.1.wav", "take.1.wav", "take.2.wav", "one.wav", "one.1.wav", "one.2.wav"]
    table = load_table(write(public_rows.iloc[:6].assign(filename=names, label=["a", "a", "b", "a", "a", "a"])))
    assert table.track_ids == tuple(name.removesuffix(".wav") for name in names)


def test_our_layout_with_gtzan_paths_as_ids_gets_plain_ids_and_the_artists(lists, public_rows, write):
    own = public_rows.rename(columns={"label": "genre"}).drop(columns="length").assign(segment=0, start_s=0.0)
    own["track_id"] = own["genre"] + "/" + own.pop("filename")
    table = load_table(write(own))
    assert table.track_ids == tuple(lists)
    assert table.artists_known
