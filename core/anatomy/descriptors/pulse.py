"""How strongly each frame's surroundings repeat at each tempo."""

import numpy as np

from core.anatomy.descriptor import Descriptor, Rows, one_below_another
from core.features.frames import HOP_LENGTH, SR
from core.features.meter import METER, N_LAGS, tempogram
from core.features.spectra import Spectra
from core.features.tempo import onset_strength, onset_windows

SLOWEST_BPM, FASTEST_BPM, ROWS_PER_OCTAVE = 30.0, 300.0, 24
TICKS_BPM = (40, 60, 80, 120, 160, 240)


def row_tempi() -> np.ndarray:
    """Beats per minute of each row, evenly spaced to the ear: the same step is the same ratio."""
    n_rows = 1 + round(ROWS_PER_OCTAVE * np.log2(FASTEST_BPM / SLOWEST_BPM))
    return np.geomspace(SLOWEST_BPM, FASTEST_BPM, n_rows)


def measure_tempogram(spectra: Spectra) -> np.ndarray:
    windows = onset_windows(onset_strength(spectra.log_mel), length=N_LAGS)
    lags = 60 * SR / HOP_LENGTH / row_tempi()
    shorter = lags.astype(int)
    weight = lags - shorter

    def rows(start: int, stop: int) -> np.ndarray:
        block = tempogram(windows[start:stop])
        between = (1 - weight) * block[:, shorter] + weight * block[:, shorter + 1]
        return np.maximum(between, 0).astype(np.float32)  # a transform and back leaves -1e-17

    return np.concatenate(spectra.map_blocks(rows)).T


def _tempo_rows() -> Rows:
    tempi = row_tempi()
    places = (np.interp(np.log2(TICKS_BPM), np.log2(tempi), np.arange(tempi.size)) + 0.5) / tempi.size
    ticks = tuple((float(place), f"{bpm}") for place, bpm in zip(places, TICKS_BPM, strict=True))
    return Rows(title="beats per minute", names=tuple(f"{bpm:.0f} beats per minute" for bpm in tempi), ticks=ticks)


TEMPOGRAM = Descriptor(
    name="tempogram",
    title="tempogram",
    see="A strong level line is a steady beat, with others at half and double its tempo; it bends where the music "
    "speeds up.",
    formula=one_below_another(
        r"A_t[\ell] = \frac{\sum_n v_t[n]\, v_t[n + \ell]}{\sum_n v_t[n]^2}",
        r"T = \frac{60 \cdot 22\,050}{512\,\ell}",
        r"v_t[n] = w[n]\, o[t + n - N/2]",
        r"o[t] = \frac{1}{128} \sum_m \max\left(S_{t-2}[m] - S_{t-3}[m],\ 0\right)",
    ),
    symbols="$T$ the tempo of a row in beats per minute and $\\ell$ its lag in frames, $o$ the onset strength from the "
    "mel spectrogram $S$ in dB (moved to the middle of a frame), $w$ the Hann window of $N = 384$ frames (8.9 s); "
    "between whole lags in a straight line",
    kind="image",
    unit="",
    axis="how much the last and the next seconds repeat at this tempo",
    value_range=(0, 1),
    columns=("tempo", *(column for column in METER.columns if column.endswith("_mean"))),
    measure=measure_tempogram,
    rows=_tempo_rows(),
)
