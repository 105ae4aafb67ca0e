"""The name of a dataset, a table file or a folder of audio in; a checked ``FeatureTable`` out: rows of named numbers.

A row is a segment of a track. Every table passes the same checks on its way in, so that whoever gets one may rely on
finite numbers, one genre and one artist for each track, and segments that are there once.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from core.data.audio import SEGMENT_S, rows_of_tracks
from core.data.datasets import DATASETS, Track, gtzan
from core.data.known_tracks import with_known_artists
from core.data.table_checks import check_genres, check_rows, feature_columns
from core.data.table_files import KEY_COLUMNS, OPTIONAL_COLUMNS, asked_segment_s, read_table_file
from core.errors import DataError
from core.features import GTZAN_COLUMNS

PUBLIC_TABLE = "features_30_sec.csv"


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """Segments of tracks as numbers.

    Attributes
    ----------
    rows : pd.DataFrame
        ``track_id``, ``segment`` (counted from 0), ``start_s``, ``genre``, ``artist`` (None where unknown),
        perhaps ``synthetic`` (bool), then the features.
    columns : the names of the features, in order
    failures : (file, reason) of each recording that could not be read
    notes : (file, what to know) of each recording that was read in part, or of columns that were left out
    asked_segment_s : seconds of a segment where the features were computed here; None where nobody knows
    """

    rows: pd.DataFrame
    columns: tuple[str, ...]
    name: str
    licence: str
    source: str
    failures: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    asked_segment_s: float | None = None

    @cached_property
    def track_ids(self) -> tuple[str, ...]:
        """Each track once, in the order of the rows."""
        return tuple(self.rows["track_id"].unique())

    @cached_property
    def genres(self) -> tuple[str, ...]:
        return tuple(sorted(self.rows["genre"].unique()))

    @cached_property
    def X(self) -> np.ndarray:
        """The features, shape (n_rows, n_columns), float64."""
        return self.rows[list(self.columns)].to_numpy(dtype=np.float64)

    @cached_property
    def y(self) -> np.ndarray:
        """The genre of each row."""
        return self.rows["genre"].to_numpy(dtype=object).astype(str)

    @cached_property
    def groups(self) -> np.ndarray:
        """What must not stand on both sides of a split, for each row: its artist, or ``track:<id>`` where unknown."""
        alone = "track:" + self.rows["track_id"].astype(str)
        return self.rows["artist"].where(self.rows["artist"].notna(), alone).to_numpy(dtype=object).astype(str)

    @cached_property
    def inner_groups(self) -> np.ndarray:
        """``groups`` for folds of our own making: two artists who share a recording count as one.

        The published lists stay as they are published; folds inside their training parts need not repeat their slips.
        """
        group_of = self.tracks["group"].to_dict()
        merged = {
            group_of[copy]: group_of[first]
            for copy, first in gtzan.TWICE.items()
            if copy in self.gtzan_ids and first in self.gtzan_ids
        }
        return np.array([merged.get(group, group) for group in self.groups])

    @cached_property
    def gtzan_ids(self) -> frozenset[str]:
        """The tracks that are GTZAN's: real ones under a plain GTZAN id, which loading gives them."""
        real = self.tracks.index[~self.tracks["synthetic"]]
        return frozenset(track_id for track_id in real if gtzan.parse_id(track_id) == track_id)

    @cached_property
    def artists_known(self) -> bool:
        """Whether most tracks name their artist; if not, numbers over artists are numbers over tracks."""
        return bool(self.tracks["artist"].notna().mean() > 0.5)

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """One row for each track, indexed by its id: genre, artist, group, synthetic."""
        keys = self.rows[["track_id", "genre", "artist"]].assign(group=self.groups, synthetic=self.is_synthetic)
        return keys.drop_duplicates("track_id").set_index("track_id")

    @cached_property
    def segment_s(self) -> float:
        """Seconds of sound behind a row: as asked, else the step between segments, or 30 s where there is none."""
        if self.asked_segment_s is not None:
            return self.asked_segment_s
        steps = self.rows.sort_values(["track_id", "start_s"]).groupby("track_id")["start_s"].diff().dropna()
        return float(steps.median()) if len(steps) else SEGMENT_S

    @cached_property
    def is_synthetic(self) -> np.ndarray:
        """For each row, whether a program made its track."""
        if "synthetic" not in self.rows:
            return np.zeros(len(self.rows), dtype=bool)
        return self.rows["synthetic"].to_numpy(dtype=bool)

    @cached_property
    def data_hash(self) -> str:
        """sha256 over the content, the same in whatever order the rows stand."""
        rows = self.rows.assign(artist=self.rows["artist"].fillna("")).sort_values(["track_id", "segment"])
        keys = [column for column in (*KEY_COLUMNS, *OPTIONAL_COLUMNS) if column in rows]
        digest = hashlib.sha256("\n".join((*keys, *self.columns)).encode())
        for column in keys:
            digest.update("\n".join(map(str, rows[column])).encode())
        digest.update(np.ascontiguousarray(rows[list(self.columns)].to_numpy(dtype="<f8")).tobytes())
        return digest.hexdigest()

    def select(self, track_ids: Collection[str]) -> "FeatureTable":
        """The same table with the rows of these tracks alone."""
        rows = self.rows[self.rows["track_id"].isin(set(track_ids))].reset_index(drop=True)
        return replace(self, rows=rows)


