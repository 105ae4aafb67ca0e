"""A seed in, something that changes like music out: notes with overtones that fade, and drums, over a quiet hiss."""

import numpy as np

SR = 22050
NOTES_PER_S = 8
HISS = 0.003


def made_music(seed: int, duration_s: float = 12.0) -> np.ndarray:
    """Mono float32 at 22,050 Hz; another seed is another song."""
    rng = np.random.default_rng(seed)
    y = np.zeros(round(duration_s * SR), np.float32)
    for _ in range(round(duration_s * NOTES_PER_S)):
        start = int(rng.integers(0, y.size))
        note = _note(rng) if rng.random() < 0.7 else _drum(rng)
        note = note[: y.size - start]
        y[start : start + note.size] += note
    return 0.3 * y / np.abs(y).max() + HISS * rng.standard_normal(y.size, np.float32)


def _note(rng: np.random.Generator) -> np.ndarray:
    t = np.arange(round(rng.uniform(0.2, 1.0) * SR), dtype=np.float32) / SR
    pitch_hz = 110 * 2 ** (rng.integers(0, 37) / 12)
    tones = [rng.random() / k * np.sin(np.float32(2 * np.pi * k * pitch_hz) * t) for k in range(1, 7)]
    return np.exp(-t / np.float32(rng.uniform(0.2, 0.8))) * np.sum(tones, axis=0, dtype=np.float32)


def _drum(rng: np.random.Generator) -> np.ndarray:
    t = np.arange(round(0.2 * SR), dtype=np.float32) / SR
    return np.exp(-t / np.float32(0.05)) * rng.standard_normal(t.size, np.float32)
