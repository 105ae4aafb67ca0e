"""Parts of a table in, a stored table out, written part by part; and what a stored table says of itself.

A stored table is a folder: ``table.parquet``, which opens anywhere, and ``about.json``, which tells whose it is.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from core.data.datasets.tables import LICENCE_KEY, SEGMENT_KEY
from core.data.hashing import hash_rows, hash_tracks
from core.data.opened import TABLES, OpenDataset
from core.data.table_files import KEY_COLUMNS, OPTIONAL_COLUMNS
from core.errors import DataError
from core.runs import now
from core.workspace import atomic_folder, not_written

ROWS, ABOUT = "table.parquet", "about.json"
# Enough for Parquet to be small and quick, few enough for memory not to notice.
ROWS_AT_ONCE = 2_000
# pandas writes what it knows of a frame under this name, and reads it back as `attrs`.
_ATTRS = b"PANDAS_ATTRS"
_EMBEDDED = re.compile(r"([a-z][a-z0-9-]*):\d{3,}")  # see `core.models.backbones.spec.Backbone.columns`


@dataclass(frozen=True)
class StoredTable:
    """What a stored table says of itself.

    ``failures`` and ``notes`` are (track id, words); ``tracks`` is the `hash_tracks` of the dataset as it was then.
    """

    folder: Path
    dataset: str
    licence: str
    segment_s: float
    data_hash: str
    n_tracks: int
    n_rows: int
    columns: tuple[str, ...]
    made: str
    failures: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    tracks: str = ""

    @property
    def path(self) -> Path:
        return self.folder / ROWS

    @property
    def listeners(self) -> tuple[str, ...]:
        """The pretrained listeners whose embeddings it holds, by name."""
        # Told from the names alone: the registry of listeners loads all models with it, and pages list tables.
        found = filter(None, map(_EMBEDDED.fullmatch, self.columns))
        return tuple(dict.fromkeys(column[1] for column in found))


def table_folder(opened: OpenDataset, segment_s: float) -> Path:
    """Where the table of segments of this length lies, or would."""
    return opened.folder / TABLES / f"{segment_s:g}s"


def tables_of(opened: OpenDataset) -> list[StoredTable]:
    """The tables that were made of a dataset, the longest segments first; a broken one is not among them."""
    found = []
    for folder in (opened.folder / TABLES).glob("[0-9]*s"):
        try:
            found.append(read_about(folder))
        except DataError:
            continue  # it reads as one that was never made, and making it again is what helps
    return sorted(found, key=lambda table: -table.segment_s)


def stored_as(path: Path) -> StoredTable | None:
    """What the stored table whose rows lie at ``path`` says of itself; None for any other file."""
    is_one = path.name == ROWS and (path.parent / ABOUT).is_file()
    return read_about(path.parent) if is_one else None


def outdated(table: StoredTable, opened: OpenDataset) -> str:
    """Why a table is perhaps not what its dataset is now; "" where it is."""
    try:
        if table.tracks in ("", hash_tracks(opened.tracks())):
            return ""
    except DataError as error:
        return f"whether the recordings are still those of its table is not known: {error}"
    return "tracks, genres or artists have changed since its table was made; make the table again"


def store_table(
    parts: Iterable[pd.DataFrame],
    folder: Path,
    *,
    dataset: str,
    licence: str,
    segment_s: float,
    failures: Iterable[tuple[str, str]] = (),
    notes: Iterable[tuple[str, str]] = (),
    tracks: str = "",
) -> StoredTable:
    """Write a table whole or not at all, a few parts at a time.

    Parameters
    ----------
    parts : the rows of one or more tracks each, all with the columns of the first, sorted by track and segment
    licence : the key of the strictest licence of all rows
    tracks : the `hash_tracks` of the dataset

    Raises
    ------
    WorkspaceError
        The disk refuses it.
    """
    about: dict[str, Any] = {"dataset": dataset, "licence": licence, "segment_s": segment_s, "tracks": tracks}
    about |= {"made": now(), "failures": tuple(failures), "notes": tuple(notes)}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Two jobs may make the same table; what puts a folder in the place of another works alone.
        with FileLock(folder.with_name(f".{folder.name}.lock")), atomic_folder(folder) as draft:
            _write_rows(parts, draft / ROWS, attrs={SEGMENT_KEY: segment_s, LICENCE_KEY: licence})
            about |= _counted(draft / ROWS)
            (draft / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise not_written(folder, error) from error
    return StoredTable(folder=folder, **about)


def read_about(folder: Path) -> StoredTable:
    """What the stored table in ``folder`` says of itself, without reading its rows; raises DataError."""
    try:
        said: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        pairs = {key: tuple(tuple(map(str, pair)) for pair in said[key]) for key in ("failures", "notes")}
        return StoredTable(folder=folder, **said | pairs | {"columns": tuple(said["columns"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"the table in {folder} is broken ({type(error).__name__}); make it again") from error


def to_json(table: StoredTable) -> dict[str, Any]:
    """What a job's result says of a table."""
    return asdict(table) | {"folder": str(table.folder), "path": str(table.path)}


def _write_rows(parts: Iterable[pd.DataFrame], path: Path, *, attrs: dict[str, Any]) -> None:
    writer, schema = None, None
    try:
        for rows in _gathered(parts):
            if schema is None:
                schema = _schema(rows, attrs)
                writer = pq.ParquetWriter(path, schema)
            writer.write_table(pa.Table.from_pandas(rows, schema=schema, preserve_index=False))
    finally:
        if writer:
            writer.close()


def _counted(path: Path) -> dict[str, Any]:
    """What is in a written file, read batch by batch."""
    with pq.ParquetFile(path) as rows:
        columns = tuple(c for c in rows.schema_arrow.names if c not in (*KEY_COLUMNS, *OPTIONAL_COLUMNS))
        return {
            "data_hash": hash_rows(_reader(rows), present=rows.schema_arrow.names, columns=columns),
            "n_tracks": sum(int((frame["segment"] == 0).sum()) for frame in _reader(rows)(["segment"])),
            "n_rows": rows.metadata.num_rows,
            "columns": columns,
        }


def _schema(rows: pd.DataFrame, attrs: dict[str, Any]) -> pa.Schema:
    """The columns of a table; an artist is text even where the first rows have none."""
    found = pa.Schema.from_pandas(rows, preserve_index=False)
    texts = [name for name in ("track_id", "genre", "artist", "split") if name in rows]
    for name in texts:
        found = found.set(found.get_field_index(name), pa.field(name, pa.string()))
    return found.with_metadata({_ATTRS: json.dumps(attrs).encode()})


def _gathered(parts: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The same rows in larger pieces."""
    waiting: list[pd.DataFrame] = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) >= ROWS_AT_ONCE:
            yield pd.concat(waiting, ignore_index=True)
            waiting = []
    if waiting:
        yield pd.concat(waiting, ignore_index=True)


def _reader(rows: pq.ParquetFile):
    def read(columns: list[str]) -> Iterator[pd.DataFrame]:
        return (batch.to_pandas() for batch in rows.iter_batches(ROWS_AT_ONCE, columns=columns))

    return read
