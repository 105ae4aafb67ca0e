"""A recording and a random generator in, a copy of it as collections hold them by mistake out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import librosa
import numpy as np
import soxr

from benchmarks.mp3 import as_mp3
from core.sound.decode import decode
from core.sound.fingerprint import SR

MP3_SR = 44_100
SHIFT_S = (0.1, 10.0)
Treatment = Callable[[np.ndarray, np.random.Generator], np.ndarray]  # mono float32 at SR, both


@dataclass(frozen=True)
class Copy:
    """``promised``: at least 95 % of such copies are to be found; the others say where that ends."""

    how: str
    promised: bool
    treatments: tuple[Treatment, ...]

    def plant(self, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return reduce(lambda x, treat: treat(x, rng), self.treatments, y).astype(np.float32)


def _later(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return y[round(rng.uniform(*SHIFT_S) * SR) :]


def _delayed(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    n_samples = round(rng.uniform(*SHIFT_S) * SR)
    return np.concatenate([np.zeros(n_samples, np.float32), y])[: y.size]


def _mp3(kb_per_s: int) -> Treatment:
    def treat(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        louder = np.clip(soxr.resample(y, SR, MP3_SR), -1, 1)
        return decode(as_mp3(louder, sr=MP3_SR, bits_per_s=1000 * kb_per_s), sr=SR).y

    return treat


def _gain(low_db: float, high_db: float) -> Treatment:
    return lambda y, rng: y * 10 ** (rng.uniform(low_db, high_db) / 20)


def _as_pcm(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut off at full scale and rounded to 16 bits."""
    return np.round(np.clip(y, -1, 1 - 2**-15) * 2**15) / 2**15


def _either(change: float) -> Treatment:
    return lambda y, rng: _faster(y, rng.choice([-change, change]))


def _up_to(change: float) -> Treatment:
    return lambda y, rng: _faster(y, rng.uniform(-change, change))


def _faster(y: np.ndarray, change: float) -> np.ndarray:
    """Tempo and pitch together, as a record player changes them."""
    return soxr.resample(y, SR * (1 + change), SR)


def _tempo(change: float) -> Treatment:
    return lambda y, rng: librosa.effects.time_stretch(y, rate=1 + rng.choice([-change, change]))


def _pitch(change: float) -> Treatment:
    """Pitch without tempo."""

    def treat(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        ratio = 1 + rng.choice([-change, change])
        return soxr.resample(librosa.effects.time_stretch(y, rate=1 / ratio), SR * ratio, SR)

    return treat


def _cut(duration_s: float) -> Treatment:
    def treat(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        start = round(rng.uniform(0, y.size / SR - duration_s) * SR)
        return y[start : start + round(duration_s * SR)]

    return treat


COPIES = (
    Copy("begins 0.1-10 s later", True, (_later,)),
    Copy("after 0.1-10 s of silence", True, (_delayed,)),
    *(Copy(f"mp3 of {rate} kb/s", True, (_mp3(rate),)) for rate in (64, 96, 128, 192, 256, 320)),
    Copy("gain of -12 to 12 dB", True, (_gain(-12, 12),)),
    Copy("12 dB softer, 16 bits", True, (_gain(-12, -12), _as_pcm)),
    Copy("12 dB louder, clipped", True, (_gain(12, 12), _as_pcm)),
    Copy("speed of -1 to 1 %", True, (_up_to(0.01),)),
    Copy("1 % faster or slower", True, (_either(0.01),)),
    Copy("cut to 5 s", True, (_cut(5),)),
    Copy("tempo alone, 1 %", False, (_tempo(0.01),)),
    Copy("pitch alone, 1 %", False, (_pitch(0.01),)),
    Copy("1.5 % faster or slower", False, (_either(0.015),)),
    Copy("mp3 of 32 kb/s", False, (_mp3(32),)),
    Copy("later, speed, mp3 of 64 kb/s", False, (_later, _up_to(0.01), _mp3(64))),
    Copy("cut to 5 s, 1 % faster or slower", False, (_cut(5), _either(0.01))),
    Copy("cut to 5 s, speed, mp3 of 64 kb/s", False, (_cut(5), _up_to(0.01), _mp3(64))),
    Copy("cut to 5 s, 12 dB louder, clipped", False, (_cut(5), _gain(12, 12), _as_pcm)),
    Copy("cut to 5 s, speed, clipped, mp3", False, (_cut(5), _up_to(0.01), _gain(12, 12), _as_pcm, _mp3(64))),
    Copy("cut to 3 s", False, (_cut(3),)),
    Copy("cut to 2 s", False, (_cut(2),)),
)
