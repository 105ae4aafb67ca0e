"""A published table file in, its rows out, or an error with the place; what all readers of tables share.

Besides the rows, a reader may say what concerns all of them, in ``rows.attrs`` under the keys below.
"""

import csv
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from core.errors import DataError

SEGMENT_KEY = "segment_s"  # the seconds of a segment; a stored table remembers them too, where its kind can
LICENCE_KEY = "licence"  # the key of the strictest licence of the rows, where it is not the dataset's
NOTES_KEY = "notes"  # sentences about what was left out

ROWS_AT_ONCE = 10_000


def read_csv(path: Path, *, dtype: Mapping[str, type] | None = None) -> pd.DataFrame:
    """Read a comma-separated table with one line of names; raises DataError where it is something else.

    ``dtype`` names the types of columns whose values must not be guessed, such as numbers that are names.
    """
    with open(path, "rb") as file:
        head = file.read(65_536)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{path.name} is UTF-16 text; save it as CSV in UTF-8")
    if b"\0" in head:
        raise DataError(f"{path.name} is no CSV but a binary file; needed is a comma-separated table of features")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # Or pandas takes the first column for row names when each row ends in a comma.
            rows = pd.read_csv(path, encoding="utf-8-sig", low_memory=False, index_col=False, dtype=dtype)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path.name} is not UTF-8 text (byte {error.start}); did you save it in a Windows encoding? "
            f"Save it as CSV in UTF-8"
        ) from error
    except pd.errors.EmptyDataError as error:
        raise DataError(f"{path.name} has no columns; needed is a comma-separated table of features") from error
    except pd.errors.ParserWarning as error:
        raise DataError(
            f"{path.name} is no comma-separated table: its rows have more values than its header has names"
        ) from error
    except pd.errors.ParserError as error:
        raise DataError(f"{path.name} is no comma-separated table: {str(error).strip().splitlines()[-1]}") from error
    if len(rows.columns) == 1 and (";" in rows.columns[0] or "\t" in rows.columns[0]):
        raise DataError(f"{path.name} separates its columns by semicolons or tabs; save it with commas")
    last = rows.columns[-1]
    if last.startswith("Unnamed:") and rows[last].isna().all():  # the header ends in a comma too
        rows = rows.drop(columns=last)
    return rows


def check_columns(rows: pd.DataFrame, needed: Iterable[str], *, path: Path, what: str) -> None:
    """Raise DataError unless the columns ``needed`` are there; ``what`` says what the file should be."""
    missing = [column for column in needed if column not in rows.columns]
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        raise DataError(f"{path.name} lacks the columns {shown}; needed is {what}")


def read_levels(path: Path, n_levels: int) -> list[tuple[str, ...]]:
    """The columns of a table whose names stand in ``n_levels`` lines, as tuples of their parts.

    Raises
    ------
    DataError
        The file cannot be read, or holds no such lines.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line, _ in zip(csv.reader(file), range(n_levels), strict=False)]
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name} is no comma-separated text in UTF-8: {error}") from error
    if len(lines) < n_levels or len({len(line) for line in lines}) > 1:
        raise DataError(f"{path.name} does not begin with {n_levels} lines of column names, all equally long")
    return list(zip(*lines, strict=True))


def read_some_columns(
    path: Path, positions: Sequence[int], names: Sequence[str], *, n_skipped: int, dtype: type, keep: set[str] | None
) -> pd.DataFrame:
    """Some columns of a large table, by position, piece by piece, so that memory holds only what is kept.

    Parameters
    ----------
    n_skipped : lines of names above the rows
    dtype : of all columns but the first, which is the id of the row, as text
    keep : the ids wanted; None for all
    """
    if len(set(positions)) < len(positions):
        raise DataError(f"{path.name} has a column twice")
    order = dict(zip(positions, names, strict=True))
    kept = []
    try:
        pieces = pd.read_csv(
            path,
            header=None,
            skiprows=n_skipped,
            usecols=sorted(order),
            dtype={position: (str if position == positions[0] else dtype) for position in order},
            keep_default_na=dtype is not str,
            encoding="utf-8-sig",
            chunksize=ROWS_AT_ONCE,
        )
        for piece in pieces:
            rows = piece.rename(columns=order)[list(names)]
            kept.append(rows if keep is None else rows[rows[names[0]].isin(keep)])
    except (ValueError, OSError) as error:  # pandas' own errors of parsing and decoding are ValueErrors
        raise DataError(f"{path.name} is broken: {str(error).strip().splitlines()[-1]}; unpack it again") from error
    return pd.concat(kept, ignore_index=True)
