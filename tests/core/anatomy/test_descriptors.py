"""One contract for every descriptor, and the laws of each: its frames are those that the features come from."""

import numpy as np
import pytest

from core.anatomy import DESCRIPTORS
from core.anatomy.descriptors.pulse import row_tempi
from core.features import COLUMNS, SR
from core.features.extract import extract
from core.features.spectra import Spectra
from core.models.inputs import ABOUT_RATIOS

# Descriptors that are one number a frame, and the stem of the columns that their mean and variance are.
LINES = [name for name, descriptor in DESCRIPTORS.items() if descriptor.kind == "line"]


def frames_of(name: str, y: np.ndarray) -> np.ndarray:
    return DESCRIPTORS[name].measure(Spectra(y, n_threads=2))


@pytest.fixture(scope="module")
def spectra(song):
    return Spectra(song.y, n_threads=2)


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_descriptor_measures_what_it_says(name, spectra):
    descriptor = DESCRIPTORS[name]
    values = descriptor.measure(spectra)
    n_frames = spectra.n_frames - descriptor.first_frame
    expected = {"signal": (spectra.y.size,), "line": (n_frames,)}
    assert values.shape == (expected.get(descriptor.kind) or (len(descriptor.rows.names), n_frames))
    assert values.dtype == np.float32
    low, high = descriptor.value_range
    assert np.isfinite(values).all()
    assert low <= values.min()
    assert values.max() <= high


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_descriptor_tells_in_plain_words_what_there_is_to_see(name):
    descriptor = DESCRIPTORS[name]
    assert descriptor.name == name
    assert descriptor.title
    assert descriptor.axis
    assert descriptor.see.endswith(".")
    assert ". " not in descriptor.see
    assert "$" not in descriptor.formula
    assert descriptor.formula.count("{") == descriptor.formula.count("}")
    assert descriptor.symbols.count("$") % 2 == 0


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_the_columns_of_a_descriptor_are_numbers_that_somebody_measures(name):
    assert set(DESCRIPTORS[name].columns) <= {*COLUMNS, *ABOUT_RATIOS}


@pytest.mark.parametrize("name", [name for name, descriptor in DESCRIPTORS.items() if descriptor.kind == "image"])
def test_the_ticks_of_an_image_rise_from_its_lower_edge_to_its_upper(name):
    places = [place for place, _ in DESCRIPTORS[name].rows.ticks]
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= 1


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_limits_are_taken_from_a_descriptor_that_comes_before(name):
    other = DESCRIPTORS[name].limits_of
    assert not other or list(DESCRIPTORS).index(other) < list(DESCRIPTORS).index(name)


@pytest.mark.parametrize("name", LINES)
def test_mean_and_variance_of_a_line_are_the_feature_columns(name, spectra, song):
    mean, var = extract(song.y, columns=[f"{name}_mean", f"{name}_var"])[0]
    frames = DESCRIPTORS[name].measure(spectra).astype(np.float64)
    assert frames.mean() == pytest.approx(mean, rel=1e-5)
    assert frames.var() == pytest.approx(var, rel=1e-4)


@pytest.mark.parametrize(("name", "stem"), [("contrast", "contrast"), ("mfcc", "mfcc")])
def test_mean_and_variance_of_a_row_are_its_feature_columns(name, stem, spectra, song):
    frames = DESCRIPTORS[name].measure(spectra).astype(np.float64)
    columns = [f"{stem}{row}_{part}" for row in range(1, len(frames) + 1) for part in ("mean", "var")]
    expected = extract(song.y, columns=columns)[0].reshape(-1, 2)
    np.testing.assert_allclose(np.stack([frames.mean(axis=1), frames.var(axis=1)], axis=1), expected, rtol=1e-3)


def test_mean_and_variance_of_the_chromagram_are_its_feature_columns(spectra, song):
    frames = DESCRIPTORS["chromagram"].measure(spectra).astype(np.float64)
    expected = extract(song.y, columns=["chroma_stft_mean", "chroma_stft_var"])[0]
    assert [frames.mean(), frames.var()] == pytest.approx(expected, rel=1e-5)


def test_a_tone_of_440_hz_has_its_centroid_there_and_is_an_a(tone):
    y = tone(440.0, 3.0)
    inner = slice(4, -4)  # a frame at an end sees the tone break off
    assert frames_of("spectral_centroid", y)[inner] == pytest.approx(440, abs=5)
    chroma = frames_of("chromagram", y)
    assert [DESCRIPTORS["chromagram"].rows.names[row] for row in chroma.argmax(axis=0)[inner]] == ["A"] * (
        chroma.shape[1] - 8
    )
    assert DESCRIPTORS["spectrogram"].rows.names[frames_of("spectrogram", y).mean(axis=1).argmax()] == "441 Hz"
    mel = DESCRIPTORS["mel_spectrogram"].rows.names[frames_of("mel_spectrogram", y).mean(axis=1).argmax()]
    assert float(mel.removesuffix(" Hz")) == pytest.approx(440, rel=0.05)


def test_noise_is_nearly_flat_a_tone_is_not_and_silence_is(noise, tone):
    # The power of a bin of white noise is exponentially distributed: its geometric mean is exp(-0.577) of its mean.
    assert frames_of("flatness", noise(3.0)).mean() == pytest.approx(np.exp(-np.euler_gamma), abs=0.02)
    assert np.median(frames_of("flatness", tone(440.0, 3.0))) < 0.01
    assert frames_of("flatness", np.zeros(SR, np.float32)) == pytest.approx(1)


def test_the_tempogram_of_clicks_is_brightest_at_their_tempo_or_its_half(clicks):
    strength = frames_of("tempogram", clicks(120.0, 20.0)).mean(axis=1)
    tempi = row_tempi()
    near = np.abs(tempi - 120) < 6
    assert strength[near].max() > 2 * strength[(tempi > 70) & (tempi < 105)].max()


def test_mfccs_are_the_cosine_transform_of_the_mel_spectrogram(spectra):
    mel, mfcc = (DESCRIPTORS[name].measure(spectra).astype(np.float64) for name in ("mel_spectrogram", "mfcc"))
    i, m = np.arange(1, 21)[:, None], np.arange(128)
    basis = np.sqrt(np.where(i == 1, 1, 2) / 128) * np.cos(np.pi * (i - 1) * (2 * m + 1) / 256)
    np.testing.assert_allclose(mfcc, basis @ mel, atol=0.01)


def test_each_standardised_mfcc_has_mean_zero_and_variance_one(spectra):
    standardised = DESCRIPTORS["mfcc_standardised"].measure(spectra).astype(np.float64)
    np.testing.assert_allclose(standardised.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(standardised.std(axis=1), 1, atol=1e-5)


def test_a_click_is_upright_and_a_tone_level(tone, clicks):
    y = tone(440.0, 6.0, amplitude=0.2) + clicks(120.0, 6.0)
    harmonic, percussive = frames_of("harmonic", y), frames_of("percussive", y)
    tone_row = DESCRIPTORS["harmonic"].rows.names.index("441 Hz")
    assert np.median(harmonic[tone_row] - percussive[tone_row]) > 20
    click_frame = round(2.0 * SR / 512)
    assert np.median(percussive[400:, click_frame] - harmonic[400:, click_frame]) > 10
