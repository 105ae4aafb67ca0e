"""The folder of FMA in; its tree of genres, which of them appear together, and its partitions out, as tables."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.data.datasets.fma.metadata import SUBSETS, Genre, find_metadata, in_subset, read_genres, read_tracks
from core.errors import DataError

SPLITS = ("training", "validation", "test")
NO_TOP_GENRE = "no top genre"


def genre_tree(path: Path) -> pd.DataFrame:
    """A row for each genre in the order of the tree: title, depth (0 at the top), parent, top_level, n_tracks, path."""
    genres = read_genres(_metadata(path))
    lines = {id: _line(genre, genres) for id, genre in genres.items()}
    rows = [
        {
            "genre": genre.title,
            "depth": len(lines[id]) - 1,
            "parent": lines[id][-2] if len(lines[id]) > 1 else "",
            "top_level": lines[id][0],
            "n_tracks": genre.n_tracks,
            "path": " / ".join(lines[id]),
        }
        for id, genre in genres.items()
    ]
    return pd.DataFrame(rows).sort_values("path", key=lambda paths: paths.str.lower(), ignore_index=True)


def cross_appearances(path: Path, *, subset: str = "large", column: str = "genres_all") -> pd.DataFrame:
    """How many tracks have both of two genres: genres x genres, by title, the most frequent first.

    Parameters
    ----------
    column : ``genres`` as the artist chose them, or ``genres_all`` with all above them in the tree

    Returns
    -------
    pd.DataFrame of counts; the diagonal counts the tracks of a genre
    """
    folder = _metadata(path)
    genres = read_genres(folder)
    lists = in_subset(read_tracks(folder), subset)[column]
    ids = [id for track in lists for id in track]
    if strangers := set(ids) - set(genres):
        raise DataError(f"tracks.csv has the genre {min(strangers)}, which genres.csv does not name; unpack both again")
    used = sorted(set(ids))
    column_of = {id: n for n, id in enumerate(used)}
    has = np.zeros((len(lists), len(used)), np.float32)  # counts are exact in it up to 16 million
    has[np.repeat(np.arange(len(lists)), [len(track) for track in lists]), [column_of[id] for id in ids]] = 1
    titles = [genres[id].title for id in used]
    counts = pd.DataFrame((has.T @ has).astype(np.int64), index=titles, columns=titles)
    order = np.argsort(-np.diag(counts), kind="stable")
    return counts.iloc[order, order]


def partitions(path: Path) -> pd.DataFrame:
    """Tracks of each top genre in each part of the official split: a row for each subset and genre."""
    tracks = read_tracks(_metadata(path))
    tracks = tracks.assign(genre=tracks["genre_top"].where(tracks["genre_top"] != "", NO_TOP_GENRE))
    parts = []
    for subset in SUBSETS:
        counts = in_subset(tracks, subset).groupby(["genre", "split"]).size().unstack(fill_value=0)
        counts = counts.reindex(columns=list(SPLITS), fill_value=0)
        counts = counts.assign(all=counts.sum(axis=1)).sort_values("all", ascending=False)
        parts.append(counts.rename_axis(columns=None).reset_index().assign(subset=subset))
    return pd.concat(parts, ignore_index=True)[["subset", "genre", *SPLITS, "all"]]


def _metadata(path: Path) -> Path:
    folder = find_metadata(path)
    if folder is None:
        raise DataError(f"{path} has no fma_metadata in it or beside it; unpack fma_metadata.zip there")
    return folder


def _line(genre: Genre, genres: dict[int, Genre]) -> list[str]:
    """The titles from the top of the tree down to ``genre``."""
    line = [genre.title]
    while genre.parent and genre.parent in genres and len(line) <= len(genres):
        genre = genres[genre.parent]
        line.insert(0, genre.title)
    return line
