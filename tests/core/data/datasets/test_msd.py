"""The Million Song Dataset's genre table and lists of labels, in miniature."""

import pytest

from core.data.datasets import msd
from core.data.loading import load_table
from core.data.splits import inner_folds
from core.errors import DataError
from tests.core.data.datasets.miniatures import MSD_NAMES, make_msd


@pytest.fixture
def root(tmp_path):
    return make_msd(tmp_path / "msd")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_track_of_the_table_has_genre_artist_and_length_and_no_sound(root):
    tracks = {track.id: track for track in msd.index(root)}
    assert len(tracks) == 4
    track = tracks["TRAAAAA000000000A1"]
    assert (track.genre, track.artist, track.duration_s, track.sound) == ("punk", "The Clash", 200.5, None)
    assert tracks["TRAAAAD000000000A4"].artist is None


def test_the_table_is_loaded_with_its_thirty_numbers_and_artists(root):
    for source in (f"msd:{root}", f"msd:{root / msd.TABLE}"):
        table = load_table(source)
        assert table.columns == MSD_NAMES[4:]
        assert len(table.columns) == 30
        assert (table.name, table.licence.key, table.leaky_only) == ("msd", "research", "")
        assert table.tracks["artist"].to_dict()["TRAAAAB000000000A2"] == "Wire"
        assert table.rows["tempo"].tolist() == [120.0, 121.0, 122.0, 123.0]


def test_a_comma_in_a_title_shifts_nothing(root):
    rows = msd.read_table(root / msd.TABLE).set_index("track_id")
    assert rows.at["TRAAAAB000000000A2", "loudness"] == -8.5
    assert rows.at["TRAAAAB000000000A2", "var_timbre12"] == 24.0


def test_known_artists_make_grouped_folds_possible(root):
    path = root / msd.TABLE
    lines = path.read_text().splitlines()
    more = [
        line.replace("000000000A", f"00000000{n}A").replace(",The Clash,", f",Band {n},")
        for n in (1, 2)
        for line in lines[4:]
    ]
    path.write_text("\n".join([*lines, *more]) + "\n")
    table = load_table(f"msd:{root}")
    for train, test in inner_folds(table.groups, table.y, n_folds=2, seed=0):
        assert not set(table.groups[train]) & set(table.groups[test])


def test_without_the_table_a_list_of_labels_is_read(root):
    (root / msd.TABLE).unlink()
    tracks = msd.index(root)
    assert [(track.id, track.genre, track.tags) for track in tracks] == [
        ("TRAAAAA000000000A1", "Punk", ("Punk",)),
        ("TRAAAAE000000000A5", "Rock", ("Rock", "Pop")),
    ]
    assert all(track.artist is None and track.sound is None for track in tracks)
    with pytest.raises(DataError, match=r"holds none of msd_genre_dataset.txt; Million Song Dataset is such a table"):
        load_table(f"msd:{root}")


BROKEN = {
    "no names": ("%genre", "%gender", r"has no line of names that begins with genre,track_id,artist_name,title"),
    "too few": (",200.5,0,", ",", r"line 5 of msd_genre_dataset.txt has 32 values, not 34; download it again"),
    "no number": (",200.5,0,", ",long,0,", r"line 5 of msd_genre_dataset.txt holds no number where one should be"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_table_is_told_with_its_line(kind, root):
    old, new, message = BROKEN[kind]
    change(root / msd.TABLE, old, new)
    with pytest.raises(DataError, match=message):
        msd.index(root)


def test_a_table_of_names_alone_is_refused(root):
    lines = (root / msd.TABLE).read_text().splitlines()
    (root / msd.TABLE).write_text("\n".join(lines[:4]) + "\n")
    with pytest.raises(DataError, match="has a header but no tracks"):
        msd.index(root)


def test_bytes_that_are_no_text_are_refused(root):
    (root / msd.TABLE).write_bytes(b"\xff\xfe\x00genre")
    with pytest.raises(DataError, match=r"msd_genre_dataset.txt cannot be read as text in UTF-8"):
        msd.index(root)


def test_a_broken_list_of_labels_is_told_with_its_line(root):
    (root / msd.TABLE).unlink()
    labels = root / msd.LABELS[1]
    change(labels, "A5\tRock\tPop", "A5 Rock Pop")
    with pytest.raises(DataError, match=r"line 3 of msd_tagtraum_cd2.cls is no track and genre with a tab between"):
        msd.index(root)
    labels.write_text("# nothing\n")
    with pytest.raises(DataError, match=r"msd_tagtraum_cd2.cls names no tracks"):
        msd.index(root)


def test_a_folder_without_either_says_how_to_get_them(tmp_path):
    with pytest.raises(
        DataError, match=r"holds none of msd_genre_dataset.txt, .*\. Download msd_genre_dataset.zip from"
    ):
        msd.index(tmp_path)
