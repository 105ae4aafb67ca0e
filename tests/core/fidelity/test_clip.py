"""One clip: what was asked for and what is heard, on made sounds whose faults are known."""

import json

import numpy as np
import pytest
import soundfile

from core.cli.output import plain
from core.data.datasets import Track
from core.data.datasets.arranged import all_tracks
from core.errors import ModelError
from core.features.frames import SR
from core.fidelity.clip import Asked, asked_of, examine_clip
from core.fidelity.loops import FEWEST_TIMES, stuck_loop
from core.fidelity.tempi import AS_ASKED, DOUBLE, HALF, NONE, OTHER, RELATIONS, UNASKED, relation_of, tempo_heard
from core.fidelity.voices import MEASURE, is_voice, voices_in
from core.generation.briefs import Brief
from core.generation.clips import write_clip
from core.generation.marks import Mark, sidecar, sidecar_of
from core.models.backbones import BACKBONES
from core.models.loaded import load_model
from core.sound.decode import Signal, decode


@pytest.fixture(scope="module")
def music():
    """Eight seconds of the band, mono."""
    return all_tracks()[205].decode(sr=SR).y[: 8 * SR]


@pytest.fixture
def track(tmp_path):
    def write(y, **options):
        path = tmp_path / "clip.wav"
        soundfile.write(path, y, SR, subtype="FLOAT")
        return Track("clip", path, {"genre": "rock"}, **options)

    return write


def looped(music, period_s, *, duration_s=8.0):
    fragment = music[2 * SR : 2 * SR + round(period_s * SR)]
    return np.resize(fragment, round(duration_s * SR))


@pytest.mark.parametrize("period_s", [0.7, 1.37, 1.9])
def test_a_fragment_again_and_again_is_found_with_its_period(music, noise, period_s):
    y = looped(music, period_s)
    for sound in (y, y + 0.01 * np.abs(y).max() * noise(8.0, amplitude=1.0)):
        found = stuck_loop(sound.astype(np.float32))
        assert found.period_s == pytest.approx(period_s, abs=0.03)
        assert found.share > 0.9
        assert found.n_times >= FEWEST_TIMES


def test_a_clip_that_gets_stuck_in_its_middle_tells_where(music):
    found = stuck_loop(np.concatenate([music[: 4 * SR], looped(music, 1.0, duration_s=6.0)]))
    assert found.start_s == pytest.approx(4, abs=0.7)
    assert found.end_s == pytest.approx(10, abs=0.1)


def test_music_noise_silence_and_three_times_are_no_loop(music, noise):
    assert stuck_loop(music) is None
    assert stuck_loop(noise(8.0)) is None
    assert stuck_loop(np.zeros(8 * SR, np.float32)) is None
    assert stuck_loop(looped(music, 2.5, duration_s=7.5)) is None


def test_a_sound_that_never_changes_is_one_too(tone):
    assert stuck_loop(tone(440, 8.0)).share > 0.9


def test_a_tempo_is_measured_finely(clicks):
    for bpm in (75, 97, 120, 155):
        assert tempo_heard(clicks(bpm), asked_bpm=bpm).relation == AS_ASKED
        assert tempo_heard(clicks(bpm), asked_bpm=bpm).measured_bpm == pytest.approx(bpm, rel=0.01)


@pytest.mark.parametrize(
    ("asked", "measured", "relation"),
    [
        (100, 103, AS_ASKED),
        (100, 197, DOUBLE),
        (100, 51, HALF),
        (100, 150, OTHER),
        (100, None, NONE),
        (None, 100, UNASKED),
    ],
)
def test_octave_errors_are_told_from_others(asked, measured, relation):
    assert relation_of(asked, measured) == relation
    assert relation in RELATIONS


def test_silence_has_no_tempo():
    assert tempo_heard(np.zeros(5 * SR, np.float32), asked_bpm=100).relation == NONE


def test_a_tone_that_swells_like_syllables_has_more_than_one_that_does_not(tone):
    t = np.arange(6 * SR) / SR
    steady, slow, quick = (
        tone(600, 6.0) * (1 + 0.8 * np.sin(2 * np.pi * hz * t)).astype(np.float32) for hz in (0, 0.5, 4)
    )
    still, slower, syllables = (voices_in(Signal(y, SR), listener=None) for y in (steady, slow, quick))
    assert syllables.value > 0.8 > 0.3 > max(slower.value, still.value)
    assert (syllables.measure, syllables.tag) == (MEASURE, "")


