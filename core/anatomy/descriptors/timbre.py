"""MFCCs: the outline of each frame's spectrum in twenty numbers, as they are and each against its own mean."""

import numpy as np

from core.anatomy.descriptor import Descriptor, Rows, one_below_another
from core.features.frames import whole
from core.features.mfcc import MFCC, segment_mfcc
from core.features.spectra import Spectra

N_SHOWN = 20  # as in the public table
_TINY = 1e-6  # a coefficient that varies less, in dB, does not vary
_NAMES = tuple(f"MFCC {k}" for k in range(1, N_SHOWN + 1))
_ROWS = Rows(
    title="coefficient", names=_NAMES, ticks=tuple(((k - 0.5) / N_SHOWN, _NAMES[k - 1]) for k in (1, 5, 10, 15, 20))
)


def measure_raw(spectra: Spectra) -> np.ndarray:
    return segment_mfcc(spectra, whole(spectra.y.size), n_mfcc=N_SHOWN).T


def measure_standardised(spectra: Spectra) -> np.ndarray:
    raw = measure_raw(spectra).astype(np.float64)
    deviation = raw.std(axis=1, keepdims=True)
    deviation[deviation < _TINY] = np.inf
    return ((raw - raw.mean(axis=1, keepdims=True)) / deviation).astype(np.float32)


MFCC_RAW = Descriptor(
    name="mfcc",
    title="MFCC",
    see="The outline of the spectrum from coarse, below, to fine, above; the first one, loudness, takes the whole "
    "scale and the others look alike.",
    formula=one_below_another(
        r"c_t[i] = a_i \sum_{m=0}^{127} S_t[m] \cos\left(\frac{\pi\,(i - 1)(2m + 1)}{256}\right)",
        r"a_1 = \sqrt{\tfrac{1}{128}},\quad a_{i>1} = \sqrt{\tfrac{2}{128}}",
    ),
    symbols="$S_t[m]$ the mel spectrogram in dB, band $m$ of frame $t$, $i$ the number of the coefficient from 1",
    kind="image",
    unit=MFCC.unit,
    axis="coefficient",
    value_range=MFCC.value_range,
    columns=tuple(f"mfcc{k}_{statistic}" for statistic in ("mean", "var") for k in range(1, N_SHOWN + 1)),
    measure=measure_raw,
    rows=_ROWS,
)

MFCC_STANDARDISED = Descriptor(
    name="mfcc_standardised",
    title="MFCC, standardised",
    see="The same with every coefficient measured against its own mean over the song: now changes of timbre show in "
    "all rows.",
    formula=r"z_t[i] = \frac{c_t[i] - \mu_i}{\sigma_i}",
    symbols="$c_t[i]$ MFCC $i$ of frame $t$, $\\mu_i$ and $\\sigma_i$ its mean and standard deviation over the song",
    kind="image",
    unit="standard deviations",
    axis="distance from the mean",
    value_range=(-200, 200),  # the square root of the frames of 15 minutes
    columns=(),
    measure=measure_standardised,
    rows=_ROWS,
    limits=lambda values: (-3.0, 3.0),
)
