"""FMA in miniature, with the true headers of its tables: split, genres, licences, faults, features."""

import csv

import numpy as np
import pytest

from core.data.datasets import fma
from core.data.datasets.fma.faults import FAULTS, SKIPPED, left_s
from core.data.datasets.fma.licences import licence_of_text
from core.data.loading import load_table
from core.data.opened import recognise
from core.data.protocols import PROTOCOLS
from core.data.table_checks import check_rows, feature_columns
from core.errors import AudioError, DataError
from tests.core.data.datasets.miniatures import (
    FMA_FEATURES,
    FMA_TRACKS,
    make_fma,
    touch,
    write_fma_metadata,
    write_rows,
)


@pytest.fixture
def root(tmp_path):
    return make_fma(tmp_path / "fma")


@pytest.fixture
def tracks(root):
    return {track.id: track for track in fma.index(root / "fma_large")}


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_track_has_what_the_table_says_of_it(tracks, root):
    assert list(tracks) == [f"{id:06d}" for id, *_ in FMA_TRACKS]
    track = tracks["000190"]
    assert track.path == root / "fma_large/000/000190.mp3"
    assert (track.genre, track.artist, track.split) == ("Rock", "Ed Askew", "test")
    assert track.tags == ("Punk", "Rock", "Garage")
    assert (track.duration_s, tracks["000002"].duration_s) == (20.0, 30.0)
    assert track.licence.key == "cc-by-nc"


def test_a_track_of_several_top_genres_has_none_but_all_its_tags(tracks):
    assert (tracks["000020"].genre, tracks["000020"].labels) == ("", {})
    assert tracks["000020"].tags == ("Folk", "Rock", "Experimental Pop", "Singer-Songwriter")
    assert tracks["000020"].artist == "Nicky Cook"


def test_two_artists_of_one_name_stay_two_and_a_compilation_is_nobody(tracks):
    assert tracks["000141"].artist == "Blanketship (artist 55)"
    assert tracks["001486"].artist == "Blanketship (artist 58)"
    assert tracks["000002"].artist == tracks["000003"].artist == "AWOL"
    assert tracks["000191"].artist is None


def test_the_folder_of_clips_and_the_one_around_it_are_the_same(root, tracks):
    assert fma.index(root) == list(tracks.values())
    assert recognise(root).name == recognise(root / "fma_large").name == recognise(root / "fma_metadata").name == "fma"


def test_the_metadata_alone_gives_all_tracks_without_sound(root):
    tracks = fma.index(root / "fma_metadata")
    assert len(tracks) == len(FMA_TRACKS)
    assert all(track.sound is None for track in tracks)


def test_a_file_that_no_table_knows_is_a_track_without_a_genre(root):
    touch(root, "fma_large/000/000004.mp3", "fma_large/000/cover.mp3")
    track = next(track for track in fma.index(root / "fma_large") if track.id == "000004")
    assert (track.labels, track.artist, track.licence.key) == ({}, None, "research")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Attribution-Noncommercial-Share Alike 3.0 United States", "cc-by-nc-sa"),
        ("Attribution-NonCommercial-NoDerivatives (aka Music Sharing) 3.0 International", "cc-by-nc-nd"),
        ("Attribution-Noncommercial-No Derivative Works 3.0 United States", "cc-by-nc-nd"),
        ("Attribution-NonCommercial-ShareAlike", "cc-by-nc-sa"),
        ("Attribution-NonCommercial 3.0 International", "cc-by-nc"),
        ("Attribution-NoDerivatives 4.0", "cc-by-nc-nd"),
        ("Attribution-ShareAlike", "cc-by-sa"),
        ("Attribution", "cc-by"),
        ("Creative Commons Attribution 4.0", "cc-by"),
        ("CC0 1.0 Universal", "cc0"),
        ("Public Domain Mark 1.0", "cc0"),
        ("Attribution-NonCommercial Sampling+", "research"),
        ("Free Art License", "research"),
        ("", "research"),
    ],
)
def test_a_licence_is_read_from_the_name_that_an_artist_chose(text, key):
    assert licence_of_text(text).key == key


def test_a_clip_that_was_cut_behind_its_song_is_left_out_with_the_reason(tracks):
    track = tracks["001486"]
    assert track.is_skipped
    with pytest.raises(AudioError, match=r"“001486” is left out: the archive stated 90 s for a song of 14 s, so that"):
        track.decode(sr=22050)


def test_the_faulty_clips_of_the_small_set_are_left_out():
    small = {"098565", "098567", "098569", "099134", "108925", "133297"}
    assert small <= SKIPPED <= set(FAULTS)
    assert all(left_s(int(id)) < 2 for id in small)
    assert left_s(2) == 30.0
    assert "108924" not in SKIPPED
    assert "only 27 s are left" in FAULTS["108924"].reason


