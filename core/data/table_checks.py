"""Rows as they were read in, the same rows with clean types out, or a ``DataError`` that names the first bad row."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from core.data.table_files import KEY_COLUMNS, OPTIONAL_COLUMNS
from core.errors import DataError
from core.features import COLUMNS
from core.models.backbones import backbones_of

HEADER_LINES = 2  # the first row of a table is line 2 of its file


def feature_columns(rows: pd.DataFrame, *, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that hold features, and a sentence for each column that was left out.

    A column that says what a row is holds no feature; one that holds text and has no name of ours is left out.

    Raises
    ------
    DataError
        There are none, one is there twice, one of ours holds text, or one is a row number in disguise.
    """
    candidates = [str(c) for c in rows.columns if c not in (*KEY_COLUMNS, *OPTIONAL_COLUMNS)]
    columns, left_out = [], []
    for column in candidates:
        if column == "" or column.startswith("Unnamed:") or column in ("index", "__index_level_0__"):
            raise DataError(f"{name} has a column of row numbers ({column!r}); save the table without its index")
        # pandas renames a repeated column to "name.1"
        if (again := re.fullmatch(r"(.+)\.\d+", column)) and again[1] in candidates:
            raise DataError(f"{name} has the column {again[1]!r} twice")
        if column in COLUMNS:
            _check_numbers(rows[column], column, name)
        if _holds_numbers(rows[column]):
            columns.append(column)
        else:
            left_out.append(f"the column {column!r} holds no numbers and is no feature known here; it is left out")
    if not columns:
        raise DataError(f"{name} has no columns of features")
    return tuple(columns), tuple(left_out)


def check_rows(rows: pd.DataFrame, columns: tuple[str, ...], *, name: str) -> pd.DataFrame:
    """Return the rows with clean types, key columns first.

    Raises
    ------
    DataError
        A value is missing or infinite, a row is there twice, or a track has two genres or two artists.
    """
    rows = rows.reset_index(drop=True)
    for key in ("track_id", "genre"):
        _check_text(rows[key], key, name)
    keys = {
        "track_id": rows["track_id"].astype(str),
        "segment": _counts(rows["segment"], name),
        "start_s": _seconds(rows["start_s"], name),
        "genre": _plain_text(rows["genre"]),
        **_optional(rows, name),
    }
    clean = pd.concat([pd.DataFrame(keys), rows[list(columns)].astype(np.float64)], axis=1)
    _check_finite(clean, columns, name)
    check_tracks(clean, name)
    return clean


def check_tracks(rows: pd.DataFrame, name: str) -> None:
    """Raise ``DataError`` unless each segment is there once and in order, each track has one genre and one artist."""
    again = rows.duplicated(["track_id", "segment"])
    if again.any():
        row = again.idxmax()
        raise DataError(
            f"{rows['track_id'][row]}, segment {rows['segment'][row]}, is in {name} twice (again in row {_line(row)}); "
            f"each segment may be there once"
        )
    for key in ("genre", "artist", "synthetic", "split", "prompt_group"):
        if key in rows and (n := rows.groupby("track_id")[key].nunique()).max() > 1:
            raise DataError(f"{n.idxmax()} has {n.max()} values of {key} in {name}; a track has one")
    _check_order(rows, name)


def check_genres(genres: Iterable[str], *, name: str) -> None:
    """Raise ``DataError`` when there is nothing to tell apart."""
    found = set(genres)
    if len(found) < 2:
        raise DataError(f"{name} has one genre only ({', '.join(found)}); a model needs at least two to tell apart")


def check_listeners(columns: Iterable[str], listeners: Sequence[str], *, name: str, segment_s: float) -> None:
    """Raise ``DataError`` unless a table holds what these listeners hear."""
    held = set(columns)
    missing = [one.name for one in backbones_of(listeners) if not held.issuperset((*one.columns, *one.tag_columns))]
    if missing:
        raise DataError(
            f"the table of {name} holds nothing of what {' and '.join(missing)} would hear; make it on the Datasets "
            f"page, or with `python -m core table {name} --segment-s {segment_s:g} --listen {','.join(listeners)}`"
        )


def _check_numbers(values: pd.Series, column: str, name: str) -> None:
    if _holds_numbers(values):
        return
    bad = pd.to_numeric(values, errors="coerce").isna() & values.notna()
    row = bad.idxmax() if bad.any() else values.index[0]
    raise DataError(
        f"the column {column!r} of {name} must hold numbers, but row {_line(row)} has {_shown(values[row])}"
    )


def _holds_numbers(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _check_text(values: pd.Series, key: str, name: str) -> None:
    blank = values.isna() | (values.astype(str).str.strip() == "")
    if blank.any():
        raise DataError(f"row {_line(blank.idxmax())} of {name} has no {key}")


def _plain_text(values: pd.Series) -> pd.Series:
    """One spelling for what looks the same: no spaces around it, accents composed."""
    return values.astype(str).str.strip().str.normalize("NFC")


def _counts(values: pd.Series, name: str) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce")
    bad = numbers.isna() | (numbers < 0) | (numbers % 1 != 0)
    if bad.any():
        row = bad.idxmax()
        raise DataError(f"segment={_shown(values[row])} in row {_line(row)} of {name} must be a count from 0")
    return numbers.astype(np.int64)


def _seconds(values: pd.Series, name: str, *, key: str = "start_s") -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce").astype(np.float64)
    bad = ~np.isfinite(numbers) | (numbers < 0)
    if bad.any():
        row = bad.idxmax()
        raise DataError(f"{key}={_shown(values[row])} in row {_line(row)} of {name} must be seconds, 0 or more")
    return numbers


def _optional(rows: pd.DataFrame, name: str) -> dict[str, pd.Series]:
    found = {}
    if "artist" in rows:
        artist = rows["artist"].astype(object)
        known = artist.notna() & (artist.astype(str).str.strip() != "")
        found["artist"] = _plain_text(artist).astype(object).where(known, None)
    if "synthetic" in rows:
        if not pd.api.types.is_bool_dtype(rows["synthetic"]) or rows["synthetic"].isna().any():
            raise DataError(f"the column synthetic of {name} must hold true or false in every row")
        found["synthetic"] = rows["synthetic"].astype(bool)
    if "split" in rows:
        found["split"] = _plain_text(rows["split"].fillna(""))
    if "prompt_group" in rows:
        found["prompt_group"] = _plain_text(rows["prompt_group"].fillna(""))
    if "heard_s" in rows:
        found["heard_s"] = _seconds(rows["heard_s"], name, key="heard_s")
    return found


def _check_finite(rows: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    bad = ~np.isfinite(rows[list(columns)].to_numpy())
    if bad.any():
        row, column = np.argwhere(bad)[0]
        value = rows[columns[column]].iloc[row]
        raise DataError(
            f"{columns[column]}={value} in row {_line(row)} of {name} ({rows['track_id'].iloc[row]}); every feature "
            f"must be a finite number ({int(bad.any(axis=1).sum())} such rows); remove them or compute them again"
        )


def _check_order(rows: pd.DataFrame, name: str) -> None:
    ordered = rows.sort_values(["track_id", "segment"])
    back = ordered.groupby("track_id")["start_s"].diff() <= 0
    if back.any():
        row = back.idxmax()
        raise DataError(
            f"segment {rows['segment'][row]} of {rows['track_id'][row]} in {name} (row {_line(row)}) starts at "
            f"start_s={rows['start_s'][row]:g}, not after the segment before it; start_s must rise with segment"
        )


def _line(row: int) -> int:
    return int(row) + HEADER_LINES


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else str(value)
