"""The groups in which the page shows descriptors, one at a time: a new descriptor is one more name here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Group:
    """``question`` is what its descriptors answer; ``beats`` says whether the beats are marked along them."""

    question: str
    descriptors: tuple[str, ...]
    beats: bool = False


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "Shape": Group("How does its loudness run?", ("waveform", "rms", "zero_crossing_rate")),
        "Spectrum": Group("Which frequencies sound, and when?", ("spectrogram", "mel_spectrogram")),
        "Colour": Group(
            "How bright, broad and noisy is its sound?",
            ("spectral_centroid", "spectral_bandwidth", "rolloff", "flatness", "contrast"),
        ),
        "Pitch": Group("Which notes sound?", ("chromagram",)),
        "Rhythm": Group("Where is its pulse, and how steady is it?", ("flux", "tempogram"), beats=True),
        "Timbre": Group("What outline does its spectrum have?", ("mfcc", "mfcc_standardised")),
        "Parts": Group("What are its tones, and what are its hits?", ("spectrogram", "harmonic", "percussive")),
    }
)