def test_whole_songs_have_no_fault_of_the_clips(root):
    (root / "fma_large").rename(root / "fma_full")
    track = next(track for track in fma.index(root / "fma_full") if track.id == "001486")
    assert (track.fault, track.is_skipped, track.duration_s) == ("", False, 90.0)


def test_a_clip_that_others_could_not_open_is_tried_and_the_failure_says_that_it_is_known(root):
    touch(root, "fma_large/002/002624.mp3")
    track = next(track for track in fma.index(root / "fma_large") if track.id == "002624")
    assert not track.is_skipped
    with pytest.raises(AudioError, match=r"This is known: others could not open its clip in fma_large"):
        track.decode(sr=22050)


def test_the_tree_of_genres_runs_from_the_top_down(root):
    tree = fma.genre_tree(root).set_index("genre")
    assert list(tree.index) == [
        *("Folk", "Experimental Pop", "Singer-Songwriter", "Hip-Hop", "Rock", "Punk", "Garage"),
    ]
    assert tree.loc["Garage"].to_dict() == {
        "depth": 2,
        "parent": "Punk",
        "top_level": "Rock",
        "n_tracks": 1,
        "path": "Rock / Punk / Garage",
    }


def test_cross_appearances_count_the_tracks_of_both_genres(root):
    counts = fma.cross_appearances(root)
    assert (counts.to_numpy() == counts.to_numpy().T).all()
    assert list(counts.index[:2]) == ["Rock", "Hip-Hop"]
    assert (counts.at["Rock", "Rock"], counts.at["Rock", "Punk"], counts.at["Folk", "Hip-Hop"]) == (5, 2, 0)
    assert counts.at["Experimental Pop", "Singer-Songwriter"] == 1
    chosen = fma.cross_appearances(root, subset="small", column="genres")
    assert (chosen.at["Punk", "Garage"], chosen.at["Punk", "Punk"]) == (1, 2)
    assert "Folk" not in chosen.index


def test_partitions_count_each_subset_with_the_smaller_ones_in_it(root):
    table = fma.partitions(root).set_index(["subset", "genre"])
    assert table.loc[("small", "Hip-Hop")].to_dict() == {"training": 1, "validation": 1, "test": 1, "all": 3}
    assert table.loc[("medium", "Hip-Hop"), "training"] == 2
    assert table.loc[("large", "no top genre"), "all"] == 1
    assert table.loc["large", "all"].sum() == len(FMA_TRACKS)


def test_features_are_the_tracks_of_a_subset_with_a_top_genre(root):
    rows = fma.read_features(root / "fma_metadata/features.csv", subset="small")
    assert list(rows["track_id"]) == ["000002", "000010", "000140", "000141", "000190", "000191"]
    columns, left_out = feature_columns(rows, name="features.csv")
    assert columns == tuple("_".join(names) for names in FMA_FEATURES)
    assert columns[:2] == ("mfcc_kurtosis_01", "mfcc_kurtosis_02")
    assert left_out == ()
    assert rows.attrs["licence"] == "research"
    with open(root / "fma_metadata/features.csv", newline="") as file:
        lines = list(csv.reader(file))
    first = check_rows(rows, columns, name="features.csv").iloc[0]
    assert first[list(columns)].astype(float).to_numpy() == pytest.approx(np.array(lines[4][1:], dtype=float))


def test_a_table_of_fma_is_loaded_by_subset_and_splits_as_published(root):
    table = load_table(f"fma:{root}/fma_metadata/features.csv#small")
    assert (len(table.track_ids), table.name, table.licence.key) == (6, "fma", "research")
    assert ("features.csv#small", "the numbers describe whole songs, not clips of 30 s") in table.notes
    (split,) = PROTOCOLS["official-split"].splits(table)
    assert split.train == ("000002", "000010")
    assert split.valid == ("000140", "000141")
    assert split.test == ("000190", "000191")


def test_the_folder_of_metadata_is_loaded_as_its_table(root):
    table = load_table(f"fma:{root / 'fma_metadata'}")
    assert len(table.track_ids) == 8
    assert ("features.csv", "1 tracks have no top genre and are left out") in table.notes


def test_a_row_of_features_that_is_no_number_is_left_out_and_said(root):
    path = root / "fma_metadata/features.csv"
    lines = path.read_text().splitlines()
    lines[4] = ",".join(["2", "nan", *lines[4].split(",")[2:]])
    path.write_text("\n".join(lines) + "\n")
    rows = fma.read_features(path, subset="large")
    assert "000002" not in set(rows["track_id"])
    assert rows.attrs["notes"][-1] == "1 rows hold a value that is no finite number and are left out"


