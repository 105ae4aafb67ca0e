import subprocess
import sys

import numpy as np
import pytest
import symusic

from core.errors import AudioError
from core.sound.render import render_midi

SR = 44_100


def score_of(*notes: tuple[float, float, int, int], program: int = 73, drums: bool = False, controls=()):
    """One track of (start in quarters, length, pitch, velocity) at 120 beats a minute; by default a flute."""
    score = symusic.Score(480)
    track = symusic.Track("part", program, drums)
    for start, length, pitch, velocity in notes:
        track.notes.append(symusic.Note(round(start * 480), round(length * 480), pitch, velocity))
    for number, value in controls:
        track.controls.append(symusic.ControlChange(0, number, value))
    score.tracks.append(track)
    score.tempos.append(symusic.Tempo(0, 120))
    return score


def level_db(y: np.ndarray) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(np.square(y))) + 1e-9))


def fundamental_hz(y: np.ndarray, expected_hz: float) -> float:
    """The period found by autocorrelation within a fifth around the expected pitch."""
    held = y[int(0.15 * SR) : int(0.9 * SR)].astype(np.float64)
    power = np.abs(np.fft.rfft(held, 2 * held.size)) ** 2
    alike = np.fft.irfft(power)[: held.size]
    low, high = int(SR / expected_hz / 1.5), int(SR / expected_hz * 1.5)
    return SR / (low + alike[low:high].argmax())


PROGRAMS = {"piano": 0, "electric piano": 4, "harpsichord": 6, "organ": 16, "guitar": 24, "bass": 33, "violin": 40}
PROGRAMS |= {"cello": 42, "strings": 48, "trumpet": 56, "horn": 60, "tenor saxophone": 66, "clarinet": 71, "flute": 73}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("pitch", [45, 57, 69])
def test_every_instrument_is_in_tune(name, pitch):
    y = render_midi(score_of((0, 2, pitch, 100), program=PROGRAMS[name]))
    expected_hz = 440 * 2 ** ((pitch - 69) / 12)
    assert 12 * np.log2(fundamental_hz(y, expected_hz) / expected_hz) == pytest.approx(0, abs=0.25)


def test_a_note_lasts_as_long_as_it_is_held_and_its_release():
    y = render_midi(score_of((0, 4, 69, 100)))
    assert 2.0 <= y.size / SR <= 3.0
    assert level_db(y[: 2 * SR]) > -40
    assert level_db(y[-SR // 20 :]) < -60
    assert y.dtype == np.float32


def test_half_the_velocity_is_12_db_less():
    loud, soft = render_midi(score_of((0, 2, 69, 126))), render_midi(score_of((0, 2, 69, 63)))
    assert level_db(loud) - level_db(soft) == pytest.approx(12, abs=1)


def test_notes_of_different_velocity_add_up():
    both = render_midi(score_of((0, 2, 69, 110), (1, 2, 72, 50)))
    parts = [render_midi(score_of((0, 2, 69, 110))), render_midi(score_of((1, 2, 72, 50)))]
    total = np.zeros_like(both)
    for part in parts:
        total[: part.size] += part
    np.testing.assert_allclose(both, total, atol=1e-5)


def test_volume_and_panorama_of_a_track_are_heeded():
    middle = render_midi(score_of((0, 2, 69, 100)), stereo=True)
    left = render_midi(score_of((0, 2, 69, 100), controls=[(10, 0)]), stereo=True)
    half = render_midi(score_of((0, 2, 69, 100), controls=[(7, 64)]), stereo=True)
    assert middle.shape == left.shape == (2, middle.shape[1])
    assert np.abs(left[1]).max() < 1e-6
    assert level_db(left[0]) - level_db(middle[0]) == pytest.approx(3, abs=0.1)
    assert level_db(middle) - level_db(half) == pytest.approx(12, abs=0.5)


def test_drums_ring_beyond_their_note_but_a_closed_hat_ends_an_open_one():
    crash = render_midi(score_of((0, 0.1, 49, 100), (3, 0.1, 35, 1), drums=True))
    assert level_db(crash[SR // 2 : SR]) > -60
    open_hat = render_midi(score_of((0, 0.1, 46, 100), (3, 0.1, 35, 1), drums=True))
    choked = render_midi(score_of((0, 0.1, 46, 100), (0.5, 0.1, 44, 1), (3, 0.1, 35, 1), drums=True))
    after = slice(int(0.4 * SR), int(0.7 * SR))
    assert level_db(open_hat[after]) - level_db(choked[after]) > 12


def test_the_same_score_gives_the_same_samples():
    score = score_of((0, 1, 60, 90), (1, 1, 64, 60))
    np.testing.assert_array_equal(render_midi(score), render_midi(score))


def test_a_midi_file_sounds_like_its_score(tmp_path):
    path = tmp_path / "song.mid"
    score = score_of((0, 1, 60, 90), (1, 1, 64, 60))
    score.dump_midi(path)
    np.testing.assert_allclose(render_midi(path), render_midi(score), atol=1e-6)


@pytest.mark.parametrize("content", [b"", b"no notes here at all", b"MThd\x00\x00\x00\x06\x00\x01\x00\x01"])
def test_what_is_no_midi_file_is_refused(content, tmp_path):
    path = tmp_path / "song.mid"
    path.write_bytes(content)
    match = r"song\.mid” is no MIDI file that can be read|holds no notes"
    with pytest.raises(AudioError, match=match):
        render_midi(path)


def test_a_missing_midi_file_is_refused(tmp_path):
    with pytest.raises(AudioError, match=r"“none\.mid” is no MIDI file that can be read"):
        render_midi(tmp_path / "none.mid")


def test_a_score_without_notes_is_refused():
    with pytest.raises(AudioError, match="the score holds no notes, but at least one is needed"):
        render_midi(symusic.Score(480))


def test_a_score_of_hours_is_refused():
    with pytest.raises(AudioError, match=r"lasts 5000 s, but at most 900 s can be rendered; choose a shorter one"):
        render_midi(score_of((0, 1, 60, 90), (9999, 1, 60, 90)))


def test_the_soundfont_is_found_without_importing_pretty_midi():
    code = "import sys, core.sound.soundfont as s; s.general_midi(); sys.exit('pretty_midi' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
