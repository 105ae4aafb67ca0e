import io
import re
import tracemalloc
from pathlib import Path

import librosa
import numpy as np
import pytest
import soundfile as sf
import soxr

from core.errors import AudioError
from core.sound.decode import Limits, Signal, decode
from tests.core.sound.conftest import DURATION_S, FORMS, chord
from tests.core.sound.files import SR, by_pyav, by_soundfile


def strongest_hz(signal: Signal) -> set[int]:
    """The two loudest frequencies, to 10 Hz."""
    spectrum = np.abs(np.fft.rfft(signal.y * np.hanning(signal.y.size)))
    f = np.fft.rfftfreq(signal.y.size, 1 / signal.sr)
    first = f[spectrum.argmax()]
    second = f[np.where(np.abs(f - first) > 50, spectrum, 0).argmax()]
    return {round(first, -1), round(second, -1)}


# What comes out


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_heard_as_what_was_put_in(form, encoded):
    signal = decode(encoded(form), sr=SR)
    assert signal.y.dtype == np.float32
    assert signal.y.ndim == 1
    assert signal.sr == SR
    assert signal.duration_s == pytest.approx(DURATION_S, abs=0.1)
    assert signal.notes == ()
    assert strongest_hz(signal) == {440, 660}
    assert signal.y.std() == pytest.approx(0.2, rel=0.05)


def test_a_wav_at_the_asked_rate_gives_the_samples_of_soundfile_bit_for_bit(noise):
    for subtype in ("PCM_16", "PCM_24", "FLOAT"):
        data = by_soundfile(noise(), SR, "WAV", subtype)
        expected, _ = sf.read(io.BytesIO(data), dtype="float32")
        np.testing.assert_array_equal(decode(data, sr=SR).y, expected)


@pytest.mark.parametrize("n_channels", [2, 3, 6, 8])
def test_mono_is_the_mean_of_the_channels_as_in_librosa(n_channels, noise):
    y = np.stack([noise(1.0, seed=i) for i in range(n_channels)])
    np.testing.assert_array_equal(decode(by_soundfile(y.T, SR, "WAV", "FLOAT"), sr=SR).y, librosa.to_mono(y))


def test_eight_channels_of_aac_are_mixed_too(noise):
    # PyAV's own conversion reads beyond the frame here.
    y = np.stack([noise(1.0, sr=44100, seed=i) for i in range(8)])
    signal = decode(by_pyav(y, 44100, "ipod", "aac"), sr=44100)
    assert signal.y.std() == pytest.approx(y.mean(axis=0).std(), rel=0.2)


def test_resampling_block_by_block_equals_resampling_at_once(noise):
    y = noise(5.0, sr=44100)
    at_once = soxr.resample(y, 44100, SR, quality="HQ")
    np.testing.assert_allclose(decode(by_soundfile(y, 44100, "WAV", "FLOAT"), sr=SR).y, at_once, atol=1e-7)


@pytest.mark.parametrize("sr", [4000, 8000, 11025, 16000, 32000, 88200, 192000])
def test_every_rate_within_the_limits_keeps_pitch_and_length(sr):
    signal = decode(by_soundfile(chord(sr).T, sr), sr=SR)
    assert strongest_hz(signal) == {440, 660}
    assert signal.y.size == pytest.approx(DURATION_S * SR, abs=2)


def test_a_listener_hears_every_channel_as_it_is_in_the_file_up_to_the_limit(noise):
    channels = np.stack([noise(2.0, 44_100), noise(2.0, 44_100, seed=1)], axis=1)
    heard, rates = [], set()

    def listen(block, sr):
        heard.append(block.copy())
        rates.add(sr)

    signal = decode(
        by_soundfile(channels, 44_100, "WAV", "FLOAT"), sr=SR, limits=Limits(max_duration_s=1.0), listen=listen
    )
    assert rates == {44_100}
    np.testing.assert_array_equal(np.concatenate(heard), channels[:44_100])
    assert signal.duration_s == pytest.approx(1.0, abs=0.01)


def test_bytes_and_a_path_give_the_same_whatever_the_extension_says(encoded, tmp_path):
    from_bytes = decode(encoded("flac"), sr=SR, name="song.flac")
    for name in ("song.mp3", "song.txt", "no extension", "音楽 🎵.wav"):
        path = tmp_path / name
        path.write_bytes(encoded("flac"))
        np.testing.assert_array_equal(decode(path, sr=SR).y, from_bytes.y)


