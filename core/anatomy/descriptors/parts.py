"""What a song is the sum of: its tones (harmonic part) and its hits (percussive part), as spectrograms."""

import numpy as np

from core.anatomy.descriptor import Descriptor, db_limits, one_below_another
from core.anatomy.descriptors.spectrum import LINEAR_ROWS, POWER_DB_RANGE, SPECTROGRAM, clipped_rows, power_db
from core.features.frames import N_BINS
from core.features.spectra import Spectra, centred_frames, transformed

_MASK = r"M_{\mathrm{h}} = \frac{H^2}{H^2 + P^2}"
_HARMONIC = r"y_{\mathrm{h}} = \mathrm{ISTFT}\left(M_{\mathrm{h}}\, X\right)"
_SYMBOLS = (
    "$X$ the spectrum of the song and $y$ its samples, $H$ and $P$ the running medians of $|X|$ over 31 frames and "
    "over 31 frequency bins; the picture is the spectrogram of $y_{\\mathrm{%s}}$ in dB"
)


def part_db(spectra: Spectra, part: np.ndarray) -> np.ndarray:
    """Power in dB of a signal as long as the song, float32, shape (N_BINS, n_frames)."""
    frames = centred_frames(part)
    db = np.empty((spectra.n_frames, N_BINS), np.float32)

    def fill(start: int, stop: int) -> None:
        db[start:stop] = power_db(np.abs(transformed(frames[start:stop])))

    spectra.map_blocks(fill)
    return clipped_rows(db)


HARMONIC_PART = Descriptor(
    name="harmonic",
    title="harmonic part",
    see="The spectrogram without its hits: voices, strings and chords remain as level lines.",
    formula=one_below_another(_MASK, _HARMONIC),
    symbols=_SYMBOLS % "h",
    kind="image",
    unit="dB",
    axis="power",
    value_range=POWER_DB_RANGE,
    columns=("harmonic_share", "harmony_var"),
    measure=lambda spectra: part_db(spectra, spectra.harmonic),
    rows=LINEAR_ROWS,
    limits=db_limits,
    limits_of=SPECTROGRAM.name,
)

PERCUSSIVE_PART = Descriptor(
    name="percussive",
    title="percussive part",
    see="The spectrogram without its tones: drums, plucks and consonants remain as upright lines.",
    formula=one_below_another(_MASK, _HARMONIC, r"y_{\mathrm{p}} = y - y_{\mathrm{h}}"),
    symbols=_SYMBOLS % "p",
    kind="image",
    unit="dB",
    axis="power",
    value_range=POWER_DB_RANGE,
    columns=("percussive_share", "perceptr_var"),
    measure=lambda spectra: part_db(spectra, spectra.y - spectra.harmonic),
    rows=LINEAR_ROWS,
    limits=db_limits,
    limits_of=SPECTROGRAM.name,
)
