"""The spectrum of each frame in dB: on a straight scale of frequency, and on the scale of hearing."""

import librosa
import numpy as np

from core.anatomy.descriptor import Descriptor, Rows, db_limits, one_below_another
from core.features.frames import N_BINS, N_FFT, SR
from core.features.spectra import POWER_FLOOR, TOP_DB, Spectra, clip_db

N_MELS = 128
POWER_DB_RANGE = (-100.0, 61.0)  # up to the square of the window's sum, a constant at full scale


def power_db(magnitude: np.ndarray) -> np.ndarray:
    """Power in dB, not under -100 dB, of a magnitude spectrum; in the precision of ``magnitude``."""
    return 10 * np.log10(np.maximum(np.square(magnitude), POWER_FLOOR))


def clipped_rows(db: np.ndarray) -> np.ndarray:
    """Frames of dB (n_frames, n_rows) as the rows of an image, nothing lower than 80 dB under the loudest; in place."""
    # As `core.features.spectra.clip_db`, but a spectrogram of 15 minutes takes 160 MB, and one is enough.
    return np.maximum(db, db.max() - np.float32(TOP_DB), out=db).T


def measure_spectrogram(spectra: Spectra) -> np.ndarray:
    magnitude = spectra.magnitude
    db = np.empty_like(magnitude)

    def fill(start: int, stop: int) -> None:
        db[start:stop] = power_db(magnitude[start:stop])

    spectra.map_blocks(fill)
    return clipped_rows(db)


def measure_mel(spectra: Spectra) -> np.ndarray:
    return clip_db(spectra.log_mel).T


def _hz(frequency: float) -> str:
    return f"{frequency:,.0f} Hz"


def _khz(frequency: float) -> str:
    return f"{frequency / 1000:g} kHz" if frequency >= 1000 else f"{frequency:g} Hz"


def _linear_rows() -> Rows:
    frequencies = np.arange(N_BINS) * SR / N_FFT
    ticks = tuple(((hz * N_FFT / SR + 0.5) / N_BINS, _khz(hz)) for hz in (2000, 4000, 6000, 8000, 10000))
    return Rows(title="frequency", names=tuple(map(_hz, frequencies)), ticks=ticks)


def _mel_rows() -> Rows:
    middles = librosa.mel_frequencies(N_MELS + 2, fmax=SR / 2)[1:-1]
    shown = (250, 500, 1000, 2000, 4000, 8000)
    places = (np.interp(shown, middles, np.arange(N_MELS)) + 0.5) / N_MELS
    ticks = tuple((float(place), _khz(hz)) for place, hz in zip(places, shown, strict=True))
    return Rows(title="frequency on the mel scale", names=tuple(map(_hz, middles)), ticks=ticks)


LINEAR_ROWS = _linear_rows()

SPECTROGRAM = Descriptor(
    name="spectrogram",
    title="spectrogram",
    see="Each column is one moment, the low tones below and the high ones above: steady tones draw level lines, "
    "drums draw upright ones.",
    formula=one_below_another(
        r"X_t[k] = \sum_{n=0}^{N-1} w[n]\, y[tH + n - N/2]\, e^{-2\pi i k n / N}",
        r"L_t[k] = 10\log_{10}\max\left(|X_t[k]|^2,\ 10^{-10}\right)",
        r"S_t[k] = \max\left(L_t[k],\ \max_{u,j} L_u[j] - 80\right)",
    ),
    symbols="$y$ the samples, $w$ the Hann window of $N = 2048$ samples, $H = 512$ samples from one frame $t$ to the "
    "next, $k$ the frequency bin of 10.8 Hz, $u$ and $j$ all frames and bins of the song",
    kind="image",
    unit="dB",
    axis="power",
    value_range=POWER_DB_RANGE,
    columns=(),
    measure=measure_spectrogram,
    rows=LINEAR_ROWS,
    limits=db_limits,
)

MEL_SPECTROGRAM = Descriptor(
    name="mel_spectrogram",
    title="mel spectrogram",
    see="The spectrogram as the ear divides it: bass and melody get most of the height, the treble little.",
    formula=one_below_another(
        r"L_t[m] = 10\log_{10}\max\left(\sum_k B_m[k]\,|X_t[k]|^2,\ 10^{-10}\right)",
        r"S_t[m] = \max\left(L_t[m],\ \max_{u,j} L_u[j] - 80\right)",
    ),
    symbols="$X_t[k]$ the spectrum of frame $t$, $B_m$ the triangle of band $m$ out of 128 (Slaney's mel scale, each "
    "of the same area), $u$ and $j$ all frames and bands of the song",
    kind="image",
    unit="dB",
    axis="power",
    value_range=POWER_DB_RANGE,
    columns=(),
    measure=measure_mel,
    rows=_mel_rows(),
    limits=db_limits,
)