def test_tags_in_any_encoding_do_not_matter(encoded):
    tag = b"ID3\x03\x00\x00\x00\x00\x02\x00" + b"\xff\xfe\x80\x00" * 64
    for form in ("mp3", "flac", "aac"):
        tagged = decode(tag + encoded(form), sr=SR)
        np.testing.assert_array_equal(tagged.y, decode(encoded(form), sr=SR).y)
    latin1 = encoded("m4a").replace(b"Lavf", b"\xe9\xe8\xff\xfe")
    assert decode(latin1, sr=SR).notes == ()


# Limits


def test_a_longer_recording_is_cut_at_the_limit_with_a_note(noise):
    data = by_soundfile(noise(3.0), SR)
    signal = decode(data, sr=SR, limits=Limits(max_duration_s=2.0))
    assert signal.y.size == 2 * SR
    np.testing.assert_array_equal(signal.y, decode(data, sr=SR).y[: 2 * SR])
    assert signal.notes == ("the recording is longer than 2.0 s; only its first 2.0 s are used",)


def test_a_recording_of_exactly_the_limit_gets_no_note(noise):
    assert decode(by_soundfile(noise(3.0), SR), sr=SR, limits=Limits(max_duration_s=3.0)).notes == ()


@pytest.mark.parametrize("form", ["flac", "mp3", "ogg", "m4a", "webm", "wav"])
def test_every_decoder_stops_at_the_limit(form, encoded):
    signal = decode(encoded(form), sr=SR, limits=Limits(max_duration_s=1.5))
    assert signal.duration_s == pytest.approx(1.5, abs=0.001)
    assert "longer than 1.5 s" in signal.notes[0]


def test_hours_in_a_small_file_take_no_more_time_and_memory_than_the_limit():
    hours = by_soundfile(np.zeros(3 * 3600 * 8000, np.int16), 8000, "FLAC")
    tracemalloc.start()
    signal = decode(hours, sr=SR, limits=Limits(max_duration_s=10.0))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(hours) < 1_000_000
    assert signal.y.size == 10 * SR
    assert peak_bytes < 6 * signal.y.nbytes + 2 * len(hours)


def test_by_default_fifteen_minutes_are_taken():
    quiet = by_soundfile(np.zeros(16 * 60 * 8000, np.int16), 8000, "FLAC")
    signal = decode(quiet, sr=8000)
    assert signal.duration_s == 900
    assert signal.notes == ("the recording is longer than 15 minutes; only its first 15 minutes are used",)


def test_too_many_bytes_are_refused_before_they_are_read(encoded, tmp_path):
    path = tmp_path / "long.wav"
    path.write_bytes(encoded("wav"))
    limits = Limits(max_bytes=100_000)
    for source in (path, encoded("wav")):
        with pytest.raises(AudioError, match=r"has 0\.3 MB, but at most 0\.1 MB are taken; choose a shorter recording"):
            decode(source, sr=SR, limits=limits)


def test_too_many_channels_are_refused():
    data = by_soundfile(np.zeros((SR, 9)), SR)
    with pytest.raises(AudioError, match=r"has 9 channels, but 1 to 8 can be read; mix it down"):
        decode(data, sr=SR)
    with pytest.raises(AudioError, match=r"has 2 channels, but 1 to 1 can be read"):
        decode(by_soundfile(np.zeros((SR, 2)), SR), sr=SR, limits=Limits(max_channels=1))


@pytest.mark.parametrize("sr", [1000, 3999, 192001, 2_000_000])
def test_a_rate_outside_the_limits_is_refused(sr):
    match = rf"has a sampling rate of {sr} Hz, but 4000 to 192000 Hz are needed; export it again at 44100 Hz"
    with pytest.raises(AudioError, match=match):
        decode(by_soundfile(np.zeros(5000), sr), sr=SR)


# What is refused


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e12])
@pytest.mark.parametrize("n_channels", [1, 2])
def test_samples_that_are_no_sound_are_refused_with_their_place(bad, n_channels):
    y = np.zeros((2 * SR, n_channels))
    y[SR + 100, -1] = bad
    with pytest.raises(AudioError, match=r"no sound \(NaN, infinite or beyond all scales\) near (0\.7|1\.0|1\.1) s"):
        decode(by_soundfile(y, SR, "WAV", "DOUBLE"), sr=SR)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"\xff\xd8\xff\xe0....", "a JPEG picture"),
        (b"MThd\x00\x00\x00\x06", "MIDI notes, which are not sound yet"),
        (b"#EXTM3U\nhttp://localhost/x.mp3\n", "a playlist, which only points to sound"),
        (b"\n <!DOCTYPE HTML><html>", "a web page"),
        (b"a letter to a friend", "text"),
        (bytes(5000), "no known sound format"),
        (np.random.default_rng(0).bytes(5000), "no known sound format"),
        (b"\xff" * 5000, "no known sound format"),
    ],
)
def test_what_is_not_audio_is_named_whatever_its_extension_says(data, what, tmp_path):
    path = tmp_path / "song.wav"
    path.write_bytes(data)
    match = f"“song.wav” is no sound file that can be read here: it holds {what}; choose wav, flac, mp3"
    with pytest.raises(AudioError, match=re.escape(match)):
        decode(path, sr=SR)


