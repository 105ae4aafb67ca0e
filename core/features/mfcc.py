"""Log-mel spectrum -> MFCCs, the shape of the spectrum in few numbers, and how fast they move (``librosa.feature``)."""

from collections.abc import Sequence

import librosa
import numpy as np
import scipy.fft

from core.features.family import Family
from core.features.frames import Segment, pair_statistics
from core.features.spectra import Spectra, clip_db

N_MFCC = 40
N_DIFFERENCES = 20  # coefficients whose differences are taken


def segment_mfcc(spectra: Spectra, segment: Segment, *, n_mfcc: int = N_MFCC) -> np.ndarray:
    """MFCCs of a segment's frames, float32, shape (n_frames, n_mfcc).

    Quiet bands are cut at 80 dB under the loudest of the segment, as when it is analysed alone.
    """
    return scipy.fft.dct(clip_db(spectra.log_mel[segment.frames]), axis=1, norm="ortho")[:, :n_mfcc]


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    spectra.log_mel  # noqa: B018  computed here, not in several threads at once
    return np.stack(spectra.map(lambda segment: pair_statistics(segment_mfcc(spectra, segment)), segments))


def measure_delta(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return _measure_differences(spectra, segments, order=1)


def measure_delta2(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return _measure_differences(spectra, segments, order=2)


def _measure_differences(spectra: Spectra, segments: Sequence[Segment], *, order: int) -> np.ndarray:
    spectra.log_mel  # noqa: B018  computed here, not in several threads at once

    def one(segment: Segment) -> np.ndarray:
        mfcc = segment_mfcc(spectra, segment, n_mfcc=N_DIFFERENCES)
        return pair_statistics(librosa.feature.delta(mfcc, order=order, axis=0))

    return np.stack(spectra.map(one, segments))


def _plain(k: int) -> str:
    if k == 1:
        return "overall level in dB (MFCC 1)"
    return f"shape of the spectrum, {'coarse' if k <= 5 else 'medium' if k <= 13 else 'fine'} detail (MFCC {k})"


MFCC = Family(
    name="mfcc",
    title="MFCC",
    about="The outline of the spectrum on a musical loudness scale, from coarse (1) to fine (40): timbre.",
    unit="",
    value_range=(-1_132, 700),
    source="librosa.feature.mfcc: Davis & Mermelstein, Comparison of parametric representations (1980); Slaney mel",
    parts={f"mfcc{k}": _plain(k) for k in range(1, N_MFCC + 1)},
    measure=measure,
)

DELTA = Family(
    name="mfcc_delta",
    title="MFCC first difference",
    about="How fast each MFCC moves: attacks and decays.",
    unit="per frame",
    value_range=(-190, 190),
    source="librosa.feature.delta, order 1 over nine frames: Furui, Speaker-independent word recognition (1986)",
    parts={f"mfcc{k}_delta": f"speed of MFCC {k}" for k in range(1, N_DIFFERENCES + 1)},
    measure=measure_delta,
)

DELTA2 = Family(
    name="mfcc_delta2",
    title="MFCC second difference",
    about="How fast each MFCC turns: sharpness of attacks.",
    unit="per frame²",
    value_range=(-190, 190),
    source="librosa.feature.delta, order 2 over nine frames: Furui (1986)",
    parts={f"mfcc{k}_delta2": f"turning of MFCC {k}" for k in range(1, N_DIFFERENCES + 1)},
    measure=measure_delta2,
)
