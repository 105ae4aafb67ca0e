"""A mono signal in, a fingerprint out: what tells whether two files hold the same recording.

J. Haitsma, T. Kalker. A highly robust audio fingerprinting system. ISMIR 2002: every frame becomes 32 bits, each the
sign of how the difference between two neighbouring bands of frequency changed since an earlier frame. Level, encoders
and equalisers hardly touch these signs, and bits of unrelated music agree as often as coins do.

Ours differs in three things. The frames are fewer (21.5 a second, and the earlier frame lies 0.28 s back), so that
100,000 tracks fit in memory. A second set of bits is taken from bands that lie 1 % higher: where a copy runs up to
1.5 % faster, one of the two sets fits nearly exactly, so that speed costs no tolerance. And a frame that is silent, or
in which next to nothing changes (a held tone), counts as not heard: it says nothing about the recording.
"""

import hashlib
import struct
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.fft
import soxr
from scipy.signal.windows import hann

from core.errors import DataError

SR = 22_050  # Hz, of the signals that are taken
HOP_S = 512 / 11_025
FRAME_S = (4096 + 6 * 512) / 11_025  # how much sound one frame sees
PITCH_RATIO = 1.01  # between the bands of the second set of bits and those of the first
N_BITS = 32

_INNER_SR = 11_025
_N_FFT = 4096  # 0.37 s at the inner rate, as in the paper
_HOP = 512
_LAG = 6  # frames between the two whose difference a bit is
_LOWEST_HZ = 200.0
_BANDS_PER_OCTAVE = 7.5  # the highest of the 33 bands ends at 4.2 kHz, which every encoder keeps

_SILENT_DB = -80.0  # of full scale: a frame below is silent,
_FAR_BELOW_DB = -60.0  # and so is one that lies so far below the loudest of its recording
_BAND_FLOOR = 1e-7  # share of a frame's power under which a band holds rounding noise only
_DECIDED = 0.1  # a bit whose difference changed by less, in nepers of power, is a matter of rounding
_MIN_DECIDED = 20  # of 32; music has 29 and more in the median frame, steady tones at most 5

_BLOCK = 2048  # frames that are transformed at once, so that memory stays small
_MAGIC = b"GSFP1\n"
_HEADER = struct.Struct("<6s16sII")


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """What is kept of one recording, 5 kB for 30 s."""

    digest: bytes  # of the samples, 16 bytes; all zero where every sample is
    n_samples: int
    bits: np.ndarray  # uint32, shape (2, n_frames): by the bands as they are, and by bands PITCH_RATIO higher
    heard: np.ndarray  # bool, shape (n_frames,): whether a frame says anything

    @property
    def duration_s(self) -> float:
        return self.n_samples / SR

    @property
    def n_heard(self) -> int:
        return int(np.count_nonzero(self.heard))

    @property
    def is_silent(self) -> bool:
        """Every sample is zero: there is nothing that could be somebody's copy."""
        return not any(self.digest)

    def to_bytes(self) -> bytes:
        header = _HEADER.pack(_MAGIC, self.digest, self.n_samples, self.heard.size)
        return header + self.bits.astype("<u4").tobytes() + np.packbits(self.heard).tobytes()


def fingerprint(y: np.ndarray, *, sr: int = SR) -> Fingerprint:
    """The fingerprint of a mono signal; a signal under 0.65 s, or silent, has no frames that are heard.

    Parameters
    ----------
    y : np.ndarray, shape (n_samples,), float32, as ``core.sound.decode.decode`` gives it
    sr : 22,050 Hz; fingerprints are compared with each other, so all are made at one rate
    """
    if sr != SR:
        raise ValueError(f"sr={sr}: a fingerprint is made at {SR} Hz; decode the file at that rate")
    if y.ndim != 1:
        raise ValueError(f"y.shape={y.shape}: a fingerprint needs a mono signal")
    power, bands = _spectra(soxr.resample(np.asarray(y, np.float32), SR, _INNER_SR))
    level = np.log(bands + _BAND_FLOOR * power[:, None, None] + np.finfo(np.float32).tiny)  # (n, 2, 33)
    slope = np.diff(level, axis=2)
    change = slope[_LAG:] - slope[:-_LAG]  # (n_frames, 2, 32)
    heard = _loud(power)
    heard = heard[_LAG:] & heard[:-_LAG] & (np.count_nonzero(np.abs(change[:, 0]) > _DECIDED, axis=1) >= _MIN_DECIDED)
    return Fingerprint(_digest(y), y.size, _packed(change > 0).T.copy(), heard)


