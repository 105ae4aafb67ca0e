"""A fingerprint stays with the recording: it knows neither level nor format, and hears nothing in silence and tones."""

import numpy as np
import pytest
import soxr

from core.errors import DataError
from core.sound.decode import decode
from core.sound.fingerprint import HOP_S, N_BITS, PITCH_RATIO, SR, fingerprint, from_bytes
from tests.core.sound.files import by_pyav, by_soundfile
from tests.core.sound.music import made_music

HOP = round(HOP_S * SR)  # samples


@pytest.fixture(scope="module")
def song() -> np.ndarray:
    return made_music(1)


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    n = min(a.size, b.size)
    return 1 - np.bitwise_count(a[:n] ^ b[:n]).sum() / (N_BITS * n)


def as_pcm(y: np.ndarray) -> np.ndarray:
    return np.round(y * 32767).astype(np.int16)


def test_the_digest_is_that_of_the_samples_alone(song):
    digest = fingerprint(song).digest
    assert len(digest) == 16
    assert fingerprint(song.copy()).digest == digest
    louder, longer = song.copy(), np.append(song, np.float32(0))
    louder[5000] += 1e-6
    assert digest not in (fingerprint(louder).digest, fingerprint(longer).digest)


def test_a_zero_has_no_sign(song):
    zeros = np.where(np.arange(song.size) < 100, np.float32(0), song)
    assert fingerprint(np.where(zeros == 0, np.float32(-0.0), zeros)).digest == fingerprint(zeros).digest


@pytest.mark.parametrize("sr", [22050, 44100])
def test_lossless_copies_of_every_format_have_one_digest(song, sr):
    pcm = as_pcm(soxr.resample(song[: 4 * SR], SR, sr))
    files = [by_soundfile(pcm, sr, form) for form in ("WAV", "FLAC", "AU", "AIFF")]
    files += [by_soundfile(pcm / 32768, sr, "WAV", subtype) for subtype in ("PCM_24", "FLOAT")]
    files.append(by_pyav(np.float32(pcm[None] / 32768), sr, "ipod", "alac"))
    assert len({fingerprint(decode(file, sr=SR).y).digest for file in files}) == 1


def test_music_is_heard_from_end_to_end(song):
    heard = fingerprint(song).heard
    assert heard.mean() > 0.98
    assert heard.size == pytest.approx(song.size / HOP, abs=15)


def test_silence_and_what_is_as_good_as_silence_has_no_fingerprint(noise):
    silence = fingerprint(np.zeros(5 * SR, np.float32))
    assert silence.is_silent
    assert silence.n_heard == 0
    hiss = fingerprint(noise(5, SR, amplitude=1e-5))
    assert not hiss.is_silent
    assert hiss.n_heard == 0


@pytest.mark.parametrize("freq_hz", [55.0, 440.0, 1001.3, 5000.0])
def test_a_steady_tone_says_nothing(tone, freq_hz):
    y = np.float32(as_pcm(tone(freq_hz, 5, SR)) / 32768)
    assert fingerprint(y).n_heard == 0


def test_a_pause_in_the_music_is_not_heard(song):
    paused = song.copy()
    paused[4 * SR : 8 * SR] = 0
    heard = fingerprint(paused).heard
    assert not heard[round(4.1 / HOP_S) : round(7.3 / HOP_S)].any()
    assert heard[: round(3 / HOP_S)].all()


def test_a_constant_has_no_fingerprint():
    assert fingerprint(np.full(5 * SR, 0.5, np.float32)).n_heard == 0


@pytest.mark.parametrize("gain_db", [-20.0, 12.0])
def test_the_level_changes_next_to_nothing(song, gain_db):
    before, after = fingerprint(song), fingerprint(np.float32(song * 10 ** (gain_db / 20)))
    assert agreement(before.bits[0], after.bits[0]) > 0.999
    assert np.mean(before.heard != after.heard) < 0.01


def test_unrelated_music_agrees_as_coins_do(song):
    other = fingerprint(made_music(2))
    assert agreement(fingerprint(song).bits[0], other.bits[0]) == pytest.approx(0.5, abs=0.04)


def test_what_begins_some_frames_later_has_the_same_frames(song):
    later = fingerprint(song[7 * HOP :]).bits[0]
    assert agreement(fingerprint(song).bits[0, 7:], later) > 0.99


def test_the_second_bits_of_a_faster_copy_are_the_first_bits_of_the_recording(song):
    faster = fingerprint(soxr.resample(song, SR * PITCH_RATIO, SR)[: 4 * SR])
    bits = fingerprint(song).bits[0]
    assert agreement(bits, faster.bits[1]) > 0.93
    assert agreement(bits, faster.bits[0]) < 0.90


def test_a_long_recording_has_the_frames_of_its_parts():
    long = made_music(3, duration_s=110.0)
    start = 1900 * HOP
    bits = fingerprint(long[start:]).bits[0]
    assert agreement(fingerprint(long).bits[0, 1900:], bits) > 0.999


@pytest.mark.parametrize("n_samples", [0, 1, 1000, round(0.6 * SR)])
def test_what_is_too_short_for_a_frame_still_has_a_digest(song, n_samples):
    start = int(np.argmax(np.abs(song)))
    short = fingerprint(song[start : start + n_samples])
    assert short.bits.shape == (2, 0)
    assert short.is_silent == (n_samples == 0)
    assert from_bytes(short.to_bytes()).digest == short.digest


def test_stored_and_read_again_it_is_the_same(song):
    before = fingerprint(song)
    stored = before.to_bytes()
    assert len(stored) < 200 * song.size / SR + 100
    after = from_bytes(stored)
    assert (after.digest, after.duration_s) == (before.digest, song.size / SR)
    np.testing.assert_array_equal(after.bits, before.bits)
    np.testing.assert_array_equal(after.heard, before.heard)


def test_bytes_that_are_no_fingerprint_are_refused(song):
    stored = fingerprint(song).to_bytes()
    for other in (b"", b"RIFF", b"GSFP0\n" + stored[6:]):
        with pytest.raises(DataError, match="no fingerprint of this version"):
            from_bytes(other)
    with pytest.raises(DataError, match=r"a fingerprint of \d+ frames is cut"):
        from_bytes(stored[:-3])


def test_another_rate_or_shape_is_a_mistake_of_the_caller(song):
    with pytest.raises(ValueError, match="sr=44100: a fingerprint is made at 22050 Hz"):
        fingerprint(song, sr=44100)
    with pytest.raises(ValueError, match="needs a mono signal"):
        fingerprint(np.stack([song, song]))
