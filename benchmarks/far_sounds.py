"""A seed -> sounds that nobody calls music, 10 s each at 22.05 kHz: noise, voices, a bird, machines, sweeps, clicks.

The bird and the reader are recordings of the shared folder; the bird's call is repeated until it lasts 10 s, and the
voices of a synthesiser are there where espeak-ng is installed. No threshold is set on any of them.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.not_music import not_music
from benchmarks.recordings import songs
from core.features import SR
from core.sound.decode import decode

DURATION_S = 10.0
PEAK = 0.5
READER, BIRD = "198-209-0000.ogg", "456440__inspectorj__bird-whistling-robin-single-13.ogg"
VOICES = ("en-us", "en-gb", "de", "fr", "es", "it", "pl", "ru")
READ_ALOUD = "The quick brown fox jumps over the lazy dog, and nobody in the old town hears it. " * 8
N_BIRDS = 5  # the bird at other speeds
MAINS_HZ = (50.0, 60.0)


def far_sounds(*, n_each: int, seed: int) -> dict[str, list[np.ndarray]]:
    """Sounds by their kind, float32 mono; ``n_each`` of everything that is drawn."""
    rng = np.random.default_rng(seed)
    found: dict[str, list[np.ndarray]] = {}
    for kind, y in not_music(n_each=n_each, seed=seed):
        family = "coloured noise" if kind.endswith("noise") else "sines, sweeps, clicks"
        found.setdefault(family, []).append(_levelled(y[: _n_samples()]))
    found["voices"] = _voices()
    found["a bird"] = _birds(rng)
    machines = (_hum, _motor, _siren)
    found["machines"] = [_levelled(machine(rng)) for _ in range(n_each) for machine in machines]
    return found


def _voices() -> list[np.ndarray]:
    """The reader, whole and in two halves, and synthetic voices."""
    reader = _shared(READER)
    half = reader.size // 2
    return [_levelled(y) for y in (reader, reader[:half], reader[half:], *_synthetic_voices())]


def _synthetic_voices() -> list[np.ndarray]:
    if not shutil.which("espeak-ng"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{voice}.wav" for voice in VOICES]
        for voice, path in zip(VOICES, paths, strict=True):
            subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), READ_ALOUD], check=True, capture_output=True)
        return [decode(path, sr=SR).y[: _n_samples()] for path in paths]


def _birds(rng: np.random.Generator) -> list[np.ndarray]:
    """The bird's call again and again, with other rests between the calls and at other speeds."""
    call = _shared(BIRD)
    played = []
    for _ in range(N_BIRDS):
        rest = np.zeros(int(rng.uniform(0, 1) * SR), np.float32)
        step = rng.uniform(0.85, 1.15)
        other = np.interp(np.arange(0, call.size - 1, step), np.arange(call.size), call)
        played.append(_levelled(np.resize(np.concatenate([other, rest]), _n_samples())))
    return played


def _hum(rng: np.random.Generator) -> np.ndarray:
    """A transformer: the mains and its harmonics, with the hiss of air."""
    mains_hz = rng.choice(MAINS_HZ)
    harmonics = sum(
        rng.uniform(0.2, 1) / order * np.sin(2 * np.pi * order * mains_hz * _time() + rng.uniform(0, 2 * np.pi))
        for order in (1, 2, 3, 4, 6, 8)
    )
    return harmonics + rng.uniform(0.02, 0.3) * rng.standard_normal(_time().size)


def _motor(rng: np.random.Generator) -> np.ndarray:
    """An engine: a pulse for each stroke, at a speed that drifts, ringing in its case."""
    strokes_hz = rng.uniform(12, 90) * (1 + 0.1 * np.sin(2 * np.pi * rng.uniform(0.05, 0.4) * _time()))
    phase = np.cumsum(strokes_hz) / SR
    pulses = (np.diff(np.floor(phase), prepend=0.0) > 0) * rng.uniform(0.7, 1, _time().size)
    t = np.arange(int(0.05 * SR)) / SR
    ringing = sum(np.exp(-t * rng.uniform(60, 200)) * np.sin(2 * np.pi * hz * t) for hz in rng.uniform(80, 1500, 4))
    return np.convolve(pulses, ringing)[: _time().size] + 0.02 * rng.standard_normal(_time().size)


def _siren(rng: np.random.Generator) -> np.ndarray:
    """Two tones in turn, or one that wails up and down."""
    low_hz, high_hz = rng.uniform(350, 700), rng.uniform(800, 1600)
    turns = np.sin(2 * np.pi * rng.uniform(0.2, 1.5) * _time())
    place = (turns > 0).astype(float) if rng.random() < 0.5 else (1 + turns) / 2
    phase = 2 * np.pi * np.cumsum(low_hz + (high_hz - low_hz) * place) / SR
    return sum(np.sin(order * phase) / order**2 for order in (1, 2, 3)) + 0.01 * rng.standard_normal(_time().size)


def _shared(name: str) -> np.ndarray:
    return decode(next(path for path in songs() if path.name == name), sr=SR).y


def _time() -> np.ndarray:
    return np.arange(_n_samples()) / SR


def _n_samples() -> int:
    return int(DURATION_S * SR)


def _levelled(y: np.ndarray) -> np.ndarray:
    return (PEAK * y / np.abs(y).max()).astype(np.float32)
