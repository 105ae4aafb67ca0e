"""`mix`: the mix of each good file, a line for each bad one."""

import hashlib
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from core.cli.listen import DOUBTS, _sentence
from core.downloads import REMOTE_FILES, RemoteFile
from core.genre_mix import VERDICTS
from core.models import loaded
from core.models.backbones import BACKBONES
from core.models.inputs import PRETRAINED
from core.models.loaded import BUILT_IN, BUILT_IN_MODELS, LISTENER
from tests.core.toy_listeners import DEBUG, save_listener


def test_json_is_the_contract(run, song):
    done = run("mix", song, "--json", "--quiet", "--model", BUILT_IN)
    assert (done.status, done.err) == (0, "")
    heard = json.loads(done.out)
    assert list(heard) == [
        *("file", "duration_s", "model", "known", "verdict", "reason"),
        *("mix", "interval", "segments", "tags", "notes"),
    ]
    assert heard["file"] == str(song)
    assert heard["duration_s"] == pytest.approx(8.0)
    assert sum(heard["mix"].values()) == pytest.approx(1.0)
    assert heard["interval"] is None  # eight seconds are not three contexts
    assert heard["notes"]
    assert [(cell["start_s"], cell["end_s"]) for cell in heard["segments"]] == [(0, 3), (3, 6), (6, 8)]
    assert all(sum(cell["proba"].values()) == pytest.approx(1.0) for cell in heard["segments"])


def test_a_long_song_has_an_interval_around_each_share(run, tmp_path, clicks, tone):
    path = tmp_path / "long.flac"
    soundfile.write(path, np.concatenate([clicks(90, 50.0), 0.3 * tone(220, 50.0) + 0.3 * clicks(140, 50.0)]), 22050)
    heard = json.loads(run("mix", path, "--json").out)
    assert all(low - 1e-9 <= heard["mix"][genre] <= high + 1e-9 for genre, (low, high) in heard["interval"].items())


def test_text_says_the_mix_and_how_far_to_trust_it(run, song):
    done = run("mix", song)
    assert done.status == 0
    assert f"{song}  0:08" in done.out
    assert any(words in done.out for words in ("Sounds most like", *DOUBTS.values()))
    assert "95 % interval" in done.out
    assert "artist-folds" in done.out


def test_good_files_are_printed_and_each_bad_one_gets_its_line(run, song, tmp_path):
    text = tmp_path / "notes.mp3"
    text.write_text("this is no sound at all\n" * 100)
    absent = tmp_path / "absent.wav"
    done = run("mix", text, song, absent, tmp_path, "--json", "--quiet")
    assert done.status == 2
    assert [json.loads(line)["file"] for line in done.out.splitlines()] == [str(song)]
    lines = done.err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"error: {path}: ") for line, path in zip(lines, (text, absent, tmp_path), strict=True))


@pytest.mark.parametrize(
    ("duration_s", "amplitude", "complaint"),
    [(1.0, 0.5, "at least 3 s"), (5.0, 0.0, "silent"), (0.0, 0.5, "no sound follows its header")],
)
def test_a_song_too_short_or_silent_is_refused_in_one_line(
    run, one_complaint, tmp_path, tone, duration_s, amplitude, complaint
):
    path = tmp_path / "song.wav"
    soundfile.write(path, tone(440, duration_s, amplitude=amplitude), 22050)
    assert complaint in one_complaint(run("mix", path))


def test_a_name_of_any_characters_stays_one_line(run, one_complaint, tmp_path):
    path = tmp_path / "Lied\n🎵 'rm -rf'.wav"
    path.write_bytes(b"")
    assert "Lied 🎵 'rm -rf'.wav" in one_complaint(run("mix", path))


def test_an_unknown_model_is_refused_with_the_known_ones(run, one_complaint, song):
    line = one_complaint(run("mix", song, "--model", "gtzan-perfect"))
    assert "'gtzan-perfect'" in line
    assert "gtzan-classic" in line


def test_an_empty_model_name_is_not_the_built_in_one(run, one_complaint, song):
    assert "there is no model named ''" in one_complaint(run("mix", song, "--model", ""))


