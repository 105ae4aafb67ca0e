import os
import sys

import pytest

from core.data.datasets import folder
from core.data.datasets.track import AUDIO_SUFFIXES
from core.errors import DataError
from core.generation.marks import Mark, marked, sidecar, sidecar_of
from tests.core.data.datasets.miniatures import touch
from tests.core.data.datasets.test_artists import write_sound, write_tags


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


def test_artists_come_from_the_tags_of_the_files(tmp_path):
    for genre, kind, artist in (("folk", "mp3", "Nina"), ("folk", "flac", "Various Artists"), ("soul", "ogg", "Nina ")):
        (tmp_path / genre).mkdir(exist_ok=True)
        write_tags(write_sound(tmp_path / genre / f"song.{kind}"), artist=artist)
    tracks = folder.index(tmp_path)
    assert [(track.id, track.artist) for track in tracks] == [
        ("folk/song.flac", None),
        ("folk/song.mp3", "Nina"),
        ("soul/song.ogg", "Nina"),
    ]


def test_files_of_every_ending_are_found_and_what_systems_leave_behind_is_not(tmp_path):
    touch(tmp_path, *(f"folk/{n}{suffix.upper()}" for n, suffix in enumerate(AUDIO_SUFFIXES)))
    touch(tmp_path, "__MACOSX/folk/._1.mp3", "folk/@eaDir/2.mp3", ".trash/3.mp3", "folk/.4.mp3", "folk/5.mp3.part")
    (tmp_path / "folk/gone.mp3").symlink_to(tmp_path / "nowhere.mp3")
    assert len(folder.index(tmp_path)) == len(AUDIO_SUFFIXES)


def test_a_folder_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    touch(tmp_path, "folk/1.mp3", "soul/2.mp3")
    scandir = os.scandir

    def refuse(path):  # whoever runs the tests may be root, whom no folder refuses
        if os.fspath(path).endswith("soul"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(DataError, match=r"soul cannot be read: Permission denied; allow it to be read, or move it out"):
        folder.index(tmp_path)


def test_a_clip_that_the_program_made_is_no_real_music_wherever_it_lies(tmp_path):
    mark = Mark("musicgen", "small", 7, licence="cc-by-nc")
    (tmp_path / "soul").mkdir()
    song, clip, other = (write_sound(tmp_path / "soul" / name) for name in ("song.flac", "clip.flac", "other.mp3"))
    clip.write_bytes(marked(clip.read_bytes(), mark))
    sidecar_of(other).write_bytes(sidecar(mark))
    sidecar_of(song).write_text('{"title": "of somebody else"}')
    found = {track.id: (track.source.kind, track.source.provenance) for track in folder.index(tmp_path)}
    assert found == {
        "soul/song.flac": ("real", ""),
        "soul/clip.flac": ("synthetic", mark.words),
        "soul/other.mp3": ("synthetic", mark.words),
    }
