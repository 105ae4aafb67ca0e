"""What the readers of published tables share: columns by name, large tables piece by piece."""

import pytest

from core.data.datasets import tables
from core.errors import DataError
from tests.core.data.datasets.miniatures import write_rows


@pytest.fixture
def path(tmp_path):
    write_rows(tmp_path / "t.csv", ("", "a", "a", "b"), ("", "x", "y", "x"), *((n, n, -n, 0.5 * n) for n in range(25)))
    return tmp_path / "t.csv"


def read(path, positions=(0, 3, 1), **options):
    options = {"n_skipped": 2, "dtype": float, "keep": None, **options}
    return tables.read_some_columns(path, positions, ("id", "half", "same")[: len(positions)], **options)


def test_names_in_several_lines_are_tuples(path):
    assert tables.read_levels(path, 2) == [("", ""), ("a", "x"), ("a", "y"), ("b", "x")]


def test_columns_come_in_the_order_asked_for(path):
    rows = read(path)
    assert list(rows.columns) == ["id", "half", "same"]
    assert rows.iloc[4].tolist() == ["4", 2.0, 4.0]


def test_rows_are_kept_piece_by_piece(path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 4)
    assert read(path, keep={"3", "9", "24", "99"})["id"].tolist() == ["3", "9", "24"]
    assert len(read(path)) == 25


def test_a_column_that_is_there_twice_is_refused(path):
    with pytest.raises(DataError, match=r"t\.csv has a column twice"):
        read(path, (0, 1, 1))


def test_a_value_of_another_kind_is_told(path):
    path.write_text(path.read_text().replace("2.5", "many"))
    with pytest.raises(DataError, match=r"t\.csv is broken: .*many.*; unpack it again"):
        read(path)


def test_other_files_are_no_tables(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=r"t\.csv is no comma-separated text in UTF-8"):
        tables.read_levels(tmp_path / "t.csv", 2)
    (tmp_path / "t.csv").write_text("a,b\nc\n")
    with pytest.raises(DataError, match=r"does not begin with 2 lines of column names, all equally long"):
        tables.read_levels(tmp_path / "t.csv", 2)
    with pytest.raises(DataError, match=r"gone\.csv cannot be read: No such file or directory"):
        tables.read_levels(tmp_path / "gone.csv", 2)
