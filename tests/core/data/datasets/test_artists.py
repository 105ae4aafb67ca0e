"""Artists are read from the tags of real files of every kind, and nothing in a tag can do harm."""

import struct
import tracemalloc
import zlib
from functools import lru_cache
from pathlib import Path

import mutagen
import numpy as np
import pytest
from mutagen.id3 import ID3, TIT2, TPE1, TPE2

from core.data.datasets.artists import clean_artist, read_artist
from tests.core.sound.files import by_pyav, by_soundfile

SR = 48000
SOUNDFILE = {"wav": "WAV", "aiff": "AIFF", "flac": "FLAC", "mp3": "MP3", "ogg": "OGG"}
PYAV = {"opus": ("ogg", "libopus"), "m4a": ("ipod", "aac"), "wma": ("asf", "wmav2"), "aac": ("adts", "aac")}
KINDS = (*SOUNDFILE, *PYAV)
ARTIST_KEYS = {"m4a": "\xa9ART", "wma": "Author"}
ALBUM_KEYS = {"m4a": "aART", "wma": "WM/AlbumArtist"}


def write_sound(path: Path) -> Path:
    """A quarter of a second of a tone in the kind that the ending of ``path`` says, without tags."""
    path.write_bytes(_sound(path.suffix[1:]))
    return path


@lru_cache
def _sound(kind: str) -> bytes:
    tone = (0.2 * np.sin(np.arange(SR // 4) / 20)).astype(np.float32)
    if kind in SOUNDFILE:
        return by_soundfile(tone, SR, SOUNDFILE[kind])
    return by_pyav(tone[None, :], SR, *PYAV[kind])


def write_tags(path: Path, *, artist: str = "", album_artist: str = "") -> Path:
    kind = path.suffix[1:]
    if kind in ("mp3", "aac"):
        tags = ID3()
        tags.add(TIT2(encoding=3, text="a title"))
        if artist:
            tags.add(TPE1(encoding=3, text=artist))
        if album_artist:
            tags.add(TPE2(encoding=3, text=album_artist))
        tags.save(path)
        return path
    file = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    if kind in ("wav", "aiff"):
        for frame, text in ((TPE1, artist), (TPE2, album_artist)):
            if text:
                file.tags.add(frame(encoding=3, text=text))
    else:
        keys = ((ARTIST_KEYS.get(kind, "artist"), artist), (ALBUM_KEYS.get(kind, "albumartist"), album_artist))
        for key, text in keys:
            if text:
                file.tags[key] = [text]
    file.save()
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_the_artist_of_a_file_of_every_kind_is_read(kind, tmp_path):
    path = write_sound(tmp_path / f"song.{kind}")
    assert read_artist(path) is None
    write_tags(path, artist="  Björk\t")
    assert read_artist(path) == "Björk"


@pytest.mark.parametrize("kind", KINDS)
def test_the_artist_of_the_album_counts_unless_it_names_nobody(kind, tmp_path):
    one = write_tags(write_sound(tmp_path / f"1.{kind}"), artist="Ella feat. Louis", album_artist="Ella")
    two = write_tags(write_sound(tmp_path / f"2.{kind}"), artist="Louis", album_artist="Various Artists")
    assert (read_artist(one), read_artist(two)) == ("Ella", "Louis")


def test_what_a_file_is_tells_its_contents_and_not_its_ending(tmp_path):
    path = write_tags(write_sound(tmp_path / "song.flac"), artist="Nina")
    assert read_artist(path.rename(tmp_path / "song.mp3")) == "Nina"


@pytest.mark.parametrize("version", [2, 3, 4])
def test_all_versions_of_id3_are_read(version, tmp_path):
    path = write_sound(tmp_path / "song.mp3")
    if version == 2:
        text = b"\x00Nina\x00"
        frame = b"TP1" + len(text).to_bytes(3, "big") + text
        path.write_bytes(b"ID3\x02\x00\x00" + bytes([0, 0, 0, len(frame)]) + frame + path.read_bytes())
    else:
        tags = ID3()
        tags.add(TPE1(encoding=1, text="Nina"))
        tags.save(path, v2_version=version)
    assert read_artist(path) == "Nina"


def test_a_tag_at_the_end_of_an_old_file_is_read(tmp_path):
    path = write_sound(tmp_path / "song.mp3")
    old = b"TAG" + b"title".ljust(30, b"\0") + b"Nina".ljust(30, b"\0") + b"\0" * 65
    path.write_bytes(path.read_bytes() + old)
    assert read_artist(path) == "Nina"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("  The\x00 Beatles \n", "The Beatles"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("A\u200b\u202eB", "A B"),
        ("AC/DC", "AC/DC"),
        ("x" * 500, "x" * 200),
        ("bad \udcff byte", "bad \ufffd byte"),
        ("", None),
        (" \t\x07", None),
        ("Various Artists", None),
        ("V.A.", None),
        ("<Unknown>", None),
        ("[unknown artist]", None),
        ("VARIOUS", None),
        (None, None),
        ("The Unknowns", "The Unknowns"),
    ],
)
def test_an_artist_is_a_clean_name_or_nobody(given, clean):
    assert clean_artist(given) == clean


def test_a_file_that_is_gone_or_empty_has_no_artist(tmp_path):
    (tmp_path / "empty.mp3").touch()
    assert read_artist(tmp_path / "empty.mp3") is None
    assert read_artist(tmp_path / "gone.mp3") is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_no_error(kind, tmp_path):
    whole = write_tags(write_sound(tmp_path / f"song.{kind}"), artist="Nina", album_artist="Nina").read_bytes()
    rng = np.random.default_rng(7)
    for n in range(60):
        data = bytearray(whole[: rng.integers(1, len(whole))] if n % 3 == 0 else whole)
        for place in rng.integers(0, min(len(data), 600), size=12):
            data[place] = rng.integers(0, 256)
        path = tmp_path / f"{n}.{kind}"
        path.write_bytes(bytes(data))
        assert isinstance(read_artist(path), (str, type(None)))


def test_a_changed_file_is_read_again(tmp_path):
    path = write_tags(write_sound(tmp_path / "song.flac"), artist="One")
    assert read_artist(path) == "One"
    write_tags(path, artist="Somebody else, with a longer name")
    assert read_artist(path) == "Somebody else, with a longer name"


def _id3(frame: bytes) -> bytes:
    size = len(frame)
    syncsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + frame


@pytest.mark.parametrize("in_wav", [False, True])
def test_a_packed_name_is_not_unpacked(in_wav, tmp_path):
    n_bytes = 40_000_000
    text = zlib.compress(b"\x00" + b"A" * n_bytes, 1)
    body = struct.pack(">I", n_bytes + 1) + text
    frame = b"TPE1" + struct.pack(">I", len(body)) + b"\x00\x80" + body
    tags = _id3(frame)
    path = tmp_path / "bomb.wav"
    if in_wav:
        tags += b"\0" * (len(tags) % 2)
        wave = write_sound(tmp_path / "tone.wav").read_bytes()[8:]
        chunk = b"ID3 " + struct.pack("<I", len(tags)) + tags
        tags = b"RIFF" + struct.pack("<I", len(wave) + len(chunk)) + wave + chunk
    path.write_bytes(tags)
    tracemalloc.start()
    try:
        assert read_artist(path) is None
        assert tracemalloc.get_traced_memory()[1] < n_bytes / 4
    finally:
        tracemalloc.stop()
