"""Where the files to learn from are looked for."""

import pytest

from core.errors import DataError
from core.jazz.data.where import CLIPS, STREAM, find_jazz


@pytest.mark.parametrize("place", ["jazz", "."])
def test_a_file_lies_in_the_data_folder_or_in_its_folder_jazz(tmp_path, monkeypatch, place):
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path))
    (tmp_path / place).mkdir(exist_ok=True)
    (tmp_path / place / STREAM).write_text("C4\n")
    assert find_jazz(STREAM).samefile(tmp_path / place / STREAM)


def test_or_in_the_workspace(workspace, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    (workspace / "jazz" / "data").mkdir(parents=True)
    (workspace / "jazz" / "data" / CLIPS).write_bytes(b"PK")
    assert find_jazz(CLIPS).read_bytes() == b"PK"


def test_what_is_nowhere_is_asked_for_with_the_places(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"piano_clips\.zip lies neither in .*jazz nor in .*; set GENRESCOPE_DATA"):
        find_jazz(CLIPS)
