"""Sounds and measures for the doctor: clean ones, to plant a fault in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.data.datasets import Track
from core.doctor.measures import Measures

SR = 22_050
CLEAN = Measures(
    duration_s=30.0,
    damage=(),
    peak_dbfs=-1.0,
    level_dbfs=-18.0,
    silent_s=0.0,
    silence_s=0.0,
    silence_at_s=0.0,
    flat_share=0.0,
    wavy_share=0.0,
    over_share=0.0,
    n_flat=0,
    flat_level=0.0,
    wavy_level=0.0,
    worst_s=None,
    offset=0.0,
    swing=0.125,
    treble_end_hz=None,
)


@pytest.fixture
def music(noise) -> Callable[..., np.ndarray]:
    """``music(duration_s=5, sr=22050, peak=0.9, seed=0)``: noise that falls off as music does, from 20 Hz on."""

    def make(duration_s: float = 5.0, sr: int = SR, peak: float = 0.9, seed: int = 0) -> np.ndarray:
        spectrum = np.fft.rfft(noise(duration_s, sr, exponent=1.5, seed=seed))
        spectrum[: round(20 * duration_s)] = 0
        y = np.fft.irfft(spectrum, round(duration_s * sr))
        return (peak * y / np.abs(y).max()).astype(np.float32)

    return make


@pytest.fixture
def measured() -> Callable[..., Measures]:
    """``measured(duration_s=2.0, ...)``: what a clean recording of 30 s shows, with these changes."""
    return lambda **changes: replace(CLEAN, **changes)


@pytest.fixture
def track(tmp_path: Path) -> Callable[..., Track]:
    """``track(y, sr=22050, subtype="PCM_16")``: a track of a wav file, from (n_samples,) or (n_samples, n_channels)."""

    def make(y: np.ndarray, sr: int = SR, *, name: str = "song.wav", subtype: str = "PCM_16") -> Track:
        path = tmp_path / name
        soundfile.write(path, y, sr, subtype=subtype)
        return Track(name, path, {"genre": "rock"}, "somebody")

    return make
