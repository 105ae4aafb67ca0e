"""A folder that somebody typed: opened by its path alone, or refused with nothing changed."""

import pytest

from core.data.opened import opened_datasets
from core.errors import DataError
from core.ui.datasets.bring import FewGenres, open_folder
from core.workspace import workspace

TWO_GENRES = ("jazz/one.wav", "rock/two.wav")


def ids() -> list[str]:
    return [opened.id for opened in opened_datasets()]


def test_a_folder_of_genre_folders_is_opened_for_everybody(make_dataset):
    path = make_dataset("Mine", owner="a" * 32, files=TWO_GENRES).path
    opened = open_folder(str(path))
    assert opened.owner == ""
    assert ids() == [opened.id]


def test_a_dataset_may_be_named_before_the_path(make_dataset, wav_named_as_gtzan):
    path = make_dataset("some", files=wav_named_as_gtzan).path
    assert open_folder(f"folder:{path}").dataset.name == "folder"
    assert open_folder(f"gtzan:{path}").dataset.name == "gtzan"


@pytest.mark.parametrize("text", ["", "  ", "/no/such/folder", "~nobody-of-that-name/x", "folder:", "<b>x</b>"])
def test_what_is_no_folder_is_refused(text):
    with pytest.raises(DataError, match="there is no folder"):
        open_folder(text)
    assert ids() == []


def test_a_name_that_no_disk_takes_is_explained():
    with pytest.raises(DataError, match="cannot be read: File name too long"):
        open_folder("x" * 400)


def test_an_id_opens_nothing_not_even_of_ones_own(make_dataset):
    mine = make_dataset("Mine", owner="a" * 32)
    with pytest.raises(DataError, match="there is no folder"):
        open_folder(mine.id)


def test_a_folder_of_one_genre_is_opened_only_when_that_is_said(make_dataset):
    path = make_dataset("Mine", owner="a" * 32).path
    with pytest.raises(FewGenres, match="holds 1 track in 1 genre: a model needs at least two genres"):
        open_folder(str(path))
    assert ids() == []
    opened = open_folder(str(path), anyway=True)
    assert ids() == [opened.id]
    assert open_folder(str(path)) == opened


def test_a_folder_without_recordings_is_refused_and_forgotten(tmp_path):
    (tmp_path / "jazz").mkdir()
    (tmp_path / "jazz" / "notes.txt").write_text("words")
    with pytest.raises(DataError, match="holds no audio files"):
        open_folder(str(tmp_path))
    assert ids() == []


def test_a_folder_that_was_known_before_is_not_forgotten_when_it_cannot_be_read(make_dataset):
    opened = make_dataset("Mine")
    (opened.path / "jazz" / "one.wav").unlink()
    with pytest.raises(DataError, match="holds no audio files"):
        open_folder(str(opened.path))
    assert ids() == [opened.id]


def test_the_programs_own_folder_is_refused(make_dataset):
    make_dataset("Mine")
    for folder in (workspace(), workspace() / "datasets", workspace().parent):
        with pytest.raises(DataError, match="keeps its own files"):
            open_folder(str(folder))
