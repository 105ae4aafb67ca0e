"""Every column on real music, against plain librosa calls and against the public table."""

import csv

import librosa
import numpy as np
import pytest

from benchmarks.features import plain_librosa
from core.features import COLUMNS, GTZAN_COLUMNS, SR
from core.features.extract import extract
from core.sound.decode import decode

NEAR_ZERO = ("harmony_mean", "perceptr_mean")  # means of signals around zero: compared absolutely


def both(series: np.ndarray) -> list[float]:
    return [statistic(row) for row in np.atleast_2d(series) for statistic in (np.mean, np.var)]


def librosa_columns(y: np.ndarray) -> np.ndarray:
    """All of COLUMNS by plain librosa calls, in their order."""
    mfcc = librosa.feature.mfcc(y=y, sr=SR, n_mfcc=40)
    spectrum = librosa.util.normalize(np.abs(librosa.stft(y)), norm=2, axis=0)
    return np.array(
        [
            *plain_librosa(y),
            *both(mfcc[20:]),
            *both(librosa.feature.delta(mfcc[:20])),
            *both(librosa.feature.delta(mfcc[:20], order=2)),
            *both(librosa.feature.spectral_flatness(y=y)),
            *both(librosa.feature.spectral_contrast(y=y, sr=SR)),
            *both(np.sum(np.diff(spectrum, axis=1) ** 2, axis=0)),
            *both(librosa.feature.tonnetz(y=y, sr=SR)),
            *both(librosa.feature.tempogram_ratio(y=y, sr=SR)),
        ]
    )


@pytest.fixture(scope="module")
def exact_clips(gtzan_clips) -> dict[str, np.ndarray]:
    """The ten bit-exact recordings, by the name they have in the public table."""
    paths = [path for path in gtzan_clips if path.name.endswith(".00000.flac")]
    return {path.stem + ".wav": decode(path, sr=SR).y for path in paths}


@pytest.fixture(scope="module")
def table(shared) -> dict[str, np.ndarray]:
    with open(shared / "gtzan" / "features_30_sec.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["filename"]: np.array([float(row[column]) for column in GTZAN_COLUMNS]) for row in rows}


def test_the_57_columns_are_those_of_the_public_table(exact_clips, table):
    ours = np.array([extract(y, columns=GTZAN_COLUMNS)[0] for y in exact_clips.values()])
    public = np.array([table[name] for name in exact_clips])
    assert len(ours) == 10
    difference = np.median(np.abs(ours / public - 1), axis=0)
    far = {c: d for c, d in zip(GTZAN_COLUMNS, difference, strict=True) if d >= 0.005 and c not in NEAR_ZERO}
    assert not far
    near_zero = [GTZAN_COLUMNS.index(column) for column in NEAR_ZERO]
    np.testing.assert_allclose(ours[:, near_zero], public[:, near_zero], atol=1e-4)


def test_every_column_is_that_of_the_plain_librosa_call(exact_clips):
    clips = [y[: 15 * SR] for y in list(exact_clips.values())[::3]]
    plain = np.array([librosa_columns(y) for y in clips])
    ours = np.array([extract(y, columns=COLUMNS)[0] for y in clips])
    # One number of deviation for each column: four clips spread less than all, so this is stricter than over 127.
    difference = np.abs(ours - plain).max(axis=0) / np.maximum(plain.std(axis=0), 1e-12)
    far = {column: d for column, d in zip(COLUMNS, difference, strict=True) if d > 1e-4 and column != "tempo"}
    assert not far
    tempo = COLUMNS.index("tempo")
    np.testing.assert_allclose(ours[:, tempo], plain[:, tempo])
