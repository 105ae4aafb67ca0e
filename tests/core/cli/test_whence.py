"""`whence`: what a file says of where it comes from, in words and in JSON, whatever a stranger wrote into it."""

import json

import numpy as np
import pytest

from core.generation.arranger import brief_for
from core.generation.arranger.origin import band_mark
from core.generation.clips import Clip, write_clip
from core.generation.marks import Mark, sidecar


@pytest.fixture
def clip(tmp_path) -> Clip:
    y = np.random.default_rng(0).uniform(-0.5, 0.5, 2_000)
    mark = band_mark(brief_for("blues", seed=7, duration_s=2.0, tempo_bpm=90.0), took_s=1.26)
    return write_clip(y, mark, path=tmp_path / "blues.flac", sr=8_000)


def test_text_says_by_what_of_what_and_that_it_proves_nothing(run, clip):
    done = run("whence", clip.path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"{clip.path}: made by Genrescope, seed 7"
    assert "  engine      band" in lines
    assert "  how         made by rules, without a model (algorithmicMedia)" in lines
    assert "  time taken  1.3 s" in lines
    assert "  licence     made by this project: free to use" in lines
    assert any("genre blues; tempo_bpm 90.0; key" in line for line in lines)
    assert lines[-1] == "So says a mark in the file, which anybody can write or take out."


def test_json_is_the_contract(run, clip):
    told = json.loads(run("whence", clip.path, "--json").out)
    assert list(told) == [
        *("file", "is_marked", "found_in", "engine", "model", "seed", "source_type", "digitalSourceType", "prompt"),
        *("brief", "took_s", "loudness_lufs", "licence", "settings"),
    ]
    assert (told["file"], told["is_marked"], told["found_in"]) == (str(clip.path), True, "file")
    assert (told["engine"], told["model"], told["seed"], told["prompt"]) == ("band", "rules", 7, None)
    assert told["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    assert (told["brief"]["genre"], told["took_s"], told["licence"]) == ("blues", 1.26, "made-here")
    assert told["loudness_lufs"] == clip.mark.loudness_lufs


def test_no_mark_proves_nothing(run, song):
    assert run("whence", song).out == f"{song}: no mark found: this proves nothing either way\n"
    assert json.loads(run("whence", song, "--json").out) == {"file": str(song), "is_marked": False, "found_in": None}


def test_what_beside_a_file_says_so_is_told_apart(run, tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"converted")
    (tmp_path / "a.mp3.json").write_bytes(sidecar(Mark("jazz", "m", 3, {"z": list(range(500))}, prompt="a")))
    done = run("whence", tmp_path / "a.mp3")
    assert "made by Genrescope, seed 3" in done.out
    assert "... (all by --json)" in done.out
    assert "a mark in the file beside it," in done.out


def test_what_a_stranger_wrote_can_neither_split_nor_repaint_a_line(run, tmp_path):
    evil = "\x1b[2J\nerror: \u2028 x"
    (tmp_path / "a.json").write_bytes(sidecar(Mark("jazz", "m", 3, {evil: evil}, prompt=evil)))
    done = run("whence", tmp_path / "a.json")
    assert "\x1b" not in done.out
    assert len(done.out.splitlines()) == 7
    assert json.loads(run("whence", tmp_path / "a.json", "--json").out)["prompt"] == evil


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("gone.flac", None, "does not exist; name a file that is there"),
        ("cut.flac", b"fLaC\x00\x00", "the FLAC file is broken"),
        ("long.json", b"{" * 200_000, "longer than 131072 bytes, which no sidecar is"),
    ],
)
def test_what_cannot_be_read_gets_one_line(run, one_complaint, tmp_path, name, content, complaint):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert complaint in one_complaint(run("whence", tmp_path / name))
