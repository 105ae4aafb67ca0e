"""A CSV or Parquet file <-> rows in this project's own columns: track_id, segment, start_s, genre, features.

Three layouts are read, told apart by their columns: the public GTZAN tables (``filename``, ``label``; one row for 30 s,
or names such as ``blues.00000.3.wav`` for segments of 3 s), the same layout with other file names, and our own. GTZAN's
names and others may stand in one table.

What is written here tells the seconds of a segment and its licence to whoever reads it here again. A CSV has no room
for the first, and tells the second in a column of its own, where it is stricter than "not stated".
"""

import re
from functools import partial
from pathlib import Path

import pandas as pd

from core.data.datasets import gtzan
from core.data.datasets.tables import LICENCE_KEY, SEGMENT_KEY, read_csv
from core.errors import DataError
from core.licences import LICENCES, Licence, licence_of, strictest
from core.workspace import atomic_file

KEY_COLUMNS = ("track_id", "segment", "start_s", "genre")
OPTIONAL_COLUMNS = ("artist", "synthetic", "split", "heard_s", "prompt_group")
PUBLIC_SEGMENT_S = 3.0
LICENCE = "licence"  # the column of a CSV
UNSTATED = LICENCES["unstated"]
_TEXTS = dict.fromkeys(("track_id", "genre", "artist", "split", "prompt_group", "filename", "label", LICENCE), str)
_SEGMENT_NAME = re.compile(r"(.+)\.(\d{1,6})")


def read_table_file(path: Path) -> pd.DataFrame:
    """Read a table of features with the columns ``KEY_COLUMNS``, those of ``OPTIONAL_COLUMNS`` it has, and features.

    Raises
    ------
    DataError
        The file is missing, empty, of another kind, or lacks the columns that say which track a row belongs to.
    """
    if not path.is_file():
        raise DataError(f"there is no file {path}; give the path of a .csv or .parquet table")
    readers = {".csv": partial(read_csv, dtype=_TEXTS), ".parquet": _read_parquet}
    if path.suffix.lower() not in readers:
        raise DataError(f"{path.name} is no table that can be read: it must end in .csv or .parquet")
    if path.stat().st_size == 0:
        raise DataError(f"{path.name} is empty (0 bytes)")
    rows = readers[path.suffix.lower()](path)
    if rows.empty:
        raise DataError(f"{path.name} has a header but no rows")
    rows = _with_licence(rows)
    own = _in_own_columns(rows, path.name)
    own.attrs = rows.attrs
    return own


def write_table_file(rows: pd.DataFrame, path: Path, *, segment_s: float, licence: Licence) -> None:
    """Write rows as CSV or, by the ending of its name, as Parquet; raises DataError where the disk refuses it."""
    is_parquet = path.suffix.lower() == ".parquet"
    if is_parquet:
        rows = rows.copy(deep=False)
        rows.attrs = {SEGMENT_KEY: segment_s, LICENCE_KEY: licence.key}
    elif licence.strictness > UNSTATED.strictness:
        rows = rows.assign(**{LICENCE: licence.key})
    try:
        with atomic_file(path) as draft:
            rows.to_parquet(draft, index=False) if is_parquet else rows.to_csv(draft, index=False)
    except OSError as error:
        raise DataError(
            f"{path} cannot be written: {error.strerror or error}; make room, or name another file"
        ) from error


def stated_licence(rows: pd.DataFrame) -> Licence:
    """The licence that a table of ours tells; "not stated" for any other."""
    return licence_of(str(rows.attrs.get(LICENCE_KEY, "")))


def asked_segment_s(rows: pd.DataFrame) -> float | None:
    """The seconds of a segment that a Parquet table of ours remembers; None for any other."""
    value = rows.attrs.get(SEGMENT_KEY)
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < float("inf")
    return float(value) if good else None


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (ValueError, OSError) as error:  # what pyarrow raises for bytes that are no Parquet
        raise DataError(f"{path.name} is no Parquet file: {str(error).splitlines()[0]}") from error


def _with_licence(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the column of a CSV says in the place where a Parquet file says it."""
    if LICENCE not in rows.columns:
        return rows
    told = strictest(licence_of(str(text).strip()) for text in rows[LICENCE].unique())
    rows = rows.drop(columns=LICENCE)
    rows.attrs[LICENCE_KEY] = strictest([told, stated_licence(rows)]).key
    return rows


def _in_own_columns(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    if "track_id" in rows.columns:
        missing = [column for column in KEY_COLUMNS if column not in rows.columns]
        if missing:
            raise DataError(f"{name} has track_id but lacks {', '.join(missing)}; needed: {', '.join(KEY_COLUMNS)}")
        return rows
    missing = [column for column in ("filename", "label") if column not in rows.columns]
    if missing:
        raise DataError(
            f"{name} lacks the columns {' and '.join(missing)}; a table needs filename and label, or "
            f"{', '.join(KEY_COLUMNS)}. Without a track id the rows of one song could stand on both sides of a split"
        )
    return _from_public_columns(rows, name)


def _from_public_columns(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    blank = rows.index[rows["filename"].isna() | rows["label"].isna()]
    if len(blank):
        raise DataError(f"row {blank[0] + 2} of {name} has no filename or no label")
    names, labels = rows["filename"].astype(str), rows["label"].astype(str)
    ids, segments = _tracks_and_segments(names, labels)
    keys = {
        "track_id": ids,
        "segment": segments,
        "start_s": [PUBLIC_SEGMENT_S * segment for segment in segments],
        "genre": labels,
    }
    # "length" counts samples of the file; it is no feature
    rest = rows.drop(columns=["filename", "label", "length"], errors="ignore")
    return pd.concat([pd.DataFrame(keys, index=rows.index), rest], axis=1)


def _tracks_and_segments(names: pd.Series, labels: pd.Series) -> tuple[list[str], list[int]]:
    """Track and segment of each file: GTZAN's by its id; others that share a name up to ``.N.`` are one track."""
    stems = [Path(file).stem for file in names]
    parts = [_SEGMENT_NAME.fullmatch(stem) for stem in stems]
    labels_of: dict[str, list[str]] = {}
    for part, label in zip(parts, labels, strict=True):
        if part:
            labels_of.setdefault(part[1], []).append(label)
    cut = {base for base, found in labels_of.items() if len(found) > 1 and len(set(found)) == 1} - set(stems)
    found = []
    for file, stem, part in zip(names, stems, parts, strict=True):
        if id := gtzan.parse_id(file):
            found.append((id, gtzan.parse_segment(file) or 0))
        else:
            found.append((part[1], int(part[2])) if part and part[1] in cut else (stem, 0))
    ids, segments = zip(*found, strict=True)
    return list(ids), list(segments)
