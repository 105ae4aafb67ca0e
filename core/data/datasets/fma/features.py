"""FMA's ``features.csv`` in; the rows of a subset in this project's columns out.

The file has four lines of names (feature, statistics, number, and the name of the index) and 518 columns: seven
statistics over time of what librosa computes. They describe whole songs, not the clips of 30 s.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from core.data.datasets.fma.licences import licence_of_text
from core.data.datasets.fma.metadata import find_metadata, in_subset, read_tracks
from core.data.datasets.tables import LICENCE_KEY, NOTES_KEY, read_levels, read_some_columns
from core.errors import DataError
from core.licences import strictest

FEATURES = "features.csv"
_HEADER_LINES = 4
_STATISTICS = {
    "kurtosis": "Weight of the extremes (kurtosis)",
    "max": "Highest value",
    "mean": "Average",
    "median": "Middle value (median)",
    "min": "Lowest value",
    "skew": "Lopsidedness (skewness)",
    "std": "Standard deviation",
}
_WITHOUT_UNIT = ("kurtosis", "skew")
_PITCHES = ("C", "C sharp", "D", "D sharp", "E", "F", "F sharp", "G", "G sharp", "A", "A sharp", "B")
_CIRCLES = tuple(f"{circle}, {axis}" for circle in ("fifths", "minor thirds", "major thirds") for axis in "xy")
_ABOUT = {  # words, unit
    "chroma_cens": ("strength of {pitch}, smoothed over time (CENS chroma)", ""),
    "chroma_cqt": ("strength of {pitch} (constant-Q chroma)", ""),
    "chroma_stft": ("strength of {pitch} (chroma)", ""),
    "mfcc": ("shape of the spectrum (MFCC {number})", ""),
    "rmse": ("loudness (root mean square)", ""),
    "spectral_bandwidth": ("width of the spectrum (spectral bandwidth)", "Hz"),
    "spectral_centroid": ("brightness (spectral centroid)", "Hz"),
    "spectral_contrast": ("height of peaks over valleys in octave {number} (spectral contrast)", "dB"),
    "spectral_rolloff": ("upper edge of the spectrum (85 % rolloff)", "Hz"),
    "tonnetz": ("place of the harmony on the circle of {circle} (tonnetz)", ""),
    "zcr": ("share of sign changes (zero-crossing rate)", "of samples"),
}
_COLUMN = re.compile(rf"({'|'.join(_ABOUT)})_({'|'.join(_STATISTICS)})_(\d\d)")


def read_features(path: Path, *, subset: str) -> pd.DataFrame:
    """The rows of the tracks of ``subset`` that have a top genre; `fma_metadata/tracks.csv` has to lie beside.

    Raises
    ------
    DataError
        The file or the one beside it is missing, broken or of another kind, or has no track of the subset.
    """
    first, *levels = read_levels(path, _HEADER_LINES)
    if first != ("feature", "statistics", "number", "track_id") or not all(all(level[:3]) for level in levels):
        raise DataError(
            f"{path.name} does not begin with the lines feature, statistics, number and track_id; needed is that of "
            f"fma_metadata.zip"
        )
    metadata = find_metadata(path.parent)
    if metadata is None:
        raise DataError(f"{path} names no genres: FMA's tracks.csv has to lie beside it; unpack fma_metadata.zip whole")
    tracks = in_subset(read_tracks(metadata), subset)
    known = tracks[tracks["genre_top"] != ""]
    columns = ["_".join(level[:3]) for level in levels]
    wanted = {str(int(id)) for id in known.index}
    rows = read_some_columns(
        path,
        range(len(columns) + 1),
        ["track_id", *columns],
        n_skipped=_HEADER_LINES,
        dtype=np.float32,
        keep=wanted,
    )
    return _in_own_columns(rows, tracks, known, columns, path=path, subset=subset)


def about_column(column: str) -> str:
    """What one of the 518 columns says; "" for any other."""
    if not (found := _COLUMN.fullmatch(column)):
        return ""
    feature, statistic, number = found[1], found[2], int(found[3])
    words, unit = _ABOUT[feature]
    places = {"number": number, "pitch": _PITCHES[(number - 1) % 12], "circle": _CIRCLES[(number - 1) % 6]}
    unit = "" if statistic in _WITHOUT_UNIT or not unit else f", {unit}"
    return f"{_STATISTICS[statistic]} over the whole song of the {words.format(**places)}{unit}."


def _in_own_columns(
    rows: pd.DataFrame, tracks: pd.DataFrame, known: pd.DataFrame, columns: list[str], *, path: Path, subset: str
) -> pd.DataFrame:
    finite = np.isfinite(rows[columns].to_numpy()).all(axis=1)
    good = rows[finite].reset_index(drop=True)
    if good.empty:
        raise DataError(f"{path.name} has no row of a track in the subset {subset} with a top genre; unpack it again")
    of_rows = known.loc[good["track_id"].str.zfill(6)]
    keys = {
        "track_id": of_rows.index.to_numpy(dtype=object),
        "segment": 0,
        "start_s": 0.0,
        "genre": of_rows["genre_top"].to_numpy(dtype=object),
        "artist": of_rows["artist"].to_numpy(dtype=object),
        "split": of_rows["split"].to_numpy(dtype=object),
    }
    table = pd.concat([pd.DataFrame(keys), good[columns]], axis=1)
    table.attrs[LICENCE_KEY] = strictest(map(licence_of_text, of_rows["licence"].unique())).key
    table.attrs[NOTES_KEY] = _notes(len(tracks) - len(known), int((~finite).sum()))
    return table


def _notes(n_unlabelled: int, n_broken: int) -> tuple[str, ...]:
    notes = ["the numbers describe whole songs, not clips of 30 s"]
    if n_unlabelled:
        notes.append(f"{n_unlabelled:,} tracks have no top genre and are left out")
    if n_broken:
        notes.append(f"{n_broken:,} rows hold a value that is no finite number and are left out")
    return tuple(notes)
