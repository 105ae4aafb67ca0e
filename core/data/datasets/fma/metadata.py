"""The folder of FMA's metadata in; its tracks and its tree of genres out, as the files state them.

``tracks.csv`` has two lines of names and 52 columns, ``genres.csv`` one line and 163 genres, of which 161 are used.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from core.data.datasets.artists import clean_artist
from core.data.datasets.tables import check_columns, read_csv, read_levels, read_some_columns
from core.errors import DataError

TRACKS, GENRES = "tracks.csv", "genres.csv"
SUBSETS = ("small", "medium", "large")  # each holds the ones before it
_HEADER_LINES = 3  # the third names the index
_COLUMNS = {
    ("artist", "id"): "artist_id",
    ("artist", "name"): "artist",
    ("set", "split"): "split",
    ("set", "subset"): "subset",
    ("track", "duration"): "duration_s",
    ("track", "genre_top"): "genre_top",
    ("track", "genres"): "genres",
    ("track", "genres_all"): "genres_all",
    ("track", "license"): "licence",
}


@dataclass(frozen=True)
class Genre:
    """A genre of the tree; ``parent`` is 0 at the top, ``n_tracks`` counts those of its children too."""

    id: int
    title: str
    parent: int
    top_level: int
    n_tracks: int


def find_metadata(path: Path) -> Path | None:
    """The folder with ``tracks.csv`` in, below or beside ``path``; None where there is none."""
    places = (path, path / "fma_metadata", path.resolve().parent / "fma_metadata")
    return next((place for place in places if is_metadata(place)), None)


def is_metadata(folder: Path) -> bool:
    """Whether a ``tracks.csv`` of FMA lies in ``folder``, by its two lines of names."""
    if not (folder / TRACKS).is_file():
        return False
    try:
        return set(_COLUMNS) <= set(read_levels(folder / TRACKS, 2))
    except DataError:
        return False


def read_tracks(folder: Path) -> pd.DataFrame:
    """All tracks, indexed by id ("000002"), as text but for genres (tuples of ids); read once while they do not change.

    Raises
    ------
    DataError
        The file is broken, or is no ``tracks.csv`` of FMA.
    """
    path = folder / TRACKS
    about = path.stat()
    return _read_tracks(path, about.st_mtime_ns, about.st_size)


def read_genres(folder: Path) -> Mapping[int, Genre]:
    """All genres by their id; raises DataError where the file is missing or broken."""
    path = folder / GENRES
    if not path.is_file():
        raise DataError(f"{folder} has no {GENRES}; unpack fma_metadata.zip whole")
    rows = read_csv(path)
    needed = ("genre_id", "#tracks", "parent", "title", "top_level")
    check_columns(rows, needed, path=path, what="the tree of genres of fma_metadata.zip")
    try:
        genres = [Genre(int(id), str(title), int(parent), int(top), int(n)) for id, n, parent, title, top in
                  rows[list(needed)].itertuples(index=False, name=None)]  # fmt: skip
    except ValueError as error:
        raise DataError(f"{path.name} is broken ({error}); unpack fma_metadata.zip again") from error
    return {genre.id: genre for genre in genres}


def in_subset(tracks: pd.DataFrame, subset: str) -> pd.DataFrame:
    """The tracks of a subset, which holds the smaller ones."""
    return tracks[tracks["subset"].isin(SUBSETS[: SUBSETS.index(subset) + 1])]


@lru_cache(maxsize=1)
def _read_tracks(path: Path, changed_ns: int, n_bytes: int) -> pd.DataFrame:
    levels = read_levels(path, 2)
    missing = [" ".join(names) for names in _COLUMNS if names not in levels]
    if missing:
        raise DataError(f"{path.name} lacks the columns {', '.join(missing)}; needed is that of fma_metadata.zip")
    positions = [0, *(levels.index(names) for names in _COLUMNS)]
    rows = read_some_columns(
        path, positions, ["track_id", *_COLUMNS.values()], n_skipped=_HEADER_LINES, dtype=str, keep=None
    )
    bad = rows[~rows["track_id"].str.fullmatch(r"\d{1,6}")]
    if len(bad):
        raise DataError(f"{path.name} has {bad['track_id'].iloc[0]!r} for a track id; unpack fma_metadata.zip again")
    for column in ("genres", "genres_all"):
        rows[column] = [_numbers(text, path=path) for text in rows[column]]
    rows["artist"] = pd.Series(_artists(rows), dtype=object)  # pandas' own strings have no None
    return rows.assign(track_id=rows["track_id"].str.zfill(6)).set_index("track_id")


def _numbers(text: str, *, path: Path) -> tuple[int, ...]:
    try:
        return tuple(map(int, json.loads(text))) if text else ()
    except (ValueError, TypeError) as error:
        raise DataError(f"{path.name} has {text[:40]!r} where a list of genres should be; unpack it again") from error


def _artists(rows: pd.DataFrame) -> list[str | None]:
    """The name of each artist; where two share one, with their number, so that FMA's split keeps them apart too."""
    names = [clean_artist(name) for name in rows["artist"]]
    pairs = set(zip(names, rows["artist_id"], strict=True))
    n_ids = pd.Series([name for name, _ in pairs], dtype=object).value_counts().to_dict()
    return [
        f"{name} (artist {id})" if name and n_ids[name] > 1 else name
        for name, id in zip(names, rows["artist_id"], strict=True)
    ]
