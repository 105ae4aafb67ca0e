"""The name of a dataset, a table file or a folder of audio in; a checked ``FeatureTable`` out."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from core.data.audio import SEGMENT_S, rows_of_tracks
from core.data.datasets import DATASETS, Dataset, Track, gtzan
from core.data.datasets.tables import LICENCE_KEY, NOTES_KEY
from core.data.decisions import exclusions
from core.data.embeddings import columns_of
from core.data.known_tracks import names_in, with_known_artists
from core.data.opened import UNKNOWN, OpenDataset, open_dataset, opened_before, recognise
from core.data.published import file_of, find_public_table, published_table
from core.data.stored import StoredTable, outdated, read_about, stored_as, table_folder
from core.data.table import FeatureTable
from core.data.table_checks import check_genres, check_listeners, check_rows, feature_columns
from core.data.table_files import asked_segment_s, read_table_file, stated_licence
from core.errors import DataError
from core.features import GTZAN_COLUMNS
from core.licences import LICENCES, strictest


def load_table(
    source: str,
    *,
    columns: Sequence[str] = GTZAN_COLUMNS,
    listeners: Sequence[str] = (),
    segment_s: float | None = None,
    learnable: bool = True,
    progress: Callable[[float], None] | None = None,
) -> FeatureTable:
    """Load a table by its name, from a file, or from a folder of audio; without what was excluded from its dataset.

    Parameters
    ----------
    source
        ``gtzan`` (the public table, searched in the folder that ``GENRESCOPE_DATA`` names; with a length or listeners
        that only a table has that was made here, that one), the path of a ``.csv`` or
        ``.parquet``, the id of an opened dataset whose table was made (`core.data.building`), or ``NAME:PATH`` with a
        dataset's name and the folder of its audio or its published table; of one that is published in several parts
        ``fma:PATH/features.csv#small`` takes one.
    columns, progress : for a folder of audio alone; by default the 57 public columns of GTZAN
    listeners : names of `core.models.backbones.BACKBONES` whose columns it shall have; a folder of audio is listened
        to, and a table that was made without them is refused
    segment_s : which of the tables of an opened dataset, or how to cut a folder of audio (30 by default). A table that
        lies in a file has the segments that it has: another length is refused.
    learnable : whether a model shall learn from it, for which it needs two genres

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
    options = {"columns": columns, "listeners": listeners, "learnable": learnable, "progress": progress}
    table, opened = _load(source, segment_s, options)
    if segment_s and not math.isclose(table.segment_s, segment_s):
        raise DataError(f"the segments of {source} last {table.segment_s:g} s, not {segment_s:g} s; ask for no other")
    check_listeners(table.columns, listeners, name=opened.id if opened else source, segment_s=table.segment_s)
    if opened:
        table = _without_excluded(table, opened)
    if learnable:
        check_genres(table.genres, name=opened.title if opened else Path(table.source).name)
    return table


def table_of_folder(
    path: Path,
    *,
    columns: Sequence[str],
    listeners: Sequence[str] = (),
    segment_s: float = SEGMENT_S,
    progress: Callable[[float], None] | None = None,
) -> FeatureTable:
    """Compute the numbers of every recording in a folder of genre folders; unreadable files become ``failures``.

    Needs no list of artists; GTZAN's own files are recognised when the stored table is loaded.

    Raises
    ------
    DataError
        There is no audio, or none of it could be read.
    """
    options = {"columns": columns, "listeners": listeners, "segment_s": segment_s, "progress": progress}
    table = _table_of_tracks(UNKNOWN, Path(path), learnable=False, **options)
    return replace(table, licence=strictest([table.licence, recognise(Path(path)).licence]))


def _load(source: str, segment_s: float | None, options: dict[str, Any]) -> tuple[FeatureTable, OpenDataset | None]:
    """The table of a source with all its tracks, and the opened dataset that it belongs to, if any."""
    name, colon, path = source.partition(":")
    if colon and name in DATASETS:
        table = _load_named(DATASETS[name], _place(path), segment_s=segment_s or SEGMENT_S, **options)
        return table, opened_before(source)
    if source == gtzan.DATASET.name and _means_public(segment_s, options["listeners"]):
        return _load_file(find_public_table()), opened_before(source)
    if opened := open_dataset(source) if source in DATASETS else opened_before(source):
        return _load_opened(opened, segment_s or SEGMENT_S), opened
    path = _table_file(source)
    stored = stored_as(path)
    opened = opened_before(stored.dataset) if stored else None
    return (_load_stored(stored, opened) if opened else _load_file(path)), opened


def _means_public(segment_s: float | None, listeners: Sequence[str]) -> bool:
    """Whether ``gtzan`` alone is the public table: unless somebody asks for what only one that was made here has."""
    if listeners or segment_s not in (None, SEGMENT_S):
        return False
    opened = opened_before(gtzan.DATASET.name)
    return segment_s is None or opened is None or not table_folder(opened, segment_s).is_dir()


