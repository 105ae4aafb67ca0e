"""Where a file says that it comes from: read in any of its kinds, or beside it, and no stranger is let do harm."""

import os

import numpy as np
import pytest

from core.errors import DataError
from core.generation.clips import clip_bytes, write_clip
from core.generation.marks import RULES, Mark, sidecar, sidecar_of
from core.generation.whence import MAX_BYTES, Found, how, made_by, whence

SR = 8_000
MARK = Mark("band", "rules", 7, source_type=RULES, licence="made-here")


@pytest.fixture(scope="module")
def content() -> bytes:
    return clip_bytes(np.random.default_rng(0).uniform(-0.5, 0.5, 2_000), MARK, sr=SR)


def test_a_clip_and_its_sidecar_say_that_it_was_made_here(tmp_path):
    clip = write_clip(np.random.default_rng(0).uniform(-0.5, 0.5, 2_000), MARK, path=tmp_path / "a.wav", sr=SR)
    assert whence(clip.path) == whence(clip.sidecar) == Found(clip.mark, "file")
    assert made_by(clip.mark) == "made by Genrescope, seed 7"
    assert how(clip.mark) == "band: made by rules, without a model"
    trained = "jazz, model m: made by a model that was trained on the works of others"
    assert how(Mark("jazz", "m", 7)) == trained


def test_a_file_that_carries_nothing_may_have_a_sidecar_beside_it(tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"ID3 converted by somebody")
    assert whence(tmp_path / "a.mp3") == Found(None, None)
    sidecar_of(tmp_path / "a.mp3").write_bytes(sidecar(MARK))
    assert whence(tmp_path / "a.mp3") == Found(MARK, "sidecar")


@pytest.mark.parametrize("content", [b"", b"words", b"{}", b'{"engine": 1}', b"<?xml version='1.0'?><score-partwise/>"])
def test_without_a_mark_nothing_is_said(content, tmp_path):
    (tmp_path / "a").write_bytes(content)
    assert whence(tmp_path / "a") == Found(None, None)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda whole: whole[:60], r"the FLAC file is broken: .*; download or export it again"),
        (lambda whole: b"RIFF\x10\x00\x00\x00WAVEfmt ", "the WAV file is broken: its samples are missing or cut short"),
        (lambda whole: b"MThd" + bytes(30), "the MIDI file is broken: it has no track"),
        (lambda whole: b"{" + b" " * 200_000, "the JSON file is longer than 131072 bytes, which no sidecar is"),
    ],
)
def test_a_broken_file_is_told(damage, words, content, tmp_path):
    (tmp_path / "a").write_bytes(damage(content))
    with pytest.raises(DataError, match=words):
        whence(tmp_path / "a")


def test_a_file_that_is_no_file_or_too_large_is_told(tmp_path):
    with pytest.raises(DataError, match=r"gone.wav does not exist; name a file that is there"):
        whence(tmp_path / "gone.wav")
    with pytest.raises(DataError, match="is no file; name a file that is there"):
        whence(tmp_path)
    with (tmp_path / "large.flac").open("wb") as file:
        file.truncate(MAX_BYTES + 1_000_000)  # a hole: nothing is written
    with pytest.raises(DataError, match=r"large.flac has 101 MB, but at most 100 MB are looked at"):
        whence(tmp_path / "large.flac")
    with pytest.raises(DataError, match="cannot be read: File name too long"):
        whence(tmp_path / ("a" * 300))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.flac")
    with pytest.raises(DataError, match="is no file"):
        whence(tmp_path / "pipe.flac")
