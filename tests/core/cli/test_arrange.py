"""`arrange`: a clip on the disk, its brief on stdout."""

import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile
import symusic

from core.generation.arranger import RULES_NOTE, brief_for
from core.generation.clips import read_clip
from core.generation.marks import RULES, read_mark


def test_json_is_the_contract(run, tmp_path):
    out, midi = tmp_path / "clip.wav", tmp_path / "clip.mid"
    done = run("arrange", "--genre", "blues", "--seed", 4, "--seconds", 3, "--out", out, "--midi", midi, "--json")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert list(told) == ["file", "sidecar", "midi", "loudness_lufs", "took_s", "brief", "tags", "label"]
    assert told["loudness_lufs"] == pytest.approx(-16, abs=1)
    assert told["took_s"] > 0
    assert (told["file"], told["midi"], told["label"]) == (str(out), str(midi), RULES_NOTE)
    assert list(told["brief"]) == ["genre", "tempo_bpm", "key", "mood", "instruments", "duration_s", "seed"]
    assert (told["brief"]["genre"], told["brief"]["seed"], told["brief"]["duration_s"]) == ("blues", 4, 3.0)
    assert list(told["tags"]) == ["genre", "tempo", "mode", "mood", "instruments"]
    y, sr = soundfile.read(out)
    assert (y.shape, sr) == ((3 * 44_100, 2), 44_100)
    assert symusic.Score(midi).tempos[0].qpm == pytest.approx(told["brief"]["tempo_bpm"], abs=0.01)


def test_every_file_says_that_rules_made_it_of_which_brief(run, tmp_path):
    out, midi = tmp_path / "clip.flac", tmp_path / "clip.mid"
    told = json.loads(
        run("arrange", "--genre", "blues", "--seed", 4, "--seconds", 2, "--out", out, "--midi", midi, "--json").out
    )
    clip = read_clip(out)
    assert told["sidecar"] == str(clip.sidecar)
    assert read_mark(clip.sidecar) == clip.mark
    assert read_mark(midi) == replace(clip.mark, took_s=None, loudness_lufs=None)
    assert (clip.mark.source_type, clip.mark.licence, clip.mark.seed) == (RULES, "made-here", 4)
    assert clip.mark.brief == brief_for("blues", seed=4, duration_s=2.0)


def test_what_is_there_is_not_written_over(run, one_complaint, tmp_path):
    asked = ("arrange", "--genre", "blues", "--seconds", 2)
    for name in ("clip.flac", "clip.flac.json", "clip.mid"):
        (tmp_path / name).write_bytes(b"mine")
        words = ("--out", tmp_path / "clip.flac", "--midi", tmp_path / "clip.mid")
        assert f"{name} is there already" in one_complaint(run(*asked, *words))
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]
        (tmp_path / name).unlink()


def test_what_is_asked_for_is_played_and_the_same_words_give_the_same_file(run, tmp_path):
    words = ("--genre", "jazz", "--seconds", 2, "--tempo", 130.5, "--key", "Bb minor", "--mood", "smoky")
    told = json.loads(run("arrange", *words, "--out", tmp_path / "a.flac", "--json").out)
    assert (told["brief"]["tempo_bpm"], told["brief"]["key"], told["midi"]) == (130.5, "Bb minor", None)
    assert (told["tags"]["mood"], told["tags"]["mode"]) == ("smoky", "minor")
    run("arrange", *words, "--out", tmp_path / "b.flac")
    first, second = (soundfile.read(tmp_path / name)[0] for name in ("a.flac", "b.flac"))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("genre", ["electronica", "funk", "orchestral"])
def test_genres_beyond_the_ten_of_gtzan_are_played_and_their_midi_is_read(run, tmp_path, genre):
    out, midi = tmp_path / "clip.flac", tmp_path / "clip.mid"
    done = run("arrange", "--genre", genre, "--seed", 7, "--seconds", 3, "--out", out, "--midi", midi, "--json")
    told = json.loads(done.out)
    assert (done.status, told["tags"]["genre"]) == (0, genre)
    assert soundfile.info(out).frames == 3 * 44_100
    tracks = symusic.Score(midi).tracks
    assert {track.name for track in tracks} <= set(told["tags"]["instruments"])
    assert any(track.is_drum for track in tracks) == (genre != "orchestral")


def test_text_says_that_rules_made_it(run, tmp_path):
    done = run("arrange", "--genre", "rock", "--seconds", 2, "--out", tmp_path / "clip.wav")
    assert done.status == 0
    assert RULES_NOTE in done.out
    assert "beats a minute" in done.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--genre", "polka"), "the band does not know genre='polka'; it plays blues, classical"),
        (("--genre", "blues", "--seconds", "1"), "duration_s=1 must lie between 2 and 300"),
        (("--genre", "blues", "--seconds", "nan"), "duration_s=nan must lie between"),
        (("--genre", "blues", "--seconds", "long"), "invalid float value: 'long'"),
        (("--genre", "blues", "--seed", "-1"), "seed=-1 must be a whole number from 0 on"),
        (("--genre", "blues", "--tempo", "900"), "tempo_bpm=900 must lie between 40 and 240"),
        (("--genre", "blues", "--key", "H dur"), "key='H dur' must be a tonic and a mode"),
        (("--genre", "metal", "--key", "C major"), "the band plays metal in minor only"),
        (("--genre", "blues", "--mood", "bluish"), "mood='bluish' is none that blues has; choose one of laid-back"),
    ],
)
def test_what_the_band_cannot_play_is_refused_in_one_line(run, one_complaint, tmp_path, words, complaint):
    assert complaint in one_complaint(run("arrange", *words, "--out", tmp_path / "clip.wav"))
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_is_refused_before_anything_is_played(run, one_complaint, tmp_path):
    asked = ("arrange", "--genre", "blues", "--seconds", 2)
    assert "must end in .wav or .flac" in one_complaint(run(*asked, "--out", tmp_path / "clip.mp3"))
    assert "which is no folder" in one_complaint(run(*asked, "--out", tmp_path / "absent" / "clip.wav"))
    (tmp_path / "folder.wav").mkdir()
    assert "is a folder" in one_complaint(run(*asked, "--out", tmp_path / "folder.wav"))
    midi = one_complaint(run(*asked, "--out", tmp_path / "clip.wav", "--midi", tmp_path / "clip.txt"))
    assert "--midi" in midi
    assert "must end in .mid or .midi" in midi
    assert not (tmp_path / "clip.wav").exists()
