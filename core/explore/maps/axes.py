"""The axes of a map that have a meaning: directions in the space of columns, and names for them in plain words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

N_NAMED = 6  # columns that a name rests on
N_GROUPS = 3  # qualities in a name
MIN_SHARE = 0.5  # of the largest loading: what is smaller says little about the axis
# What a family of features is about, and its term; a family that is not here is called by its title.
QUALITIES: dict[str, tuple[str, str]] = {
    "chroma": ("fullness of harmony", "chroma"),
    "rms": ("loudness", "RMS"),
    "spectral_centroid": ("brightness", "spectral centroid"),
    "spectral_bandwidth": ("brightness", "bandwidth"),
    "rolloff": ("brightness", "rolloff"),
    "zero_crossing_rate": ("brightness", "zero crossings"),
    "harmony": ("loudness", "harmonic part"),
    "perceptr": ("loudness", "percussive part"),
    "tempo": ("tempo", "tempo"),
    "mfcc": ("timbre", "MFCC"),
    "mfcc_delta": ("movement of timbre", "MFCC differences"),
    "mfcc_delta2": ("movement of timbre", "MFCC second differences"),
    "flatness": ("noisiness", "spectral flatness"),
    "contrast": ("clarity of tones", "spectral contrast"),
    "flux": ("change of sound", "spectral flux"),
    "tonnetz": ("harmony", "tonnetz"),
    "tempogram_ratio": ("rhythm", "tempogram ratio"),
}


@dataclass(frozen=True, eq=False)
class Axes:
    """Two axes that are directions in the space of scaled columns, and how much each shows.

    Attributes
    ----------
    columns : names, in the order of the table
    centre : shape (n_columns,), the scaled values at the origin of the map
    directions : shape (n_columns, 2), of length 1 each
    shown : which components, counted from 1
    explained : share of the variance that each component of all explains, the largest first; they sum to 1
    deviations : standard deviation of the tracks along both axes
    """

    columns: tuple[str, ...]
    centre: np.ndarray
    directions: np.ndarray
    shown: tuple[int, int]
    explained: tuple[float, ...]
    deviations: tuple[float, float]

    @property
    def loadings(self) -> np.ndarray:
        """Shape (n_columns, 2): directions times deviations; with standard scaling the correlation with the axis."""
        return self.directions * np.asarray(self.deviations)

    @property
    def shares(self) -> tuple[float, float]:
        """The share of the variance along each of both axes."""
        return tuple(self.explained[number - 1] for number in self.shown)

    def place(self, rows: np.ndarray) -> np.ndarray:
        """Where scaled rows, shape (n, n_columns), lie on the map: shape (n, 2)."""
        return (rows - self.centre) @ self.directions


def axis_names(axes: Axes) -> tuple[str, str]:
    """What grows along both axes, read off their largest loadings: "brightness (spectral centroid, rolloff) up"."""
    return tuple(name_of(axes.columns, weights) for weights in axes.loadings.T)


def name_of(columns: Sequence[str], weights: np.ndarray) -> str:
    """A name for the direction along which columns grow by ``weights``, shape (n_columns,)."""
    strongest = np.argsort(-np.abs(weights), kind="stable")[:N_NAMED]
    least = MIN_SHARE * np.abs(weights).max()
    # quality and direction -> term -> the numbers it has there: MFCC -> 2, 8
    groups: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for column in strongest:
        if abs(weights[column]) >= least:
            quality, term, number = _quality(columns[column])
            terms = groups.setdefault((quality, weights[column] > 0), {})
            terms.setdefault(term, []).extend(filter(None, [number]))
    named = list(groups.items())[:N_GROUPS]
    return ", ".join(_words(quality, terms, grows) for (quality, grows), terms in named)


def _words(quality: str, terms: dict[str, list[str]], grows: bool) -> str:
    said = ", ".join(f"{term} {', '.join(numbers)}".strip() for term, numbers in terms.items())
    return f"{quality}{f' ({said})' if said not in ('', quality) else ''} {'up' if grows else 'down'}"


def _quality(column: str) -> tuple[str, str, str]:
    """The quality that a column is about, the term for how it is measured, and its number; "" where it has none."""
    from core.features import family_of  # slow to import; a page that only lists the maps need not wait for it
    from core.models.backbones import backbone_of

    if backbone_of(column):
        return _heard_quality(column)
    try:
        family = family_of(column)
    except KeyError:
        return column, "", ""
    quality, term = QUALITIES.get(family.name, (family.title, family.title))
    number = re.search(r"\d+", column)  # mfcc2_delta_mean: that of the MFCC
    varied = f"variation of {quality}" if column.endswith("_var") else quality
    return varied, term, number[0] if number else ""


def _heard_quality(column: str) -> tuple[str, str, str]:
    """A tag is a quality of its own; a number of an embedding means nothing by itself."""
    from core.models.backbones import backbone_of

    listener = backbone_of(column)
    if column in listener.tag_columns:
        return f"“{column.partition('#')[2]}”", "", ""
    return f"what {listener.title} hears", "number", str(listener.columns.index(column) + 1)
