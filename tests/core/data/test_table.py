import numpy as np
import pandas as pd
import pytest

from core.data.loading import load_table
from core.errors import DataError
from core.features import GTZAN_COLUMNS


def test_the_public_table_is_recognised_by_its_ids(made_gtzan, lists):
    table = made_gtzan
    assert (table.name, table.genres, table.columns) == ("gtzan", ("blues", "rock"), ("rms_mean", "tempo"))
    assert table.track_ids == tuple(lists)
    assert table.artists_known
    assert table.rows["segment"].eq(0).all()
    assert table.X.shape == (36, 2)
    assert len(set(table.groups)) == 12
    assert "research use" in table.licence_words


def test_the_public_table_of_segments_keeps_the_segments_of_a_track_together(lists, public_rows, write):
    parts = [public_rows.assign(filename=public_rows["filename"].str.replace(".wav", f".{n}.wav")) for n in range(10)]
    table = load_table(write(pd.concat(parts)))
    assert len(table.rows) == 360
    assert set(table.track_ids) == set(lists)
    assert table.rows.set_index(["track_id", "segment"]).at[("rock.00003", 4), "start_s"] == 12.0


def test_labels_may_be_spelt_in_another_way(lists, public_rows, write):
    table = load_table(write(public_rows.assign(label=public_rows["label"].str.title())))
    assert table.genres == ("blues", "rock")


def test_our_own_layout_keeps_its_artists(own_rows, write):
    table = load_table(write(own_rows))
    assert (table.name, len(table.track_ids), table.genres) == ("table", 8, ("folk", "techno"))
    assert set(table.groups) == {"band 0", "band 1", "band 2", "band 3"}
    assert table.tracks.at["song 3", "artist"] == "band 3"


def test_a_track_of_an_unknown_artist_is_a_group_of_its_own(own_rows, write):
    own_rows.loc[own_rows["track_id"] == "song 0", "artist"] = None
    table = load_table(write(own_rows))
    assert table.tracks.at["song 0", "group"] == "track:song 0"
    assert table.tracks.at["song 0", "artist"] is None
    assert table.artists_known


def test_without_artists_every_track_is_a_group(own_rows, write):
    table = load_table(write(own_rows.drop(columns="artist")))
    assert not table.artists_known
    assert len(set(table.groups)) == 8


def test_files_of_other_names_are_tracks_of_unknown_artists(public_rows, write):
    public_rows["filename"] = [f"my song {n}.mp3" for n in range(len(public_rows))]
    table = load_table(write(public_rows))
    assert (table.name, table.artists_known) == ("table", False)
    assert table.track_ids[3] == "my song 3"


def test_one_artist_in_two_spellings_is_one_group(own_rows, write):
    own_rows["artist"] = own_rows["artist"].map(
        {"band 0": "Zo\u00eb", "band 1": "a0", "band 2": " Zoe\u0308 ", "band 3": "a0 "}
    )
    assert set(load_table(write(own_rows)).groups) == {"Zo\u00eb", "a0"}


def test_a_column_of_text_that_is_no_feature_is_left_out_with_a_note(own_rows, write):
    table = load_table(write(own_rows.assign(title="a song", live=True)))
    assert table.columns == ("rms_mean", "tempo")
    assert [words.partition(" holds")[0] for _, words in table.notes] == ["the column 'title'", "the column 'live'"]
    assert {file for file, _ in table.notes} == {"table.csv"}


@pytest.mark.parametrize("header", ["filename,label,tempo", "filename,label,tempo,"])
def test_a_comma_at_the_end_of_each_row_adds_nothing(tmp_path, header):
    (tmp_path / "table.csv").write_text(f"{header}\na.wav,x,1,\nb.wav,y,2,\n")
    table = load_table(str(tmp_path / "table.csv"))
    assert (table.track_ids, table.columns, table.X.tolist()) == (("a", "b"), ("tempo",), [[1.0], [2.0]])


def test_a_stored_table_remembers_the_seconds_of_a_segment(own_rows, write):
    assert load_table(write(own_rows, "plain.parquet")).segment_s == 30.0
    own_rows.attrs = {"segment_s": 10.0}
    assert load_table(write(own_rows, "asked.parquet")).segment_s == 10.0
    own_rows.attrs = {"segment_s": "long"}
    assert load_table(write(own_rows, "odd.parquet")).segment_s == 30.0


@pytest.mark.parametrize("source", ["", " ", "gtzan:", "folder: "])
def test_an_empty_name_is_not_the_current_folder(source):
    with pytest.raises(DataError, match="names nothing; write gtzan, the path of a"):
        load_table(source)


