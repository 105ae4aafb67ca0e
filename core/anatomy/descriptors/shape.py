"""Where the energy of each frame lies: centroid, bandwidth, rolloff."""

from collections.abc import Callable

import numpy as np

from core.anatomy.descriptor import Descriptor
from core.features.shape import BANDWIDTH, CENTROID, ROLLOFF_FAMILY, frame_bandwidth, frame_centroid, frame_rolloff
from core.features.spectra import Spectra

_SPECTRUM = "$|X_t[k]|$ the strength of frequency $f_k = k \\cdot 22\\,050 / 2048$ Hz in frame $t$"


def by_frames(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[Spectra], np.ndarray]:
    """From a number of each magnitude spectrum, (n, n_bins) -> (n,), the line of a song."""

    def measure(spectra: Spectra) -> np.ndarray:
        magnitude = spectra.magnitude
        series = spectra.map_blocks(lambda start, stop: function(magnitude[start:stop]))
        return np.concatenate(series).astype(np.float32)

    return measure


SPECTRAL_CENTROID = Descriptor(
    name="spectral_centroid",
    title="spectral centroid",
    see="The centre of gravity of the spectrum: it rises when the sound gets brighter, as with cymbals.",
    formula=r"C_t = \frac{\sum_k f_k\,|X_t[k]|}{\sum_k |X_t[k]|}",
    symbols=_SPECTRUM,
    kind="line",
    unit=CENTROID.unit,
    axis="frequency",
    value_range=CENTROID.value_range,
    columns=("spectral_centroid_mean", "spectral_centroid_var"),
    measure=by_frames(frame_centroid),
)

SPECTRAL_BANDWIDTH = Descriptor(
    name="spectral_bandwidth",
    title="spectral bandwidth",
    see="How far the sound spreads around its centroid: narrow for one flute, wide for a full band.",
    formula=r"B_t = \sqrt{\frac{\sum_k (f_k - C_t)^2\,|X_t[k]|}{\sum_k |X_t[k]|}}",
    symbols=_SPECTRUM + ", $C_t$ its spectral centroid",
    kind="line",
    unit=BANDWIDTH.unit,
    axis="frequency",
    value_range=BANDWIDTH.value_range,
    columns=("spectral_bandwidth_mean", "spectral_bandwidth_var"),
    measure=by_frames(frame_bandwidth),
)

SPECTRAL_ROLLOFF = Descriptor(
    name="rolloff",
    title="spectral rolloff",
    see="The frequency under which 85 % of the spectrum lies: where the treble ends at each moment.",
    formula=r"R_t = \min\left\{\, f_k \;:\; \sum_{j \le k} |X_t[j]| \ge 0.85 \sum_j |X_t[j]| \,\right\}",
    symbols=_SPECTRUM,
    kind="line",
    unit=ROLLOFF_FAMILY.unit,
    axis="frequency",
    value_range=ROLLOFF_FAMILY.value_range,
    columns=("rolloff_mean", "rolloff_var"),
    measure=by_frames(frame_rolloff),
)
