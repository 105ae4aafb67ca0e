"""Seconds -> samples and frames: the one frame grid that all families share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SR = 22050
N_FFT = 2048
HOP_LENGTH = 512
N_BINS = N_FFT // 2 + 1

# Differences of MFCCs are fits over nine frames; below that there is no such feature.
MIN_FRAMES = 9
MIN_SAMPLES = (MIN_FRAMES - 1) * HOP_LENGTH


@dataclass(frozen=True)
class Segment:
    """Samples ``start:stop`` of a signal and the frames that stand for them.

    Frame t is centred on sample ``t * HOP_LENGTH`` of the whole signal. A segment owns as many frames as it would have
    if it were cut out and analysed alone, from the frame nearest to its start.
    """

    start: int
    stop: int
    first_frame: int
    n_frames: int

    @property
    def samples(self) -> slice:
        return slice(self.start, self.stop)

    @property
    def frames(self) -> slice:
        return slice(self.first_frame, self.first_frame + self.n_frames)


def count_frames(n_samples: int) -> int:
    """Number of centred frames of a signal."""
    return 1 + n_samples // HOP_LENGTH


def whole(n_samples: int) -> Segment:
    """The segment that is the entire signal."""
    return Segment(0, n_samples, 0, count_frames(n_samples))


def segment_of(span: tuple[float, float], *, n_samples: int) -> Segment:
    """The segment of ``span = (start_s, end_s)``; both ends are cut to the signal."""
    start, stop = (int(np.clip(round(second * SR), 0, n_samples)) for second in span)
    first = round(start / HOP_LENGTH)
    n_frames = min(count_frames(stop - start), count_frames(n_samples) - first)
    return Segment(start, stop, first, n_frames)


def hann(n: int) -> np.ndarray:
    """The periodic Hann window of ``n`` samples: at a hop of n / 4 its squares add up to a constant."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


def mean_and_var(series: np.ndarray, segments: Sequence[Segment]) -> np.ndarray:
    """Mean and variance over each segment's frames.

    Parameters
    ----------
    series : np.ndarray, shape (n_frames, n_parts)

    Returns
    -------
    np.ndarray, shape (n_segments, 2 * n_parts): mean of part 1, variance of part 1, mean of part 2, ...
    """
    return np.stack([pair_statistics(series[segment.frames]) for segment in segments])


def pair_statistics(frames: np.ndarray) -> np.ndarray:
    """Mean and variance of each column of ``frames``, interleaved; in double precision."""
    frames = frames.astype(np.float64)
    return np.stack([frames.mean(axis=0), frames.var(axis=0)], axis=-1).ravel()