def _without_excluded(table: FeatureTable, opened: OpenDataset) -> FeatureTable:
    """The table without what was excluded from its dataset, whatever names its tracks have got since."""
    decided = exclusions(opened)
    kept = table.without(decided.renamed(names_in(table, decided.tracks)))
    if not kept.track_ids:
        raise DataError(f"all tracks of {opened.title} were excluded; keep some of them on the Doctor page")
    return kept


def _place(path: str) -> Path:
    """The place that was typed, in somebody's home folder too."""
    try:
        place = Path(path).expanduser()
        place.exists()  # looks whether the name can be one
    except (OSError, RuntimeError) as error:
        raise DataError(f"{path[:80]!r} is no place on this machine: {error.args[-1]}; check the path") from error
    return place


def _table_file(source: str) -> Path:
    name, colon, _ = source.partition(":")
    path = _place(source)
    if path.is_dir():
        raise DataError(f"{source} is a folder; write gtzan:{source} for GTZAN's own files, or folder:{source}")
    if colon and not path.exists() and "/" not in name and len(name) > 1:
        raise DataError(f"there is no dataset {name!r}; known: {', '.join(DATASETS)}")
    return path


def _load_named(dataset: Dataset, path: Path, **options) -> FeatureTable:
    """The table that a dataset publishes there, or one of its audio there."""
    if published := published_table(dataset, path):
        return _load_published(dataset, published)
    found = _table_of_tracks(dataset.name, path, **options)
    rows = with_known_artists(check_rows(found.rows, found.columns, name=found.source), name=found.source)
    return _described(replace(found, rows=rows))


def _load_published(dataset: Dataset, table: Path) -> FeatureTable:
    found = dataset.tables[table.name](file_of(table))
    columns, left_out = feature_columns(found, name=table.name)
    rows = with_known_artists(check_rows(found, columns, name=table.name), name=table.name)
    return _described(
        FeatureTable(
            rows,
            columns,
            dataset.name,
            LICENCES[found.attrs.get(LICENCE_KEY, dataset.licence.key)],
            f"{dataset.name}:{table}",
            notes=tuple((table.name, words) for words in (*found.attrs.get(NOTES_KEY, ()), *left_out)),
            asked_segment_s=asked_segment_s(found),
            leaky_only=dataset.leaky_only,
        )
    )


def _load_opened(opened: OpenDataset, segment_s: float) -> FeatureTable:
    """The table that was made of an opened dataset, or that it publishes in the place of audio."""
    folder = table_folder(opened, segment_s)
    if folder.is_dir():
        return _load_stored(read_about(folder), opened)
    if published := published_table(opened.dataset, opened.path):
        return _load_published(opened.dataset, published)
    raise DataError(
        f"{opened.title} has no table of {segment_s:g} s segments yet; make it on the Datasets page, or with "
        f"`python -m core table {opened.id} --segment-s {segment_s:g}`"
    )


def _load_stored(stored: StoredTable, opened: OpenDataset) -> FeatureTable:
    """A table that was made of an opened dataset, with what is known of it."""
    table = _load_file(stored.path)
    is_known = opened.dataset.name != UNKNOWN
    doubt = outdated(stored, opened)
    return replace(
        table,
        name=opened.dataset.name if is_known else opened.title,
        source=opened.id,
        failures=stored.failures,
        notes=(*stored.notes, *((opened.title, words) for words in [doubt] if words)),
    )


def _table_of_tracks(name: str, path: Path, *, learnable: bool, **options) -> FeatureTable:
    if not path.is_dir():
        raise DataError(f"{path} is no folder; {name}:PATH needs the folder with the recordings")
    dataset = DATASETS[name]
    indexed = dataset.index(path)
    tracks = [track for track in indexed if track.genre]
    if learnable:
        _check_learnable(tracks, name=str(path))
    found = rows_of_tracks(tracks, **options)
    if found.rows.empty:
        file, reason = found.failures[0]
        raise DataError(f"none of the {len(tracks)} recordings in {path} could be read; the first, {file}: {reason}")
    unlabelled = tuple((track.id, "the dataset names no genre for it") for track in indexed if not track.genre)
    return FeatureTable(
        found.rows,
        (*options["columns"], *columns_of(options["listeners"])),
        name=dataset.name,
        licence=strictest([dataset.licence, *(track.licence for track in tracks)]),
        source=f"{name}:{path}",
        failures=(*found.failures, *unlabelled),
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
    segment_s, licence = asked_segment_s(rows), stated_licence(rows)
    rows = with_known_artists(check_rows(rows, columns, name=path.name), name=path.name)
    return _described(
        FeatureTable(
            rows,
            columns,
            path.stem,
            licence,
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
        return replace(table, name="gtzan", licence=strictest((licence, table.licence)))
    note = f"GTZAN ({n_gtzan} of {n_real} tracks): {licence.words}; the others: {table.licence.words}"
    return replace(table, licence=strictest((licence, table.licence)), licence_note=note)
