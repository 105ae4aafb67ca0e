import os
import sys

import pytest

from core.data.datasets import folder
from core.errors import DataError


def touch(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_the_genre_is_the_first_folder_level_and_the_id_the_path(tmp_path):
    touch(tmp_path, "folk/album/1.mp3", "folk/2.ogg", "techno/Ünïcode 音.wav", "techno/notes.txt", ".hidden/3.wav")
    tracks = folder.index(tmp_path)
    assert [(t.id, t.genre, t.artist) for t in tracks] == [
        ("folk/2.ogg", "folk", None),
        ("folk/album/1.mp3", "folk", None),
        ("techno/Ünïcode 音.wav", "techno", None),
    ]
    assert all(t.path.is_file() for t in tracks)


def test_a_folder_of_files_alone_is_one_genre_by_its_own_name(tmp_path):
    touch(tmp_path / "polka", "1.wav", "2.wav")
    assert {t.genre for t in folder.index(tmp_path / "polka")} == {"polka"}


def test_files_beside_genre_folders_are_refused(tmp_path):
    touch(tmp_path, "folk/1.wav", "stray.wav")
    with pytest.raises(DataError, match=r"1 files lie outside the genre folders of .*, such as 'stray\.wav'"):
        folder.index(tmp_path)


def test_a_folder_without_audio_says_what_is_needed(tmp_path):
    touch(tmp_path, "folk/notes.txt")
    with pytest.raises(DataError, match="holds no audio files; needed are genre folders"):
        folder.index(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows any bytes in a file name")
def test_names_that_are_no_unicode_get_plain_and_different_ids(tmp_path):
    (tmp_path / "folk").mkdir()
    for name in (b"a\xff.wav", b"a\xfe.wav", b"new\nline.wav"):
        with open(os.fsencode(tmp_path / "folk") + b"/" + name, "wb"):
            pass
    tracks = folder.index(tmp_path)
    ids = [t.id for t in tracks]
    assert len(set(ids)) == 3
    assert all("\n" not in id and id.encode("utf-8") for id in ids)
    assert all(t.path.exists() for t in tracks)
