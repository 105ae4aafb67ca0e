"""Two sets of recordings in; both at the same rate, length, band, loudness and codec out.

A classifier tells mp3 from FLAC, and 16 kHz from 44 kHz, before it hears any music. So both sets are brought to what
the poorer one has: the same seconds, nothing above the lowest treble that either has, one loudness, and all of it
through the same lossy codec. What a stronger codec than that has spoilt below the band stays spoilt.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import soundfile as sf
import soxr

from core.errors import AudioError, DataError
from core.features.frames import SR
from core.sound.bandwidth import cut_off_hz
from core.sound.decode import Signal, decode
from core.sound.loudness import loudness_lufs
from core.sound.rates import at_rate
from core.sound.song import MIN_DURATION_S

LONGEST_S = 10.0
HIGHEST_HZ = 8_000.0  # cliffs above it are seen unsurely at 22,050 Hz, and lost by every strong encoder
LUFS = -23.0  # EBU R 128
CODEC = "mp3 of 64 kb/s"
_UNDER_CLIFF = 0.9  # of the frequency where the treble of a recording ends: below the slope
_PASSBAND = 0.9  # of the band that soxr leaves untouched
_HEADROOM = 0.25  # at that loudness no peak is four times full scale
_COMPRESSION = 0.6  # of libsndfile: 64 kb/s at this rate


@dataclass(frozen=True)
class Common:
    """What both sets are brought to; the rate is that of the features, the loudness in LUFS."""

    duration_s: float
    band_hz: float
    lufs: float = LUFS
    codec: str = CODEC
    sr: int = SR


@dataclass(frozen=True)
class Facts:
    """How long a recording lasts, and where its treble was cut off, if it was."""

    duration_s: float
    cut_hz: float | None


def facts_of(signal: Signal) -> Facts:
    """What has to be known of a recording to find what all have in common."""
    return Facts(signal.duration_s, cut_off_hz(at_rate(signal.y, sr=signal.sr, wanted=SR), sr=SR))


def common_of(facts: Iterable[Facts], *, longest_s: float = LONGEST_S) -> Common:
    """The poorest of all: the shortest length, up to ``longest_s``, and the lowest band.

    Raises
    ------
    DataError
        There is no recording, or the shortest is too short for a genre mix.
    """
    found = list(facts)
    if not found:
        raise DataError("there is nothing to compare: no recording was given")
    duration_s = min(longest_s, *(one.duration_s for one in found))
    if duration_s < MIN_DURATION_S:
        raise DataError(
            f"the shortest recording lasts {duration_s:.1f} s, and all would be cut to that; needed are at least "
            f"{MIN_DURATION_S:.0f} s: leave the short ones out"
        )
    cuts = [_UNDER_CLIFF * one.cut_hz for one in found if one.cut_hz is not None]
    return Common(float(duration_s), float(min([HIGHEST_HZ, *cuts])))


def equalised(
    first: Sequence[Signal], second: Sequence[Signal], *, longest_s: float = LONGEST_S
) -> tuple[list[Signal], list[Signal]]:
    """Both sets, brought to what all their recordings have in common; see `common_of` and `brought_to`."""
    common = common_of(map(facts_of, [*first, *second]), longest_s=longest_s)
    return [brought_to(common, one) for one in first], [brought_to(common, one) for one in second]


def brought_to(common: Common, signal: Signal) -> Signal:
    """The middle of a recording at the common rate, length, band and loudness, through the common codec.

    Raises
    ------
    AudioError
        It is shorter than the common length, or silent.
    """
    n = round(common.duration_s * common.sr)
    y = at_rate(signal.y, sr=signal.sr, wanted=common.sr)
    if y.size < n - 1:
        raise AudioError(f"the recording lasts {y.size / common.sr:.2f} s, but {common.duration_s:.2f} s are compared")
    start = max(y.size - n, 0) // 2
    y = _loud(_banded(y[start : start + n], common), common)
    return Signal(_loud(_exactly(_coded(y, common), n), common), common.sr, signal.notes)


def _banded(y: np.ndarray, common: Common) -> np.ndarray:
    """Without what lies above the band: to a rate that holds no more, and back."""
    low = 2 * common.band_hz / _PASSBAND
    return soxr.resample(soxr.resample(y, common.sr, low), low, common.sr).astype(np.float32)


def _loud(y: np.ndarray, common: Common) -> np.ndarray:
    loudness = loudness_lufs(y, sr=common.sr)
    if loudness == float("-inf"):
        raise AudioError("the part that is compared is silent; leave the recording out")
    return (y * 10 ** ((common.lufs - loudness) / 20)).astype(np.float32)


def _exactly(y: np.ndarray, n: int) -> np.ndarray:
    """``n`` samples: resampling and codecs give one more or less."""
    return np.pad(y[:n], (0, max(n - y.size, 0)))


def _coded(y: np.ndarray, common: Common) -> np.ndarray:
    """Encoded and decoded again, as long as before or a little longer."""
    file = io.BytesIO()
    sf.write(
        file,
        _HEADROOM * y,
        common.sr,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=_COMPRESSION,
    )
    return decode(file.getvalue(), sr=common.sr).y / _HEADROOM
