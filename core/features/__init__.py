"""Segments -> named numbers: the families of features, their columns and what they mean in plain words.

A new family is one file and one line in ``FAMILIES``.
"""

from core.features.chroma import CHROMA
from core.features.family import Family
from core.features.frames import HOP_LENGTH, N_FFT, SR
from core.features.level import RMS, ZERO_CROSSINGS
from core.features.meter import METER
from core.features.mfcc import DELTA, DELTA2, MFCC
from core.features.parts import HARMONIC, PERCUSSIVE
from core.features.shape import BANDWIDTH, CENTROID, ROLLOFF_FAMILY
from core.features.tempo import TEMPO
from core.features.texture import CONTRAST, FLATNESS, FLUX
from core.features.tonnetz import TONNETZ

__all__ = ["COLUMNS", "FAMILIES", "GTZAN_COLUMNS", "HOP_LENGTH", "N_FFT", "SR", "Family", "about_column", "family_of"]

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        CHROMA,
        RMS,
        CENTROID,
        BANDWIDTH,
        ROLLOFF_FAMILY,
        ZERO_CROSSINGS,
        HARMONIC,
        PERCUSSIVE,
        TEMPO,
        MFCC,
        DELTA,
        DELTA2,
        FLATNESS,
        CONTRAST,
        FLUX,
        TONNETZ,
        METER,
    )
}

COLUMNS: tuple[str, ...] = tuple(column for family in FAMILIES.values() for column in family.columns)

# The public table: the first ten families in this order, MFCCs up to 20.
GTZAN_COLUMNS: tuple[str, ...] = COLUMNS[:57]

_FAMILY_OF = {column: family for family in FAMILIES.values() for column in family.columns}


def family_of(column: str) -> Family:
    """The family that measures ``column``; KeyError for a name that none has."""
    return _FAMILY_OF[column]


def about_column(column: str) -> str:
    """What a column says, in plain words with its unit: "average brightness (spectral centroid), Hz"."""
    family = family_of(column)
    if not family.statistics:
        return _with_unit(family.parts[column], family.unit)
    stem, statistic = column.rsplit("_", 1)
    if statistic == "mean":
        return _with_unit(f"average {family.parts[stem]}", family.unit)
    return _with_unit(f"variance of {family.parts[stem]}", _squared(family.unit))


def _with_unit(words: str, unit: str) -> str:
    return f"{words}, {unit}" if unit else words


def _squared(unit: str) -> str:
    return f"({unit})²" if " " in unit else unit and f"{unit}²"
