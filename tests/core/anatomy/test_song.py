"""A song taken apart: its parts add up to it, its pictures can be read back, its numbers are the features."""

import numpy as np
import pytest

from core.anatomy import DESCRIPTORS, take_apart
from core.anatomy.mel import mel_picture
from core.errors import AudioError
from core.features import COLUMNS, SR
from core.features.extract import extract
from core.features.spectra import Spectra
from core.sound.decode import Signal


def energy(y: np.ndarray) -> float:
    return float(np.sum(np.square(y, dtype=np.float64)))


def test_harmonic_and_percussive_part_add_up_to_the_song(song, anatomy):
    assert anatomy.harmonic.dtype == anatomy.percussive.dtype == np.float32
    np.testing.assert_allclose(anatomy.harmonic + anatomy.percussive, song.y, atol=1e-6)


def test_clicks_are_percussive_and_a_tone_is_harmonic(clicks, tone):
    for y, share in ((clicks(120.0, 5.0), 0.9), (tone(440.0, 5.0), 0.05)):
        parts = take_apart(Signal(y, SR))
        assert energy(parts.percussive) / energy(y) == pytest.approx(share, abs=0.1)


def test_every_descriptor_is_shown_and_nothing_else(anatomy):
    is_image = {name: descriptor.kind == "image" for name, descriptor in DESCRIPTORS.items()}
    assert list(anatomy.images) == [name for name in DESCRIPTORS if is_image[name]]
    assert list(anatomy.lines) == [name for name in DESCRIPTORS if not is_image[name]]


def test_the_columns_are_the_features_of_the_whole_song(song, anatomy):
    assert tuple(anatomy.columns) == COLUMNS
    expected = extract(song.y, columns=COLUMNS)[0]
    np.testing.assert_allclose(list(anatomy.columns.values()), expected, rtol=1e-6, atol=1e-12)
    assert anatomy.tempo_bpm == anatomy.columns["tempo"]


@pytest.mark.parametrize("name", ["spectral_centroid", "rms", "flatness"])
def test_the_mean_of_a_shown_line_is_the_mean_of_its_frames(name, song):
    anatomy = take_apart(song, max_columns=100)
    grid = anatomy.grid
    n_frames = np.diff(np.append(np.arange(grid.n_columns) * grid.frames_per_column, grid.n_frames))
    mean = np.average(anatomy.lines[name].mean, weights=n_frames)
    assert mean == pytest.approx(anatomy.columns[f"{name}_mean"], rel=1e-4)


def test_the_value_of_a_pixel_can_be_read_back(song, anatomy):
    image, mel = anatomy.images["mel_spectrogram"], DESCRIPTORS["mel_spectrogram"].measure(Spectra(song.y))
    half_step = (image.high - image.low) / 255 / 2
    np.testing.assert_allclose(image.values(), np.clip(mel, image.low, image.high), atol=1.01 * half_step)


def test_both_parts_are_shown_on_the_scale_of_the_whole(anatomy):
    whole = anatomy.images["spectrogram"]
    for name in ("harmonic", "percussive"):
        assert (anatomy.images[name].low, anatomy.images[name].high) == (whole.low, whole.high)
    assert whole.high - whole.low == pytest.approx(80)


def test_the_mel_spectrogram_alone_is_that_of_the_anatomy(song, anatomy):
    grid, image = mel_picture(song)
    assert grid.n_columns == anatomy.grid.n_columns
    np.testing.assert_array_equal(image.pixels, anatomy.images["mel_spectrogram"].pixels)


def test_a_long_song_is_shown_in_at_most_1200_columns_of_the_same_width(noise):
    y = noise(60.0)
    shown = take_apart(Signal(y, SR))
    assert shown.grid.n_columns <= 1200
    assert all(image.pixels.shape[1] == shown.grid.n_columns for image in shown.images.values())
    assert all(line.mean.shape == line.highest.shape == (shown.grid.n_columns,) for line in shown.lines.values())
    assert shown.grid.n_columns * shown.grid.column_s == pytest.approx(60, abs=2 * shown.grid.column_s)


@pytest.mark.parametrize("duration_s", [3.0, 0.2])
def test_silence_is_dark_finite_and_has_no_beat(duration_s):
    silent = take_apart(Signal(np.zeros(round(duration_s * SR), np.float32), SR))
    assert silent.beats_s.size == 0
    assert not silent.images["spectrogram"].pixels.any()
    assert not silent.images["chromagram"].pixels.any()
    assert np.isfinite(list(silent.columns.values())).all()
    for line in silent.lines.values():
        assert np.isfinite([line.mean, line.lowest, line.highest]).all()


def test_silence_around_a_sound_stays_dark(song):
    quiet = np.zeros(3 * SR, np.float32)
    shown = take_apart(Signal(np.concatenate([quiet, song.y, quiet]), SR))
    outside = (np.arange(shown.grid.n_columns) + 0.5) * shown.grid.column_s < 2.5
    assert not shown.images["spectrogram"].pixels[:, outside].any()
    assert shown.lines["rms"].highest[outside].max() == 0
    assert shown.beats_s[0] > 2.5
    assert shown.beats_s[-1] < 15.5


def test_progress_rises_to_the_end_and_tells_what_comes(song):
    told = []
    take_apart(song, progress=lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert "measuring: chromagram" in [words for _, words in told]


def test_an_error_of_the_progress_ends_the_work(song):
    def stop(share: float, words: str) -> None:
        raise InterruptedError(words)

    with pytest.raises(InterruptedError, match="tones"):
        take_apart(song, progress=stop)


@pytest.mark.parametrize("work", [take_apart, mel_picture])
def test_a_song_at_another_rate_or_too_short_is_refused(work):
    with pytest.raises(ValueError, match=r"signal.sr=44100, but frames are defined at 22050 Hz"):
        work(Signal(np.zeros(44_100, np.float32), 44_100))
    with pytest.raises(AudioError, match=r"lasts 0.05 s, but features need at least 0.19 s"):
        work(Signal(np.zeros(1000, np.float32), SR))
