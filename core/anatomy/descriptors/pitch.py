"""Which of the twelve pitch classes sound in each frame."""

import numpy as np

from core.anatomy.descriptor import Descriptor, Rows, one_below_another
from core.features.chroma import CHROMA, pitch_classes, segment_tunings
from core.features.frames import whole
from core.features.spectra import Spectra

PITCH_CLASSES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")


def measure_chromagram(spectra: Spectra) -> np.ndarray:
    magnitude = spectra.magnitude
    (tuning,) = segment_tunings(spectra, [whole(spectra.y.size)])
    blocks = spectra.map_blocks(lambda start, stop: pitch_classes(magnitude[start:stop], tuning=tuning))
    return np.concatenate(blocks).T


CHROMAGRAM = Descriptor(
    name="chromagram",
    title="chromagram",
    see="Which of the twelve notes sound, whatever their octave: chords stand out together, a melody wanders.",
    formula=one_below_another(r"\chi_t[p] = \frac{G_t[p]}{\max_q G_t[q]}", r"G_t[p] = \sum_k F_p[k]\,|X_t[k]|^2"),
    symbols="$X_t[k]$ the spectrum of frame $t$, $F_p$ the filter of pitch class $p$ in all octaves, after the song's "
    "own tuning; silence gives 0",
    kind="image",
    unit=CHROMA.unit,
    axis="strength, relative to the strongest note of the moment",
    value_range=CHROMA.value_range,
    columns=("chroma_stft_mean", "chroma_stft_var"),
    measure=measure_chromagram,
    rows=Rows(
        title="pitch class",
        names=PITCH_CLASSES,
        ticks=tuple(((i + 0.5) / 12, name) for i, name in enumerate(PITCH_CLASSES) if "♯" not in name),
    ),
    limits=lambda values: (0.0, 1.0),
)