def test_a_workspace_that_cannot_be_does_not_stop_the_built_in_model(run, song, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "file" / "home"))
    done = run("mix", song, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["model"] in BUILT_IN_MODELS


def test_a_mix_makes_no_workspace(run, song, tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "home"))
    assert run("mix", song, "--json").status == 0
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_genre_of_any_characters_stays_in_its_sentence(verdict):
    genres, known = ("rock\n\x1b[31m", "b"), verdict == "known"
    told = {"known": known, "verdict": verdict, "reason": "odd", "interval": None}
    heard = SimpleNamespace(top=(genres[0], 0.75), genres=genres, **told)
    assert "rock" in _sentence(heard)
    assert _sentence(heard).isprintable()


@pytest.fixture
def listener(tmp_path, monkeypatch):
    """The built-in listener is a toy that needs one file of five bytes from an empty mirror, whose path this gives."""
    folder, mirror, of_old = save_listener(tmp_path / LISTENER), tmp_path / "mirror", loaded.asset
    mirror.mkdir()
    monkeypatch.setattr(loaded, "asset", lambda *to: folder.joinpath(*to[2:]) if LISTENER in to else of_old(*to))
    row = RemoteFile(
        "https://example.org/made.bin", hashlib.sha256(b"12345").hexdigest(), 5, "made-up licence", "a made file"
    )
    monkeypatch.setitem(REMOTE_FILES, "made.bin", row)
    monkeypatch.setitem(BACKBONES, "debug", replace(DEBUG, files=("made.bin",)))
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(mirror))
    return mirror


def test_a_mix_by_the_classic_model_says_what_one_would_gain_and_download(run, song, listener):
    done = run("mix", song)
    assert done.err.startswith(f"note: listening by {BUILT_IN}; {LISTENER} is right for")
    assert "of its own" in done.err  # this record compares nothing
    assert "random-tracks" in done.err
    assert "1 file, 5 bytes; made-up licence" in done.err
    assert f"--model {LISTENER} fetches" in done.err
    assert "I am not sure" in done.out or "Sounds most like" in done.out
    assert run("mix", song, "--quiet").err == ""
    assert run("mix", song, "--model", BUILT_IN).err.count("note:") == 0


def test_a_mix_is_the_listeners_where_its_files_are_here_and_tells_its_tags(run, song, listener):
    (listener / "made.bin").write_bytes(b"12345")
    done = run("mix", song, "--quiet")
    assert (done.status, done.err) == (0, "")
    assert f"{DEBUG.title} hears: " in done.out
    assert done.out.rstrip().endswith(PRETRAINED)
    heard = json.loads(run("mix", song, "--quiet", "--json").out)
    assert set(heard["tags"]) == {DEBUG.title}
    assert set(heard["tags"][DEBUG.title]) == set(DEBUG.tags)


def test_the_gain_is_told_on_the_very_same_tracks_with_the_protocol(run, song, listener):
    path = listener.parent / LISTENER / "run.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["extra"]["beside_classic"] = [
        {"tracks": "with a clip of 30 s", "n_tracks": 123, "accuracy": 0.9, "of_classic": 0.8},
        {"tracks": "with any sound", "n_tracks": 484, "accuracy": 0.74, "of_classic": 0.57},
    ]
    path.write_text(json.dumps(told), encoding="utf-8")
    told = run("mix", song).err
    assert "right for 74 % of 484 held-out tracks (random-tracks), of which this one gets 57 %" in told


@pytest.mark.parametrize("command", [("mix",), ("explain", LISTENER, "--file")])
def test_missing_files_are_fetched_before_the_song_is_heard(run, song, listener, monkeypatch, tmp_path, command):
    def arrive(name, *, progress=None):
        if progress:
            progress(1.0)
        (listener / name).write_bytes(b"12345")
        return listener / name

    monkeypatch.setattr("core.downloads.fetch", arrive)
    asked = (*command, song, *(("--model", LISTENER) if command == ("mix",) else ()))
    done = run(*asked)
    assert done.status == 0
    assert done.err.splitlines()[0] == f"note: {LISTENER} needs 1 file, 5 bytes; made-up licence: fetched now, once"
    assert "needs" not in run(*asked).err


def test_a_file_that_cannot_be_fetched_ends_the_command_in_one_line(run, one_complaint, song, listener):
    (listener / "made.bin").write_bytes(b"54321")
    done = run("mix", song, "--model", LISTENER, "--quiet")
    assert "made.bin is not the file it should be" in one_complaint(done)
