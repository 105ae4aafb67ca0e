"""A seed -> sounds that are not music: noise of five colours, sines, sweeps and clicks, 30 s each at 22.05 kHz.

They serve to measure how often a model says "I don't know"; no threshold is set on them.
"""

from collections.abc import Iterator

import numpy as np
from scipy.signal import chirp

SR = 22050
DURATION_S = 30.0
PEAK = 0.5
# The power of coloured noise falls with frequency to this exponent.
NOISE_COLOURS = {"white": 0.0, "pink": 1.0, "brown": 2.0, "blue": -1.0, "violet": -2.0}
LOWEST_NOISE_HZ = 20.0


def not_music(*, n_each: int, seed: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (kind, y) for every kind, ``n_each`` of each with other draws; y is float32 mono with a peak of 0.5."""
    rng = np.random.default_rng(seed)
    for _ in range(n_each):
        for colour, exponent in NOISE_COLOURS.items():
            yield f"{colour} noise", _levelled(_noise(exponent, rng))
        yield "sine", _levelled(_sine(rng))
        yield "sweep", _levelled(_sweep(rng))
        yield "clicks", _levelled(_clicks(rng))


def _time() -> np.ndarray:
    return np.arange(int(DURATION_S * SR)) / SR


def _noise(exponent: float, rng: np.random.Generator) -> np.ndarray:
    spectrum = np.fft.rfft(rng.standard_normal(_time().size))
    hz = np.fft.rfftfreq(_time().size, 1 / SR)
    return np.fft.irfft(spectrum * np.maximum(hz, LOWEST_NOISE_HZ) ** (-exponent / 2), n=_time().size)


def _sine(rng: np.random.Generator) -> np.ndarray:
    return np.sin(2 * np.pi * rng.uniform(60, 8000) * _time())


def _sweep(rng: np.random.Generator) -> np.ndarray:
    low, high = rng.uniform(30, 200), rng.uniform(2000, 10000)
    n_repeats = int(rng.integers(1, 11))
    t = np.mod(_time(), DURATION_S / n_repeats)
    return chirp(t, low, DURATION_S / n_repeats, high, method=str(rng.choice(["linear", "logarithmic"])))


def _clicks(rng: np.random.Generator) -> np.ndarray:
    y = np.zeros(_time().size)
    y[:: int(SR / rng.uniform(0.5, 12))] = 1.0
    return y


def _levelled(y: np.ndarray) -> np.ndarray:
    return (PEAK * y / np.abs(y).max()).astype(np.float32)
