"""How noisy each frame is, how its peaks stand out, how it changes: flatness, contrast, flux."""

from itertools import pairwise

import numpy as np

from core.anatomy.descriptor import Descriptor, Rows, one_below_another
from core.anatomy.descriptors.shape import by_frames
from core.features.spectra import Spectra
from core.features.texture import (
    CONTRAST,
    CONTRAST_EDGES_HZ,
    FLATNESS,
    FLUX,
    band_extremes_db,
    flux_steps,
    frame_flatness,
    height,
)

N_BANDS = len(CONTRAST_EDGES_HZ) - 1
_HIGHEST_HZ = 11_025


def measure_contrast(spectra: Spectra) -> np.ndarray:
    return height(*band_extremes_db(spectra)).T.astype(np.float32)


def measure_flux(spectra: Spectra) -> np.ndarray:
    return flux_steps(spectra).astype(np.float32)


def _band_rows() -> Rows:
    edges = (*CONTRAST_EDGES_HZ[:-1], _HIGHEST_HZ)
    names = tuple(f"{low:,} to {high:,} Hz" for low, high in pairwise(edges))
    # Written at the lower edge of each band, where it begins.
    ticks = tuple((band / N_BANDS, f"{edges[band]:,} Hz") for band in range(1, N_BANDS))
    return Rows(title="frequency, in octaves", names=names, ticks=ticks)


SPECTRAL_FLATNESS = Descriptor(
    name="flatness",
    title="spectral flatness",
    see="Near 0 where tones are clear; it jumps up at drums and hiss (0.56 is white noise), and is 1 in silence.",
    formula=one_below_another(
        r"F_t = \frac{\exp\left(\frac{1}{K} \sum_k \ln P_t[k]\right)}{\frac{1}{K} \sum_k P_t[k]}",
        r"P_t[k] = \max\left(|X_t[k]|^2,\ 10^{-10}\right)",
    ),
    symbols="$|X_t[k]|^2$ the power of frequency bin $k$ in frame $t$, $K = 1025$ bins",
    kind="line",
    unit=FLATNESS.unit,
    axis="likeness to noise",
    value_range=FLATNESS.value_range,
    columns=("flatness_mean", "flatness_var"),
    measure=by_frames(frame_flatness),
)

SPECTRAL_CONTRAST = Descriptor(
    name="contrast",
    title="spectral contrast",
    see="How far the peaks of each octave stand above its valleys: high values are clear tones, low ones are noise.",
    formula=one_below_another(
        r"K_t[b] = \lfloor p_t[b] \rfloor_{80} - \lfloor v_t[b] \rfloor_{80}",
        r"p_t[b] = 10\log_{10} \overline{|X_t|}_{\mathrm{highest}}",
        r"v_t[b] = 10\log_{10} \overline{|X_t|}_{\mathrm{lowest}}",
    ),
    symbols="the bars are means over the highest and over the lowest 2 % of the bins of band $b$ in frame $t$ (at "
    "least one bin, at least $10^{-10}$), $\\lfloor\\cdot\\rfloor_{80}$ lifts what lies more than 80 under the song's "
    "highest peak or valley to there",
    kind="image",
    unit=CONTRAST.unit,
    axis="height of peaks over valleys",
    value_range=CONTRAST.value_range,
    columns=tuple(f"contrast{band}_{statistic}" for statistic in ("mean", "var") for band in range(1, N_BANDS + 1)),
    measure=measure_contrast,
    rows=_band_rows(),
)

SPECTRAL_FLUX = Descriptor(
    name="flux",
    title="spectral flux",
    see="How much the spectrum changes from one frame to the next: a peak at every new note and every hit.",
    formula=r"D_t = \sum_k \left( \frac{|X_t[k]|}{\lVert X_t \rVert} - "
    r"\frac{|X_{t-1}[k]|}{\lVert X_{t-1} \rVert} \right)^2",
    symbols="$|X_t[k]|$ the strength of frequency bin $k$ in frame $t$, "
    "$\\lVert X_t \\rVert = \\sqrt{\\sum_k |X_t[k]|^2}$; the first frame has none before it and is drawn as the second",
    kind="line",
    unit=FLUX.unit,
    axis="change",
    value_range=FLUX.value_range,
    columns=("flux_mean", "flux_var"),
    measure=measure_flux,
    first_frame=1,
)
