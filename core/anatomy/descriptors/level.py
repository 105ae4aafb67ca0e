"""The samples themselves: how far they swing, how loud a frame is, how often they change their sign."""

import numpy as np

from core.anatomy.descriptor import Descriptor, one_below_another
from core.features.level import RMS, ZERO_CROSSINGS, frame_rms, frame_zero_crossings
from core.features.spectra import Spectra


def measure_rms(spectra: Spectra) -> np.ndarray:
    return frame_rms(spectra.y, n_frames=spectra.n_frames)[:, 0].astype(np.float32)


def measure_zero_crossings(spectra: Spectra) -> np.ndarray:
    return frame_zero_crossings(spectra.y, n_frames=spectra.n_frames)[:, 0].astype(np.float32)


WAVEFORM = Descriptor(
    name="waveform",
    title="waveform",
    see="The swing of the air itself: loud passages are tall, pauses flat, and hits stand up like needles.",
    formula=r"y[n],\qquad n = 0, 1, 2, \dots",
    symbols="$y[n]$ the sample at $n / 22\\,050$ seconds: the mean of the recording's channels",
    kind="signal",
    unit="of full scale",
    axis="amplitude",
    value_range=(-1, 1),
    columns=(),
    measure=lambda spectra: spectra.y,
)

LOUDNESS = Descriptor(
    name="rms",
    title="root mean square (RMS)",
    see="How loud each moment is: verses and choruses differ in height, and a fade-out falls in a slope.",
    formula=r"\mathrm{RMS}_t = \sqrt{\frac{1}{N} \sum_{n=0}^{N-1} y[tH + n - N/2]^2}",
    symbols="$y$ the samples (zeros beyond both ends), $N = 2048$ samples in a frame, $H = 512$ from one to the next",
    kind="line",
    unit=RMS.unit,
    axis="loudness",
    value_range=RMS.value_range,
    columns=("rms_mean", "rms_variation", "rms_var"),
    measure=measure_rms,
)

ZERO_CROSSING_RATE = Descriptor(
    name="zero_crossing_rate",
    title="zero-crossing rate",
    see="How often the wave changes its sign: low under bass and voice, high at cymbals, hiss and the sound of s.",
    formula=one_below_another(
        r"Z_t = \frac{1}{N} \sum_{n=1}^{N-1} \left[\, s_t[n] \ne s_t[n-1] \,\right]",
        r"s_t[n] = \left[\, y[tH + n - N/2] < -10^{-10} \,\right]",
    ),
    symbols="$[\\cdot]$ is 1 where it is true and 0 elsewhere, $y$ the samples, $N = 2048$ samples in a frame, "
    "$H = 512$ from one to the next",
    kind="line",
    unit=ZERO_CROSSINGS.unit,
    axis="share of sign changes",
    value_range=ZERO_CROSSINGS.value_range,
    columns=("zero_crossing_rate_mean", "zero_crossing_rate_var"),
    measure=measure_zero_crossings,
)