def test_sound_without_metadata_says_what_is_missing(root):
    for path in (root / "fma_metadata").iterdir():
        path.unlink()
    with pytest.raises(
        DataError, match=r"fma_large has no fma_metadata in it or beside it, .* unpack fma_metadata.zip"
    ):
        fma.index(root / "fma_large")
    with pytest.raises(DataError, match=r"has no fma_metadata in it or beside it; unpack fma_metadata.zip there"):
        fma.partitions(root)


def test_metadata_without_sound_beside_it_says_what_is_missing(root):
    (root / "music").mkdir()
    with pytest.raises(DataError, match=r"holds no audio file with the name of a track of FMA, such as 000/000002.mp3"):
        fma.index(root / "music")


def test_two_sets_in_one_folder_are_refused(root):
    touch(root, "fma_small/000/000002.mp3")
    with pytest.raises(DataError, match=r"000002 is there twice, as .*; open one of fma_small, fma_medium and"):
        fma.index(root)


BROKEN = {
    "a column is gone": ("tracks.csv", "genre_top", "genre", "lacks the columns track genre_top; needed is that of"),
    "no list": ("tracks.csv", '"[76, 103]"', '"[76, 10"', r"has '\[76, 10' where a list of genres should be"),
    "no id": ("tracks.csv", "\n140,0", "\nabc,0", "has 'abc' for a track id; unpack fma_metadata.zip again"),
    "no names": ("tracks.csv", "album,album", "", "does not begin with 2 lines of column names, all equally long"),
    "no tree": ("genres.csv", "parent", "mother", "genres.csv lacks the columns parent; needed is the tree of genres"),
    "no number": ("genres.csv", "21,4,0", "21,4,top", "genres.csv is broken"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_metadata_is_explained(kind, root):
    name, old, new, message = BROKEN[kind]
    change(root / "fma_metadata" / name, old, new)
    with pytest.raises(DataError, match=message):
        fma.read_tracks(root / "fma_metadata") if name == "tracks.csv" else fma.read_genres(root / "fma_metadata")


def test_a_table_that_breaks_off_is_explained(root):
    path = root / "fma_metadata/tracks.csv"
    path.write_bytes(path.read_bytes()[: path.read_bytes().rindex(b"raised")])
    with pytest.raises(DataError, match=r"tracks.csv is broken: .*EOF inside string.*; unpack it again"):
        fma.read_tracks(path.parent)


def test_a_genre_that_the_tree_does_not_know_is_told(root):
    change(root / "fma_metadata/genres.csv", "103,1,17,Singer-Songwriter,17", "104,1,17,Singer-Songwriter,17")
    with pytest.raises(DataError, match=r"tracks.csv has the genre 103, which genres.csv does not name"):
        fma.cross_appearances(root)
    (root / "fma_metadata/genres.csv").unlink()
    with pytest.raises(DataError, match=r"has no genres.csv; unpack fma_metadata.zip whole"):
        fma.genre_tree(root)


def test_another_table_is_no_table_of_features(root, tmp_path):
    with pytest.raises(DataError, match=r"does not begin with the lines feature, statistics, number and track_id"):
        fma.read_features(root / "fma_metadata/tracks.csv", subset="large")
    alone = tmp_path / "alone/features.csv"
    alone.parent.mkdir()
    alone.write_bytes((root / "fma_metadata/features.csv").read_bytes())
    with pytest.raises(DataError, match=r"names no genres: FMA's tracks.csv has to lie beside it"):
        fma.read_features(alone, subset="large")


def test_features_of_other_tracks_are_refused(root):
    path = root / "fma_metadata/features.csv"
    header = zip(("feature", "statistics", "number"), *FMA_FEATURES, strict=True)
    write_rows(path, *header, ("track_id", *[""] * len(FMA_FEATURES)), (7, *[0.5] * len(FMA_FEATURES)))
    with pytest.raises(DataError, match=r"has no row of a track in the subset small with a top genre"):
        fma.read_features(path, subset="small")


def test_metadata_is_read_again_when_it_changes(root):
    write_fma_metadata(root / "fma_metadata")
    assert fma.read_tracks(root / "fma_metadata").at["000002", "artist"] == "AWOL"
    change(root / "fma_metadata/tracks.csv", "AWOL", "A Way Of Life")
    assert fma.read_tracks(root / "fma_metadata").at["000002", "artist"] == "A Way Of Life"
