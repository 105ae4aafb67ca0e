"""Two sets are brought to the same rate, length, band, loudness and codec, whichever of them was the poorer."""

import io

import numpy as np
import pytest
import soundfile
import soxr

from core.errors import AudioError, DataError
from core.evaluation.kernel_distance import kernel_distance
from core.features import GTZAN_COLUMNS
from core.features.extract import extract
from core.features.frames import SR
from core.fidelity.equal import HIGHEST_HZ, LUFS, Facts, brought_to, common_of, equalised, facts_of
from core.sound.bandwidth import cut_off_hz
from core.sound.decode import Signal, decode
from core.sound.loudness import loudness_lufs


@pytest.fixture(scope="module")
def songs(noise, clicks, tone):
    """Sixteen sounds of 4 s that differ in all that the columns measure, with sound up to the top."""
    rng = np.random.default_rng(4)

    def song(i):
        low, high, exponent, beat, loud = rng.uniform((100, 500, 0.3, 60, 0.2), (400, 3000, 1.5, 180, 1.0))
        parts = (
            tone(low, 4.0),
            0.3 * tone(high, 4.0),
            noise(4.0, exponent=exponent, seed=i),
            0.5 * clicks(beat, 4.0),
        )
        return Signal((loud * 0.4 * sum(parts)).astype(np.float32), SR)

    return [song(i) for i in range(16)]


def poor_copy(signal):
    """Nothing above 6 kHz, through an mp3 of 80 kb/s, half as loud and a little longer."""
    low = soxr.resample(np.concatenate([signal.y, signal.y[: SR // 2]]), SR, 12_000)
    file = io.BytesIO()
    options = {"bitrate_mode": "CONSTANT", "compression_level": 0.5}
    y = 0.5 * soxr.resample(low, 12_000, SR)
    soundfile.write(file, y, SR, format="MP3", subtype="MPEG_LAYER_III", **options)
    y = decode(file.getvalue(), sr=SR).y
    return Signal(y[(y.size - signal.y.size) // 2 :][: signal.y.size + SR // 4], SR)


def rows(signals):
    return np.concatenate([extract(signal.y, columns=GTZAN_COLUMNS) for signal in signals])


def scaled_distance(first, second):
    mean, deviation = first.mean(axis=0), first.std(axis=0) + 1e-12
    names = [f"song {i}" for i in range(len(first))]
    first, second = (np.arcsinh((X - mean) / deviation) for X in (first, second))
    return kernel_distance(first, second, groups_x=names, groups_y=names).value


def test_a_set_is_hardly_any_distance_from_its_own_poor_copy_once_both_are_equal(songs):
    copies = [poor_copy(song) for song in songs]
    before = scaled_distance(rows(songs), rows([Signal(copy.y, SR) for copy in copies]))
    after = scaled_distance(*map(rows, equalised(songs, copies)))
    assert before > 0.5
    assert abs(after) < 0.05 * before


def test_a_set_stays_no_distance_from_itself(songs):
    first, second = equalised(songs[:4], songs[:4])
    assert all(np.array_equal(a.y, b.y) for a, b in zip(first, second, strict=True))


def test_all_are_as_long_as_loud_and_as_dull_as_each_other(songs):
    first, second = equalised(songs[:3], [Signal(0.1 * songs[3].y[: 3 * SR + 100], SR), poor_copy(songs[4])])
    assert {signal.y.size for signal in (*first, *second)} == {3 * SR + 100}
    for signal in (*first, *second):
        assert loudness_lufs(signal.y, sr=SR) == pytest.approx(LUFS, abs=0.1)
        assert cut_off_hz(signal.y, sr=SR) < 6000


def test_the_rate_of_a_recording_does_not_matter(songs):
    finer = Signal(soxr.resample(songs[0].y, SR, 44_100).astype(np.float32), 44_100)
    (a,), (b,) = equalised([songs[0]], [finer])
    assert (a.y - b.y).std() < 0.05 * a.y.std()


def test_the_poorest_decides():
    assert common_of([Facts(30, None), Facts(12, None)]).band_hz == HIGHEST_HZ
    poor = common_of([Facts(30, None), Facts(5, 4000)])
    assert (poor.duration_s, poor.band_hz) == (5, pytest.approx(3600))


def test_nothing_and_too_little_are_refused(songs, noise):
    with pytest.raises(DataError, match="no recording was given"):
        common_of([])
    with pytest.raises(DataError, match=r"the shortest recording lasts 1\.0 s, and all would be cut to that"):
        common_of([Facts(1.0, None)])
    common = common_of([facts_of(songs[0])])
    with pytest.raises(AudioError, match="is silent; leave the recording out"):
        brought_to(common, Signal(np.zeros(5 * SR, np.float32), SR))
    with pytest.raises(AudioError, match=r"lasts 2\.00 s, but 4\.00 s are compared"):
        brought_to(common, Signal(noise(2.0), SR))
