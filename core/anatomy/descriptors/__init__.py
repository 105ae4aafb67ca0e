"""The ways to look at a song, in the order in which the page offers them. A new one is one entry and one line."""

from core.anatomy.descriptor import Descriptor
from core.anatomy.descriptors.level import LOUDNESS, WAVEFORM, ZERO_CROSSING_RATE
from core.anatomy.descriptors.parts import HARMONIC_PART, PERCUSSIVE_PART
from core.anatomy.descriptors.pitch import CHROMAGRAM
from core.anatomy.descriptors.pulse import TEMPOGRAM
from core.anatomy.descriptors.shape import SPECTRAL_BANDWIDTH, SPECTRAL_CENTROID, SPECTRAL_ROLLOFF
from core.anatomy.descriptors.spectrum import MEL_SPECTROGRAM, SPECTROGRAM
from core.anatomy.descriptors.texture import SPECTRAL_CONTRAST, SPECTRAL_FLATNESS, SPECTRAL_FLUX
from core.anatomy.descriptors.timbre import MFCC_RAW, MFCC_STANDARDISED

__all__ = ["DESCRIPTORS"]

DESCRIPTORS: dict[str, Descriptor] = {
    descriptor.name: descriptor
    for descriptor in (
        WAVEFORM,
        SPECTROGRAM,
        MEL_SPECTROGRAM,
        CHROMAGRAM,
        LOUDNESS,
        SPECTRAL_CENTROID,
        SPECTRAL_BANDWIDTH,
        SPECTRAL_ROLLOFF,
        SPECTRAL_FLATNESS,
        SPECTRAL_CONTRAST,
        SPECTRAL_FLUX,
        ZERO_CROSSING_RATE,
        TEMPOGRAM,
        MFCC_RAW,
        MFCC_STANDARDISED,
        HARMONIC_PART,
        PERCUSSIVE_PART,
    )
}