def load_table(
    source: str,
    *,
    columns: Sequence[str] = GTZAN_COLUMNS,
    segment_s: float = SEGMENT_S,
    progress: Callable[[float], None] | None = None,
) -> FeatureTable:
    """Load a table by its name, from a file, or from a folder of audio.

    Parameters
    ----------
    source
        ``gtzan`` (the public table, searched in the folder that ``GENRESCOPE_DATA`` names), the path of a ``.csv`` or
        ``.parquet``, or ``NAME:PATH`` with a dataset's name and a folder of its audio.
    columns, segment_s, progress : for a folder of audio alone; by default the 57 public columns of GTZAN

    Raises
    ------
    DataError
        There is no such table, or it cannot be used; the message says why, and what to do.
    """
    name, colon, path = source.partition(":")
    if not source.strip() or (name in DATASETS and colon and not path.strip()):
        raise DataError(
            f"the dataset {source!r} names nothing; write gtzan, the path of a .csv or .parquet table, or NAME:PATH "
            f"with a folder of recordings"
        )
    if source in DATASETS:
        return _load_file(_find_public_table(source))
    if colon and name in DATASETS:
        options = {"columns": columns, "segment_s": segment_s, "progress": progress}
        found = _table_of_tracks(name, Path(path), learnable=True, **options)
        rows = with_known_artists(check_rows(found.rows, found.columns, name=source), name=source)
        return _described(replace(found, rows=rows))
    if Path(source).is_dir():
        raise DataError(f"{source} is a folder; write gtzan:{source} for GTZAN's own files, or folder:{source}")
    if colon and not Path(source).exists() and "/" not in name and len(name) > 1:
        raise DataError(f"there is no dataset {name!r}; known: {', '.join(DATASETS)}")
    return _load_file(Path(source))


def table_of_folder(
    path: Path,
    *,
    columns: Sequence[str],
    segment_s: float = SEGMENT_S,
    progress: Callable[[float], None] | None = None,
) -> FeatureTable:
    """Compute the features of every recording in a folder of genre folders; unreadable files become ``failures``.

    Needs no list of artists; GTZAN's own files are recognised when the stored table is loaded.

    Raises
    ------
    DataError
        There is no audio, or none of it could be read.
    """
    options = {"columns": columns, "segment_s": segment_s, "progress": progress}
    return _table_of_tracks("folder", Path(path), learnable=False, **options)


def _table_of_tracks(name: str, path: Path, *, learnable: bool, **options) -> FeatureTable:
    if not path.is_dir():
        raise DataError(f"{path} is no folder; {name}:PATH needs the folder with the recordings")
    dataset = DATASETS[name]
    tracks = dataset.index(path)
    if learnable:
        _check_learnable(tracks, name=str(path))
    found = rows_of_tracks(tracks, **options)
    if found.rows.empty:
        file, reason = found.failures[0]
        raise DataError(f"none of the {len(tracks)} recordings in {path} could be read; the first, {file}: {reason}")
    return FeatureTable(
        found.rows,
        tuple(options["columns"]),
        name=dataset.name,
        licence=dataset.licence,
        source=f"{name}:{path}",
        failures=found.failures,
        notes=found.notes,
        asked_segment_s=options["segment_s"],
    )


def _check_learnable(tracks: Sequence[Track], *, name: str) -> None:
    """Look at names and labels before hours of decoding, not after."""
    check_genres([track.genre for track in tracks], name=name)
    keys = {"track_id": [track.id for track in tracks], "genre": [track.genre for track in tracks]}
    with_known_artists(pd.DataFrame(keys).assign(segment=0, start_s=0.0), name=name)


def _load_file(path: Path) -> FeatureTable:
    rows = read_table_file(path)
    columns, left_out = feature_columns(rows, name=path.name)
    segment_s = asked_segment_s(rows)
    rows = with_known_artists(check_rows(rows, columns, name=path.name), name=path.name)
    return _described(
        FeatureTable(
            rows,
            columns,
            path.stem,
            "not stated in the table",
            str(path),
            notes=tuple((path.name, words) for words in left_out),
            asked_segment_s=segment_s,
        )
    )


def _described(table: FeatureTable) -> FeatureTable:
    """The table with the name and licence of GTZAN as far as its tracks are GTZAN's."""
    n_gtzan, n_real = len(table.gtzan_ids), int((~table.tracks["synthetic"]).sum())
    if not n_gtzan:
        return table
    licence = DATASETS["gtzan"].licence
    if n_gtzan == n_real:
        return replace(table, name="gtzan", licence=licence)
    return replace(table, licence=f"GTZAN ({n_gtzan} of {n_real} tracks): {licence}; the others: {table.licence}")


def _find_public_table(name: str) -> Path:
    if name != "gtzan":
        raise DataError(f"{name!r} needs a folder: write {name}:PATH")
    root = os.environ.get("GENRESCOPE_DATA")
    if not root:
        raise DataError(
            f"the table of GTZAN is not part of Genrescope: set GENRESCOPE_DATA to a folder that holds {PUBLIC_TABLE} "
            f"(it lies in the GTZAN set on Kaggle), or give the path of that file, or gtzan:PATH for a folder of audio"
        )
    places = [Path(root).expanduser() / part for part in (PUBLIC_TABLE, f"gtzan/{PUBLIC_TABLE}")]
    for place in places:
        if place.is_file():
            return place
    raise DataError(
        f"{PUBLIC_TABLE} lies neither in GENRESCOPE_DATA={root} nor in its folder gtzan; put it there, or give its path"
    )