def test_no_vocals_is_no_voice():
    assert is_voice("female vocal")
    assert not any(map(is_voice, ("no vocals", "no voice", "guitar")))
    assert all(any(map(is_voice, BACKBONES[name].tags)) for name in ("yamnet", "musicnn-mtat", "musicnn-jamendo"))


def test_a_listener_without_words_for_voices_is_refused(music):
    with pytest.raises(ModelError, match="'debug' names no voices"):
        voices_in(Signal(music, SR), listener="debug")


def test_singing_is_heard_and_a_string_quartet_is_not(shared):
    sung, played = (
        Signal(decode(shared / "gtzan/audio" / name, sr=SR).y[: 5 * SR], SR)
        for name in ("pop/pop.00000.flac", "classical/classical.00000.flac")
    )
    assert voices_in(sung, listener="musicnn-mtat").value > 0.1 > voices_in(played, listener="musicnn-mtat").value


def test_a_good_clip_has_no_fault_and_a_broken_one_each_of_its_own(music, track):
    assert examine_clip(track(0.5 * music)).faults == ()
    clipped = np.clip(music / np.abs(music).max(), -0.2, 0.2)
    stuck, silent = looped(music, 1.0), np.concatenate([music[: 4 * SR], np.zeros(4 * SR, np.float32)])
    faults = [examine_clip(track(y)).faults for y in (clipped, stuck, silent)]
    words = ("cut off flat", "the same 1.00 s are heard 8 times", "50 % of it is silent")
    assert [[fault.kind for fault in one] for one in faults] == [["clipping"], ["loop"], ["silence"]]
    assert all(word in one[0].words for word, one in zip(words, faults, strict=True))


def test_what_was_asked_for_is_read_from_the_mark(tmp_path, music):
    brief = Brief("rock", 123.0, "A minor", "calm", ("piano",), 8.0, 1)
    made = write_clip(
        music, Mark("band", "rules", 1, brief=brief, licence="made-here"), path=tmp_path / "a.flac", sr=SR
    )
    assert asked_of(Track("a", made.path, {"genre": "rock"})) == Asked("rock", 123.0)
    made.sidecar.unlink()
    assert asked_of(Track("a", made.path, {"genre": "rock"})) == Asked("rock", 123.0)
    assert asked_of(all_tracks()[0]) == Asked("blues", all_tracks()[0].sound.brief.tempo_bpm)
    assert asked_of(Track("x", None, {})) == Asked("", None)


@pytest.mark.parametrize(
    ("settings", "prompt", "tempo_bpm"),
    [
        ({"prompt_tempo_bpm": 96.0}, "slow rock", 96.0),
        ({"prompt_tempo_bpm": None}, "rock at 140 BPM", 140.0),
        ({}, "rock at 140 BPM", 140.0),
        ({}, "rock", None),
        ({"prompt_tempo_bpm": "quick"}, "rock", None),
        ({"prompt_tempo_bpm": -5}, None, None),
    ],
)
def test_the_tempo_of_a_clip_that_was_made_of_words_is_that_of_its_prompt(tmp_path, settings, prompt, tempo_bpm):
    path = tmp_path / "words.wav"
    path.touch()
    sidecar_of(path).write_bytes(sidecar(Mark("musicgen", "small", 1, settings, prompt=prompt)))
    assert asked_of(Track("words", path, {"genre": "rock"})) == Asked("rock", tempo_bpm)


def test_a_model_is_asked_for_the_genre_and_one_that_it_does_not_know_is_no_fault(music, track):
    model = load_model()
    found = examine_clip(track(music), model=model)
    assert found.genre.model == model.name
    assert 0 <= found.genre.share <= found.genre.top_share <= 1
    assert found.genre.is_asked == (found.faults == ())
    other = Track("clip", track(music).path, {"genre": "polka"})
    assert examine_clip(other, model=model).genre.share is None
    assert examine_clip(other, model=model).faults == ()


def test_all_of_it_is_json(music, track):
    found = json.loads(json.dumps(plain(examine_clip(track(music)).as_dict())))
    assert found["tempo"]["relation"] == UNASKED
    assert found["voices"]["measure"] == MEASURE
    assert found["loop"] is None
