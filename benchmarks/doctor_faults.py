"""A clean recording and a random generator in, the same recording with one fault out: what the doctor has to find."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soundfile
import soxr
from scipy.signal import butter, sosfilt

from benchmarks.mp3 import as_mp3


@dataclass(frozen=True)
class Fault:
    """``kind`` is the right finding; ``plant(y, sr, rng)`` makes bytes of a file from shape (n_samples, n_channels)."""

    kind: str
    how: str
    plant: Callable[[np.ndarray, int, np.random.Generator], bytes]


def as_wav(y: np.ndarray, sr: int) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.clip(y, -1, 1 - 2**-15), sr, format="WAV", subtype="PCM_16")
    return file.getvalue()


def _within_scale(y: np.ndarray) -> np.ndarray:
    """A filter may overshoot: what it does must not be clipped besides."""
    return y / max(np.abs(y).max(), 1.0)


def _gain(db: float) -> float:
    return 10 ** (db / 20)


def _no_sound(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    hiss = _gain(rng.uniform(-110, -85)) * rng.standard_normal(y.shape)
    return as_wav(hiss if rng.random() < 0.5 else np.zeros_like(y), sr)


def _hole(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    n = round(rng.uniform(0.25, 0.95) * len(y))
    start = rng.integers(0, len(y) - n)
    out = y.copy()
    out[start : start + n] = 0
    return as_wav(out, sr)


def _turned_down(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    return as_wav(_gain(rng.uniform(-80, -60)) * y, sr)


def _clip(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.clip(_gain(rng.uniform(6, 18)) * y / np.abs(y).max(), -1, 1)


def _clipped(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    return as_wav(_clip(y, rng), sr)


def _clipped_and_turned_down(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    return as_wav(_gain(rng.uniform(-20, -1)) * _clip(y, rng), sr)


def _clipped_on_one_side(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    clean = 0.5 * y[:, :1] / np.abs(y).max()
    return as_wav(np.concatenate([_clip(y[:, :1], rng), clean], axis=1), sr)


def _clipped_then_mp3(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    loud = np.clip(_gain(rng.uniform(12, 18)) * y / np.abs(y).max(), -1, 1)
    return as_mp3(soxr.resample(loud, sr, 44_100).T.astype(np.float32), sr=44_100, bits_per_s=128_000)


def _offset(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    offset = rng.choice([-1, 1]) * rng.uniform(0.02, 0.2)
    room = (1 - abs(offset)) * y / max(np.abs(y).max(), 1)
    return as_wav(room + offset * (np.arange(y.shape[1]) == 0), sr)


def _low_rate(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    low = rng.integers(6_000, 14_000)
    return as_wav(_within_scale(soxr.resample(soxr.resample(y, sr, low), low, sr)), sr)


def _filtered(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    sos = butter(rng.integers(8, 13), rng.uniform(2_000, 5_000), fs=sr, output="sos")
    return as_wav(_within_scale(sosfilt(sos, y, axis=0)), sr)


def _short(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    start = rng.integers(0, len(y) // 2)
    return as_wav(y[start : start + round(rng.uniform(0.05, 12) * sr)], sr)


def _no_header(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    return as_wav(y, sr)[rng.integers(4, 40) :]


def _other_bytes(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    return rng.bytes(rng.integers(0, 100_000))


def _cut(y: np.ndarray, sr: int, rng: np.random.Generator) -> bytes:
    whole = as_wav(y, sr)
    return whole[: round(rng.uniform(0.02, 0.9) * len(whole))]


FAULTS = (
    Fault("silent", "digital silence or hiss under -85 dBFS", _no_sound),
    Fault("silent", "25 to 95 % of it zero", _hole),
    Fault("silent", "60 to 80 dB softer", _turned_down),
    Fault("clipped", "6 to 18 dB too loud", _clipped),
    Fault("clipped", "the same, then 1 to 20 dB softer", _clipped_and_turned_down),
    Fault("clipped", "the same in one channel of two", _clipped_on_one_side),
    Fault("clipped", "12 to 18 dB too loud, then mp3 at 128 kb/s", _clipped_then_mp3),
    Fault("dc-offset", "0.02 to 0.2 of full scale in one channel", _offset),
    Fault("band-limited", "through a rate of 6 to 14 kHz", _low_rate),
    Fault("band-limited", "filter of order 8 to 12 at 2 to 5 kHz", _filtered),
    Fault("too-short", "0.05 to 12 s", _short),
    Fault("unreadable", "without the first 4 to 40 bytes", _no_header),
    Fault("unreadable", "random bytes", _other_bytes),
    Fault("unreadable", "2 to 90 % of the file", _cut),
)
