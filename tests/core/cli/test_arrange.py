"""`arrange`: a clip on the disk, its brief on stdout."""

import json

import numpy as np
import pytest
import soundfile
import symusic

from core.generation.arranger import RULES_NOTE


def test_json_is_the_contract(run, tmp_path):
    out, midi = tmp_path / "clip.wav", tmp_path / "clip.mid"
    done = run("arrange", "--genre", "blues", "--seed", 4, "--seconds", 3, "--out", out, "--midi", midi, "--json")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert list(told) == ["file", "midi", "brief", "tags", "label"]
    assert (told["file"], told["midi"], told["label"]) == (str(out), str(midi), RULES_NOTE)
    assert list(told["brief"]) == ["genre", "tempo_bpm", "key", "mood", "instruments", "duration_s", "seed"]
    assert (told["brief"]["genre"], told["brief"]["seed"], told["brief"]["duration_s"]) == ("blues", 4, 3.0)
    assert list(told["tags"]) == ["genre", "tempo", "mode", "mood", "instruments"]
    y, sr = soundfile.read(out)
    assert (y.shape, sr) == ((3 * 44_100, 2), 44_100)
    assert symusic.Score(midi).tempos[0].qpm == pytest.approx(told["brief"]["tempo_bpm"], abs=0.01)


def test_what_is_asked_for_is_played_and_the_same_words_give_the_same_file(run, tmp_path):
    words = ("--genre", "jazz", "--seconds", 2, "--tempo", 130.5, "--key", "Bb minor", "--mood", "smoky")
    told = json.loads(run("arrange", *words, "--out", tmp_path / "a.flac", "--json").out)
    assert (told["brief"]["tempo_bpm"], told["brief"]["key"], told["midi"]) == (130.5, "Bb minor", None)
    assert (told["tags"]["mood"], told["tags"]["mode"]) == ("smoky", "minor")
    run("arrange", *words, "--out", tmp_path / "b.flac")
    first, second = (soundfile.read(tmp_path / name)[0] for name in ("a.flac", "b.flac"))
    np.testing.assert_array_equal(first, second)


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
