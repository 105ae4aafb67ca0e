"""A dataset is read once, in the background where it takes long, and again only when it changes."""

from threading import Event

import pytest

from core.data.opened import OpenDataset
from core.errors import DataError
from core.ui.datasets.reading import contents_now

SOON_S = 60.0  # generous, because it is only waited for when something is wrong


def test_what_was_read_is_kept_until_the_folder_changes(make_dataset):
    opened = make_dataset("one")
    first = contents_now(opened, wait_s=SOON_S)
    assert contents_now(opened, wait_s=SOON_S) is first
    (opened.path / "rock").mkdir()
    (opened.path / "jazz" / "one.wav").rename(opened.path / "rock" / "one.wav")
    assert list(contents_now(opened, wait_s=SOON_S).genres) == ["rock"]


def test_a_slow_folder_blocks_nobody_and_is_read_once(make_dataset, monkeypatch):
    opened, go_on, calls = make_dataset("slow"), Event(), []
    read = OpenDataset.tracks

    def slowly(self):
        calls.append(self.id)
        assert go_on.wait(SOON_S)
        return read(self)

    monkeypatch.setattr(OpenDataset, "tracks", slowly)
    assert contents_now(opened, wait_s=0.0) is None
    assert contents_now(opened, wait_s=0.01) is None
    go_on.set()
    assert contents_now(opened, wait_s=SOON_S).n_tracks == 1
    assert calls == [opened.id]


def test_what_cannot_be_read_says_why_each_time(make_dataset):
    opened = make_dataset("empty")
    (opened.path / "jazz" / "one.wav").unlink()
    for _ in range(2):
        with pytest.raises(DataError, match="holds no audio files"):
            contents_now(opened, wait_s=SOON_S)


def test_a_folder_that_fails_slowly_is_read_once_until_somebody_is_told(make_dataset, monkeypatch):
    opened, go_on, calls = make_dataset("broken"), Event(), []

    def fail(self):
        calls.append(self.id)
        assert go_on.wait(SOON_S)
        raise DataError("the folder is gone")

    monkeypatch.setattr(OpenDataset, "tracks", fail)
    assert contents_now(opened, wait_s=0.0) is None
    go_on.set()
    for n_read in (1, 2):  # who asks after that may have mended it
        with pytest.raises(DataError, match="the folder is gone"):
            contents_now(opened, wait_s=SOON_S)
        assert len(calls) == n_read
