import numpy as np
import pytest

from core.errors import AudioError
from core.sound.decode import Signal, decode
from core.sound.song import MIN_DURATION_S, check_song

SR = 22050


def test_three_seconds_of_sound_are_a_song(tone, noise):
    check_song(Signal(tone(duration_s=MIN_DURATION_S), SR))
    check_song(Signal(noise(duration_s=30.0, amplitude=0.001), SR))


@pytest.mark.parametrize("duration_s", [0.5, 2.9])
def test_a_shorter_recording_is_refused(duration_s, tone):
    match = rf"the recording lasts {duration_s} s, but a genre mix needs at least 3 s; choose a longer one"
    with pytest.raises(AudioError, match=match):
        check_song(Signal(tone(duration_s=duration_s), SR))


def test_no_samples_at_all_are_too_short():
    with pytest.raises(AudioError, match=r"lasts 0\.0 s"):
        check_song(Signal(np.zeros(0, np.float32), SR))


@pytest.mark.parametrize("offset", [0.0, 0.5])
def test_digital_silence_is_refused_also_beside_a_constant_offset(offset):
    match = r"is silent \(peak -inf dBFS, mean level -inf dBFS\), but a genre mix needs a peak of at least -60 dBFS"
    with pytest.raises(AudioError, match=match):
        check_song(Signal(np.full(5 * SR, offset, np.float32), SR))


def test_the_noise_of_a_recorder_is_silence(noise):
    with pytest.raises(AudioError, match=r"is silent \(peak -7\d dBFS, mean level -\d\d dBFS\).*check the microphone"):
        check_song(Signal(noise(5.0, amplitude=3e-5), SR))


def test_one_click_in_silence_is_silence():
    y = np.zeros(300 * SR, np.float32)
    y[1000] = 0.1
    with pytest.raises(AudioError, match=r"is silent \(peak -20 dBFS, mean level -88 dBFS\)"):
        check_song(Signal(y, SR))


@pytest.mark.parametrize("gain_db", [-12, 0, 12])
def test_real_music_is_a_song_at_any_gain(gain_db, gtzan_clips):
    for path in gtzan_clips[::30]:
        signal = decode(path, sr=SR)
        check_song(Signal(signal.y * np.float32(10 ** (gain_db / 20)), SR))