def test_parquet_and_csv_of_the_same_rows_are_the_same_data(own_rows, write):
    from_csv, from_parquet = load_table(write(own_rows)), load_table(write(own_rows, "table.parquet"))
    assert from_csv.data_hash == from_parquet.data_hash
    assert np.array_equal(from_csv.X, from_parquet.X)


def test_a_loaded_table_that_is_stored_again_is_the_same_data(made_gtzan, write):
    assert load_table(write(made_gtzan.rows, "again.csv")).data_hash == made_gtzan.data_hash
    assert load_table(write(made_gtzan.rows, "again.parquet")).data_hash == made_gtzan.data_hash


def test_the_hash_forgets_the_order_of_rows_and_sees_every_change(own_rows, write):
    plain = load_table(write(own_rows)).data_hash
    assert load_table(write(own_rows.sample(frac=1, random_state=0))).data_hash == plain
    changes = [
        own_rows.assign(rms_mean=own_rows["rms_mean"] + 1e-15),
        own_rows.assign(genre=own_rows["genre"].replace("folk", "polka")),
        own_rows.assign(artist=None),
        own_rows.rename(columns={"tempo": "tempo_bpm"}),
        own_rows.iloc[:-1],
    ]
    assert len({plain, *(load_table(write(changed)).data_hash for changed in changes)}) == 6


def test_a_selection_holds_the_rows_of_its_tracks_alone(own_rows, write):
    table = load_table(write(own_rows)).select(["song 1", "song 2"])
    assert table.track_ids == ("song 1", "song 2")
    assert len(table.X) == len(table.y) == len(table.groups) == 6


def test_synthetic_tracks_are_marked_and_need_no_gtzan_name(lists, public_rows, write):
    own = public_rows.rename(columns={"label": "genre"}).drop(columns="length")
    own["track_id"] = own.pop("filename")
    own = own.assign(segment=0, start_s=0.0, synthetic=False)
    made = own.iloc[:2].assign(track_id=["clip 1", "clip 2"], synthetic=True)
    table = load_table(write(pd.concat([own, made])))
    assert table.name == "gtzan"
    assert table.tracks["synthetic"].sum() == 2
    assert table.tracks.at["clip 1", "group"] == "track:clip 1"


def test_the_public_table_of_gtzan_is_found_by_name(real_gtzan):
    assert len(real_gtzan.rows) == 1000
    assert real_gtzan.columns == GTZAN_COLUMNS
    assert len(real_gtzan.genres) == 10
    assert real_gtzan.source.endswith("features_30_sec.csv")


def test_without_data_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    with pytest.raises(DataError, match=r"set GENRESCOPE_DATA to a folder that holds features_30_sec\.csv"):
        load_table("gtzan")
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"features_30_sec\.csv lies neither in GENRESCOPE_DATA=.* nor in its folder"):
        load_table("gtzan")


