"""A dry stereo rendering in; the same in a small room, at the loudness of the other clips and without clipping, out."""

import numpy as np
from scipy.signal import oaconvolve

from core.sound.loudness import TARGET_LUFS, limited, loudness_lufs

CEILING_DBFS = -1.0
_ROOM_S = 0.9
_ROOM_DB = -17.0  # level of the room beside the dry sound
_FADE_S = 0.8
_AUDIBLE = 0.003  # of the peak; what rings on below it is cut off


def mix_down(y: np.ndarray, *, sr: int, seed: int) -> np.ndarray:
    """``y`` of shape (2, n_samples) with room, level and a faded end."""
    y = _in_a_room(y, sr=sr, seed=seed)
    y = y[:, : np.flatnonzero(np.abs(y).max(axis=0) > _AUDIBLE * np.abs(y).max())[-1] + 1]
    y[:, -int(_FADE_S * sr) :] *= np.linspace(1, 0, int(_FADE_S * sr), dtype=np.float32) ** 2
    for _ in range(2):  # the limiter takes a little of the loudness, which the next round gives back
        gain_db = TARGET_LUFS - loudness_lufs(y, sr=sr)
        y = limited(y * np.float32(10 ** (gain_db / 20)), sr=sr, ceiling_dbfs=CEILING_DBFS)
    return y


def _in_a_room(y: np.ndarray, *, sr: int, seed: int) -> np.ndarray:
    """Add decaying noise as the answer of a room, different in each ear, darker as it decays."""
    n_samples = int(_ROOM_S * sr)
    t = np.arange(n_samples) / sr
    noise = np.random.default_rng(seed).standard_normal((2, n_samples))
    bright, dark = noise * np.exp(-t / 0.05), np.cumsum(noise, axis=1) * np.exp(-t / 0.25)
    answer = bright / np.linalg.norm(bright) + 0.7 * (dark - dark.mean()) / np.linalg.norm(dark)
    answer[:, : int(0.012 * sr)] = 0  # the walls are some metres away
    answer *= 10 ** (_ROOM_DB / 20)
    wet = oaconvolve(y, answer.astype(np.float32), axes=1)
    wet[:, : y.shape[1]] += y
    return wet
