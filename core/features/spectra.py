"""A signal -> what several families share: one STFT, its magnitude, log-mel, spectral peaks, the harmonic part.

Each is computed when first asked for and kept. Matrices are frame-major, shape (n_frames, ...), as frames are what is
cut and counted. Work goes through blocks of frames that fit into the processor's cache, over ``n_threads`` threads.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache

import librosa
import numpy as np
import scipy.fft

from core.features.filterbank import FilterBank
from core.features.frames import HOP_LENGTH, N_BINS, N_FFT, SR, count_frames
from core.features.hpss import WINDOW, divide_by_windows, harmonic_block

BLOCK = 256  # frames; a block's magnitude takes 1 MB
POWER_FLOOR = np.float32(1e-10)  # librosa's amin of power_to_db
TOP_DB = 80.0


class Spectra:
    """The shared spectra of one mono signal at ``SR``.

    Parameters
    ----------
    y : np.ndarray, float32, shape (n_samples,), finite
    n_threads : threads over blocks of frames and over segments
    """

    def __init__(self, y: np.ndarray, *, n_threads: int = 1):
        self.y = y
        self.n_threads = n_threads
        self.n_frames = count_frames(y.size)

    def map(self, function: Callable, *items: Iterable) -> list:
        """``list(map(function, *items))``, over the threads."""
        if self.n_threads == 1:
            return list(map(function, *items))
        with ThreadPoolExecutor(self.n_threads) as pool:
            return list(pool.map(function, *items))

    def map_blocks(self, function: Callable[[int, int], object]) -> list:
        """``function(start, stop)`` for successive blocks of frames, over the threads."""
        starts = range(0, self.n_frames, BLOCK)
        return self.map(lambda start: function(start, min(start + BLOCK, self.n_frames)), starts)

    @cached_property
    def stft(self) -> np.ndarray:
        """complex64, shape (n_frames, N_BINS); hann, centred, zeros beyond both ends."""
        frames = centred_frames(self.y)
        stft = np.empty((self.n_frames, N_BINS), np.complex64)

        def transform(start: int, stop: int) -> None:
            stft[start:stop] = transformed(frames[start:stop])

        self.map_blocks(transform)
        return stft

    @cached_property
    def magnitude(self) -> np.ndarray:
        """float32, shape (n_frames, N_BINS)."""
        stft = self.stft
        magnitude = np.empty(stft.shape, np.float32)
        self.map_blocks(lambda start, stop: np.abs(stft[start:stop], out=magnitude[start:stop]))
        return magnitude

    @cached_property
    def log_mel(self) -> np.ndarray:
        """Mel power in dB, float32, shape (n_frames, 128); not yet cut at ``TOP_DB`` below a segment's maximum."""
        magnitude, filters = self.magnitude, mel_filters()

        def transform(start: int, stop: int) -> np.ndarray:
            return 10 * np.log10(np.maximum(filters(magnitude[start:stop]), POWER_FLOOR))

        return np.concatenate(self.map_blocks(transform))

    @cached_property
    def harmonic(self) -> np.ndarray:
        """The harmonic part of the signal, float32, shape (n_samples,); ``y - harmonic`` is the percussive part."""
        stft, magnitude = self.stft, self.magnitude
        blocks = self.map_blocks(lambda start, stop: harmonic_block(stft, magnitude, start=start, stop=stop))
        del self.stft  # the largest array of all, and nobody needs the phases any more
        total = np.zeros((self.n_frames + 3) * HOP_LENGTH, np.float32)
        for i, block in enumerate(blocks):
            first = i * BLOCK * HOP_LENGTH
            total[first : first + block.size] += block
        divide_by_windows(total)
        return total[N_FFT // 2 :][: self.y.size]


def centred_frames(y: np.ndarray) -> np.ndarray:
    """The samples of every frame with zeros beyond both ends, a view of shape (n_frames, N_FFT)."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(y, N_FFT // 2), N_FFT)[::HOP_LENGTH]


def transformed(frames: np.ndarray) -> np.ndarray:
    """Fourier transform of frames under the window, complex128, shape (n_frames, N_BINS)."""
    # In double precision like librosa: single precision would move the tuning and the rolloff of quiet frames.
    return scipy.fft.rfft(frames * WINDOW, axis=1)


def clip_db(db: np.ndarray) -> np.ndarray:
    """``db`` with nothing lower than ``TOP_DB`` below its maximum, as librosa's ``power_to_db`` leaves it."""
    return np.maximum(db, db.max() - np.float32(TOP_DB))


@lru_cache(maxsize=1)
def mel_filters() -> FilterBank:
    """Slaney's mel filter bank of 128 bands."""
    return FilterBank(librosa.filters.mel(sr=SR, n_fft=N_FFT))
