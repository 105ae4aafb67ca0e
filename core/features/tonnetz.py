"""Signal -> tonal centroid: where its chords lie on the circles of fifths and thirds (``librosa.feature.tonnetz``).

It needs a constant-Q transform of its own, once for the whole signal; a segment's frames are cut from it, with the
tuning of the whole.
"""

from collections.abc import Sequence

import librosa
import numpy as np

from core.features.family import Family
from core.features.frames import SR, Segment, mean_and_var
from core.features.spectra import Spectra

_AXES = ("fifths, x", "fifths, y", "minor thirds, x", "minor thirds, y", "major thirds, x", "major thirds, y")


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    return mean_and_var(librosa.feature.tonnetz(y=spectra.y, sr=SR).T, segments)


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