def from_bytes(stored: bytes) -> Fingerprint:
    """The fingerprint that ``to_bytes`` stored.

    Raises
    ------
    DataError
        The bytes are something else, of another version, or cut.
    """
    if len(stored) < _HEADER.size or not stored.startswith(_MAGIC):
        raise DataError("these bytes are no fingerprint of this version; delete them, and it is made again")
    _, digest, n_samples, n_frames = _HEADER.unpack_from(stored)
    if len(stored) != _HEADER.size + 8 * n_frames + (n_frames + 7) // 8:
        raise DataError(f"a fingerprint of {n_frames} frames is cut; delete it, and it is made again")
    bits = np.frombuffer(stored, "<u4", 2 * n_frames, _HEADER.size).astype(np.uint32).reshape(2, n_frames)
    packed = np.frombuffer(stored, np.uint8, offset=_HEADER.size + 8 * n_frames)
    return Fingerprint(digest, n_samples, bits, np.unpackbits(packed, count=n_frames).astype(bool))


def _digest(y: np.ndarray) -> bytes:
    if not y.any():
        return bytes(16)
    samples = np.ascontiguousarray(y, "<f4") + np.float32(0)  # -0 is 0
    return hashlib.blake2b(samples.tobytes(), digest_size=16).digest()


def _spectra(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Power (n,) as the mean square of each frame, and of each band, (n, 2, 33), block by block."""
    n_frames = max((x.size - _N_FFT) // _HOP + 1, 0)
    if n_frames <= _LAG:
        return np.zeros(_LAG, np.float32), np.zeros((_LAG, 2, N_BITS + 1), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(x, _N_FFT)[::_HOP]
    hann_window = hann(_N_FFT, sym=False).astype(np.float32)
    scale = np.float32(2 / (_N_FFT * np.sum(hann_window**2)))
    powers, bands = [], []
    for start in range(0, n_frames, _BLOCK):
        S = scale * np.abs(scipy.fft.rfft(frames[start : start + _BLOCK] * hann_window, axis=1)) ** 2
        powers.append(S.sum(axis=1))
        bands.append(S @ _bank())
    return np.concatenate(powers), np.concatenate(bands).reshape(n_frames, 2, N_BITS + 1)


@lru_cache(maxsize=1)
def _bank() -> np.ndarray:
    """Shape (n_bins, 2 * 33): how much of each bin of the spectrum lies in each band, of both sets."""
    edges = _LOWEST_HZ * 2 ** (np.arange(N_BITS + 2) / _BANDS_PER_OCTAVE) * _N_FFT / _INNER_SR
    edges = np.stack([edges, PITCH_RATIO * edges])
    low, high = edges[:, :-1].ravel(), edges[:, 1:].ravel()
    k = np.arange(_N_FFT // 2 + 1)[:, None]
    return np.clip(np.minimum(k + 0.5, high) - np.maximum(k - 0.5, low), 0, None).astype(np.float32)


def _loud(power: np.ndarray) -> np.ndarray:
    floor = max(10 ** (_SILENT_DB / 10), power.max() * 10 ** (_FAR_BELOW_DB / 10))
    return power >= floor


def _packed(signs: np.ndarray) -> np.ndarray:
    """Booleans (..., 32) -> uint32 (...,)."""
    return np.ascontiguousarray(np.packbits(signs, axis=-1, bitorder="little")).view("<u4")[..., 0].astype(np.uint32)
