"""Log-mel spectrum -> MFCCs, the shape of the spectrum in few numbers (``librosa.feature.mfcc``)."""

from collections.abc import Sequence

import numpy as np
import scipy.fft

from core.features.family import Family
from core.features.frames import Segment, pair_statistics
from core.features.spectra import Spectra, clip_db

N_MFCC = 40


def segment_mfcc(spectra: Spectra, segment: Segment, *, n_mfcc: int = N_MFCC) -> np.ndarray:
    """MFCCs of a segment's frames, float32, shape (n_frames, n_mfcc).

    Quiet bands are cut at 80 dB under the loudest of the segment, as when it is analysed alone.
    """
    return scipy.fft.dct(clip_db(spectra.log_mel[segment.frames]), axis=1, norm="ortho")[:, :n_mfcc]


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    spectra.log_mel  # noqa: B018  computed here, not in several threads at once
    return np.stack(spectra.map(lambda segment: pair_statistics(segment_mfcc(spectra, segment)), segments))


def _plain(k: int) -> str:
    if k == 1:
        return "overall level in dB (MFCC 1)"
    return f"shape of the spectrum, {'coarse' if k <= 5 else 'medium' if k <= 13 else 'fine'} detail (MFCC {k})"


MFCC = Family(
    name="mfcc",
    title="MFCC",
    about="The outline of the spectrum on a musical loudness scale, from coarse (1) to fine (40): timbre.",
    unit="",
    value_range="about -1131 to 500 for MFCC 1, -300 to 300 for the others",
    source="librosa.feature.mfcc: Davis & Mermelstein, Comparison of parametric representations (1980); Slaney mel",
    parts={f"mfcc{k}": _plain(k) for k in range(1, N_MFCC + 1)},
    measure=measure,
)
