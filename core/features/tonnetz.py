"""Signal -> tonal centroid: where its chords lie on the circles of fifths and thirds (``librosa.feature.tonnetz``).

It needs a constant-Q transform of its own, once for the whole signal; a segment's frames are cut from it, with the
tuning of the whole.
"""

from collections.abc import Sequence

import librosa
import numpy as np

from core.features.chroma import common_tuning, find_peaks, tuning_steps
from core.features.family import Family
from core.features.frames import SR, Segment, mean_and_var
from core.features.spectra import Spectra

SHORTEST = 3 * SR  # samples
BINS_PER_OCTAVE = 36  # librosa's default of chroma_cqt
_AXES = ("fifths, x", "fifths, y", "minor thirds, x", "minor thirds, y", "major thirds, x", "major thirds, y")


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    magnitude = spectra.magnitude
    # The tuning that librosa would find for itself, from the peaks of the STFT that is here already.
    peaks = spectra.map_blocks(lambda start, stop: find_peaks(magnitude[start:stop]))
    _, pitches, strengths = (np.concatenate(part) for part in zip(*peaks, strict=True))
    tuning = common_tuning(tuning_steps(pitches, bins_per_octave=BINS_PER_OCTAVE), strengths)
    # The lowest octave's filters are longer than a very short signal: librosa would warn, and pad with zeros as well.
    y = np.pad(spectra.y, (0, max(SHORTEST - spectra.y.size, 0)))
    chroma = librosa.feature.chroma_cqt(y=y, sr=SR, tuning=tuning, bins_per_octave=BINS_PER_OCTAVE)
    return mean_and_var(librosa.feature.tonnetz(chroma=chroma[:, : spectra.n_frames]).T, segments)


TONNETZ = Family(
    name="tonnetz",
    title="tonnetz",
    about="Where the harmony lies on the circles of fifths, minor and major thirds.",
    unit="",
    value_range=(-1, 1),
    source="librosa.feature.tonnetz: Harte, Sandler & Gasser, Detecting harmonic change in musical audio (2006)",
    parts={
        f"tonnetz{i + 1}": f"place of the harmony on the circle of {axis} (tonnetz)" for i, axis in enumerate(_AXES)
    },
    measure=measure,
)
