"""The table of several songs, on the page and for a spreadsheet."""

import csv
import io

import pytest

from core.ui.sections import table
from core.ui.state import Song


def test_the_table_of_songs_has_a_row_per_song_whose_shares_make_100(make_heard):
    heard = [(Song("a.wav", b"a"), make_heard()), (Song("b.wav", b"b"), make_heard(verdict="unlike"))]
    rows = table.table_of(heard)
    assert rows["Song"].tolist() == ["a.wav", "b.wav"]
    assert rows[["blues", "jazz", "rock"]].sum(axis=1).tolist() == pytest.approx([100, 100])
    assert rows["Most like"].tolist() == ["jazz", "not sure"]
    # No bar for what is not known: its length would speak louder than the word beside it.
    assert rows["Share"].isna().tolist() == [False, True]


def test_the_csv_of_several_songs_has_a_row_per_song(make_heard):
    text = table.songs_csv([(Song("@a.wav", b"a"), make_heard()), (Song("b.wav", b"b"), make_heard())])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["song"] for row in rows] == ["'@a.wav", "b.wav"]
    assert [row["most_like"] for row in rows] == ["jazz", "jazz"]
    assert float(rows[0]["jazz"]) == pytest.approx(0.5)