def test_an_empty_file_is_refused():
    with pytest.raises(AudioError, match=r"is empty \(0 bytes\); choose a file that holds sound"):
        decode(b"", sr=SR)


def test_a_file_of_tags_alone_is_refused():
    with pytest.raises(AudioError, match=r"ends inside its tags \(12 bytes\), before any sound"):
        decode(b"ID3\x03\x00\x00\x00\x00\x7f\x7f..", sr=SR)


@pytest.mark.parametrize(("form", "n_bytes"), [("wav", 20), ("flac", 30), ("ogg", 60), ("aiff", 30), ("m4a", 50)])
def test_a_cut_header_is_refused(form, n_bytes, encoded):
    match = r"begins like \w+, but its header is cut, damaged or of a coding that is not read here \(.+\); download"
    with pytest.raises(AudioError, match=match):
        decode(encoded(form)[:n_bytes], sr=SR)


@pytest.mark.parametrize(("form", "n_bytes"), [("wav", 44), ("au", 24)])
def test_a_header_without_sound_is_refused(form, n_bytes, encoded):
    with pytest.raises(AudioError, match=r"begins like (WAV|AU), but no sound follows its header; download or export"):
        decode(encoded(form)[:n_bytes], sr=SR)


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_a_film_without_sound_is_refused(container):
    silent_film = by_pyav(None, SR, container, "aac", video=True)
    with pytest.raises(AudioError, match=r"holds no audio track \(its tracks: video\); choose a file with sound"):
        decode(silent_film, sr=SR)


def test_a_coding_that_is_not_read_is_named(noise):
    packed = by_pyav(noise(sr=44100)[None], 44100, "matroska", "wavpack")
    with pytest.raises(AudioError, match=r"holds sound in a coding that is not read here \(wavpack\); choose wav"):
        decode(packed, sr=SR)


def test_a_path_that_is_no_file_is_refused(tmp_path):
    with pytest.raises(AudioError, match=r"“nothing\.wav” does not exist; check the path"):
        decode(tmp_path / "nothing.wav", sr=SR)
    with pytest.raises(AudioError, match="is not a file; choose a sound file"):
        decode(tmp_path, sr=SR)
    with pytest.raises(AudioError, match=r"cannot be read \(File name too long\); check the path"):
        decode(tmp_path / ("x" * 5000), sr=SR)


def test_a_file_that_may_not_be_read_is_refused(encoded, tmp_path, monkeypatch):
    path = tmp_path / "song.wav"
    path.write_bytes(encoded("wav"))

    def deny(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(AudioError, match=r"cannot be read \(Permission denied\); check the path and its permissions"):
        decode(path, sr=SR)


# Names


@pytest.mark.parametrize(
    ("name", "begins"),
    [("two\nlines.mp3", "“two lines.mp3” is empty"), ("\x00\n", "the file is empty"), ("", "the file is empty")],
)
def test_an_error_names_the_file_in_one_line(name, begins):
    with pytest.raises(AudioError) as refused:
        decode(b"", sr=SR, name=name)
    assert str(refused.value).startswith(begins)
    assert "\n" not in str(refused.value)


# Real recordings


def test_real_songs_sound_as_librosa_reads_them(shared):
    for path in sorted(shared.glob("songs/*.mp3"))[:1] + sorted(shared.glob("songs/*.ogg"))[:3]:
        signal = decode(path, sr=SR)
        expected, _ = librosa.load(path, sr=SR)
        assert signal.notes == ()
        assert abs(expected.size - signal.y.size) <= 1  # librosa rounds up
        n_samples = min(expected.size, signal.y.size)
        np.testing.assert_array_equal(signal.y[:n_samples], expected[:n_samples])


def test_the_clips_of_emotify_come_out_bit_for_bit(shared):
    for path in sorted(shared.glob("emotify/audio/*/*.mp3"))[::6]:
        expected, sr = sf.read(path, dtype="float32", always_2d=True)
        signal = decode(path, sr=sr)
        np.testing.assert_array_equal(signal.y, librosa.to_mono(expected.T))
        assert signal.notes == ()


def test_the_parity_clips_of_gtzan_come_out_bit_for_bit(gtzan_clips):
    for path in [path for path in gtzan_clips if path.name.endswith("00000.flac")]:
        expected, _ = sf.read(path, dtype="float32")
        np.testing.assert_array_equal(decode(path, sr=SR).y, expected)
