"""What decisions change, told also where a part of it cannot be known."""

from core.data.opened import open_dataset
from core.errors import DataError
from core.ui.doctor import changes, engine


def test_a_table_that_cannot_be_read_is_told_in_the_place_of_its_hash(monkeypatch, tmp_path):
    (tmp_path / "rock").mkdir()
    (tmp_path / "rock" / "a.wav").touch()

    def broken(opened):
        raise DataError("the table in 30s is broken (KeyError); make it again")

    monkeypatch.setattr(engine, "data_hashes", broken)
    told = changes._hash(open_dataset(str(tmp_path)), is_whole=True)
    assert told == "Its data hash is not known: the table in 30s is broken (KeyError); make it again."
