"""Segments of one second -> eight numbers that nobody trained: a listener for tests, with no file to fetch.

It measures eight bands of the spectrum and mixes them by a fixed random matrix, so that different sounds get different
numbers and equal ones equal ones.
"""

import numpy as np

from core.models.backbones.spec import Backbone, Hear, Listened

N_BANDS = N_DIMS = 8
TAGS = ("low", "middle", "high")
_TINY = 1e-8


def load() -> Hear:
    rng = np.random.default_rng(0)
    mixing = rng.normal(size=(N_BANDS, N_DIMS)).astype(np.float32)

    def hear(segments: np.ndarray) -> Listened:
        power = np.abs(np.fft.rfft(segments, axis=1)) ** 2
        bands = np.stack([band.mean(axis=1) for band in np.array_split(power, N_BANDS, axis=1)], axis=1) + _TINY
        thirds = np.stack([third.sum(axis=1) for third in np.array_split(bands, len(TAGS), axis=1)], axis=1)
        tags = thirds / thirds.sum(axis=1, keepdims=True)
        return Listened((np.log(bands) @ mixing).astype(np.float32), tags.astype(np.float32))

    return hear


SPEC = Backbone(
    name="debug",
    title="the random listener of the tests",
    about="nothing: its numbers are eight bands of the spectrum, mixed at random",
    citation="none: a stand-in of this project's own",
    licence="MIT",
    sr=8_000,
    segment_s=1.0,
    hop_s=1.0,
    n_dims=N_DIMS,
    tags=TAGS,
    load=load,
    front_end="power of the spectrum in eight bands",
    is_offered=False,
)