def test_a_name_that_is_no_table_is_answered_with_what_there_is(tmp_path):
    with pytest.raises(DataError, match="there is no dataset 'birds'; known: arranged, gtzan, fma, msd, emot"):
        load_table("birds:songs")
    with pytest.raises(DataError, match=r"is a folder; write gtzan:.* for GTZAN's own files, or folder:"):
        load_table(str(tmp_path))
    with pytest.raises(DataError, match="A folder of your own has no place of its own; open it as folder:PATH"):
        load_table("folder")
    with pytest.raises(DataError, match="is no folder; folder:PATH needs the folder with the recordings"):
        load_table(f"folder:{tmp_path}/nowhere")
    with pytest.raises(DataError, match=r"there is no file .*nothing\.csv"):
        load_table(str(tmp_path / "nothing.csv"))
    (tmp_path / "table.xlsx").touch()
    with pytest.raises(DataError, match=r"table\.xlsx is no table that can be read"):
        load_table(str(tmp_path / "table.xlsx"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "has no columns"),
        (b"filename,label,tempo\n", "has a header but no rows"),
        (bytes(range(256)) * 9, "is no CSV but a binary file"),
        ("filename,label,tempo\nå,b,1\n".encode("latin-1"), "is not UTF-8 text .* Save it as CSV in UTF-8"),
        ("filename,label,tempo\na,b,1\n".encode("utf-16"), "is UTF-16 text"),
        (b"filename;label;tempo\na;b;1\n", "separates its columns by semicolons or tabs"),
        (b'filename,label,tempo\n"a,b,1\n', "is no comma-separated table"),
        (b"a,b\n1,2,3\n4,5,6,7,8\n", "is no comma-separated table"),
        (b"filename,label,tempo\na,b,1,2\nc,d,3,4\n", "its rows have more values than its header has names"),
        (b"<html><body>Sign in</body></html>\n<p>", "lacks the columns filename and label"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(tmp_path, content, message):
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        load_table(str(tmp_path / "table.csv"))


def test_a_file_that_is_no_parquet_is_refused(tmp_path):
    (tmp_path / "table.parquet").write_bytes(b"PAR1" + b"junk" * 50)
    with pytest.raises(DataError, match=r"table\.parquet is no Parquet file"):
        load_table(str(tmp_path / "table.parquet"))


BAD = {
    "no label": (lambda t: t.drop(columns="label"), "lacks the columns label"),
    "no track": (lambda t: t.drop(columns="filename"), "Without a track id the rows of one song could stand on both"),
    "no features": (lambda t: t[["filename", "label", "length"]], "has no columns of features"),
    "blank label": (
        lambda t: t.assign(label=[None, *t["label"][1:]]),
        "row 2 of table.csv has no filename or no label",
    ),
    "wrong label": (
        lambda t: t.assign(label=["polka", *t["label"][1:]]),
        "blues.00000 is labelled 'polka', which its name contradicts",
    ),
    "text": (lambda t: t.assign(tempo=["fast", *t["tempo"][1:]]), "'tempo' of table.csv must hold numbers, but row 2"),
    "NaN": (
        lambda t: t.assign(tempo=[1, 2, np.nan, *t["tempo"][3:]]),
        r"tempo=nan in row 4 of table.csv \(blues.00002\)",
    ),
    "infinite": (lambda t: t.assign(tempo=[np.inf, *t["tempo"][1:]]), "tempo=inf in row 2 of table.csv"),
    "one genre": (lambda t: t[t["label"] == "rock"], r"table.csv has one genre only \(rock\)"),
    "twice": (lambda t: pd.concat([t, t.iloc[:1]]), "blues.00000, segment 0, is in table.csv twice .again in row 38."),
    "index": (lambda t: pd.concat([pd.Series(range(36), name="Unnamed: 0"), t], axis=1), "a column of row numbers"),
    "column twice": (lambda t: t.assign(**{"tempo.1": t["tempo"]}), "has the column 'tempo' twice"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_public_table_with_a_fault_is_refused_with_the_place(kind, lists, public_rows, write):
    spoil, message = BAD[kind]
    with pytest.raises(DataError, match=message):
        load_table(write(spoil(public_rows)))


BAD_OWN = {
    "no segment": (lambda t: t.drop(columns=["segment", "start_s"]), "has track_id but lacks segment, start_s"),
    "blank track": (lambda t: t.assign(track_id=[" ", *t["track_id"][1:]]), "row 2 of table.csv has no track_id"),
    "blank genre": (lambda t: t.assign(genre=[None, *t["genre"][1:]]), "row 2 of table.csv has no genre"),
    "half a segment": (lambda t: t.assign(segment=[0.5, *t["segment"][1:]]), "segment=0.5 in row 2 .* a count from 0"),
    "named segment": (lambda t: t.assign(segment="first"), "segment='first' in row 2 of table.csv must be a count"),
    "before the start": (lambda t: t.assign(start_s=-1.0), "start_s=-1.0 in row 2 of table.csv must be seconds"),
    "two genres": (lambda t: t.assign(genre=["techno", *t["genre"][1:]]), "song 0 has 2 values of genre"),
    "two artists": (lambda t: t.assign(artist=["solo", *t["artist"][1:]]), "song 0 has 2 values of artist"),
    "start goes back": (
        lambda t: t.assign(start_s=[0.0, 30.0, 30.0, *t["start_s"][3:]]),
        r"segment 2 of song 0 in table.csv \(row 4\) starts at start_s=30, not after the segment before it",
    ),
    "half synthetic": (
        lambda t: t.assign(synthetic=[True] + [False] * (len(t) - 1)),
        "song 0 has 2 values of synthetic",
    ),
    "maybe synthetic": (lambda t: t.assign(synthetic="perhaps"), "synthetic of table.csv must hold true or false"),
}


def test_synthetic_may_not_be_left_open(own_rows, write):
    own_rows["synthetic"] = pd.array([None] + [False] * (len(own_rows) - 1), dtype="boolean")
    with pytest.raises(DataError, match=r"the column synthetic of table.parquet must hold true or false in every row"):
        load_table(write(own_rows, "table.parquet"))


@pytest.mark.parametrize("kind", BAD_OWN)
def test_a_table_of_our_own_layout_with_a_fault_is_refused_with_the_place(kind, own_rows, write):
    spoil, message = BAD_OWN[kind]
    with pytest.raises(DataError, match=message):
        load_table(write(spoil(own_rows)))
