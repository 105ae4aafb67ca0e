"""A dataset in, its tables of features out: the job that listens to every track once, on all cores or a cluster.

Each track's rows are stored as soon as they are there, so that a job that was stopped goes on where it was; a track
that cannot be used is listed with its reason. No worker holds more than one track.
"""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from core.data.audio import SEGMENT_S, rows_of
from core.data.datasets import Track
from core.data.hashing import hash_tracks
from core.data.opened import OpenDataset, open_dataset
from core.data.stored import StoredTable, store_table, table_folder, to_json
from core.data.table_files import KEY_COLUMNS
from core.errors import AudioError, DataError
from core.features import COLUMNS, SR
from core.jobs import Workbench
from core.licences import strictest
from core.sound.segments import MAX_SEGMENT_S, MIN_SEGMENT_S

KIND = "table"
SHORT_SEGMENT_S = 3.0
_LISTENING = 0.95  # the share of the work that lies in listening
_ABOUT = b"genrescope"


@dataclass(frozen=True)
class TableParams:
    """Which tables of which dataset (its id) to make: one for each length of a segment, in seconds."""

    dataset: str
    segments_s: tuple[float, ...] = (SEGMENT_S, SHORT_SEGMENT_S)


@dataclass(frozen=True)
class _Item:
    track: Track
    segments_s: tuple[float, ...]


def build_tables(params: TableParams, bench: Workbench) -> dict[str, Any]:
    """The job: listen to all tracks of a dataset and store its tables.

    Returns
    -------
    dict of ``tables`` (see `core.data.stored`), ``n_tracks`` that are in them, and ``failures`` [id, reason]

    Raises
    ------
    DataError
        The dataset has no audio, or none of it could be used.
    """
    check_segments(params.segments_s)
    opened = open_dataset(params.dataset)
    tracks = opened.tracks(anew=True)
    items, unlabelled = _items(opened, tracks, params.segments_s)
    parts = bench.each(_listen, items, words="{done} of {all} tracks", span=(0.0, _LISTENING))
    failures, notes = _gaps(parts)
    failures += [(track_id, "the dataset names no genre for it") for track_id in unlabelled]
    if len(failures) == len(items) + len(unlabelled):
        first, reason = failures[0]
        raise DataError(
            f"none of the {len(failures)} tracks of {opened.title} could be used; the first, {first}: {reason}"
        )
    for track_id, reason in failures:
        bench.log(f"left out: {track_id}: {reason}")
    gone = {track_id for track_id, _ in failures}
    heard = {track_id: (items[track_id].track, path) for track_id, path in parts.items() if track_id not in gone}
    about = {"failures": failures, "notes": notes, "tracks": hash_tracks(tracks)}
    tables = []
    for segment_s in params.segments_s:
        bench.tell(_LISTENING, f"writing the table of {segment_s:g} s segments")
        tables.append(_store(opened, heard, segment_s, about))
    return {"tables": list(map(to_json, tables)), "n_tracks": tables[0].n_tracks, "failures": list(map(list, failures))}


def check_segments(segments_s: Iterable[float]) -> None:
    """Raise DataError for a length of segments that no table can have."""
    for segment_s in segments_s:
        if not MIN_SEGMENT_S <= segment_s <= MAX_SEGMENT_S:
            raise DataError(
                f"segment_s={segment_s:g} must lie between {MIN_SEGMENT_S:.0f} and {MAX_SEGMENT_S:.0f} seconds"
            )


def _items(
    opened: OpenDataset, tracks: Iterable[Track], segments_s: tuple[float, ...]
) -> tuple[dict[str, _Item], list[str]]:
    """What there is to listen to, by track id in the order of tables, and the tracks without a genre."""
    if not opened.dataset.has_audio:
        raise DataError(f"{opened.title} has no audio, only a published table of numbers; train on that one")
    playable = sorted((track for track in tracks if track.sound is not None), key=lambda track: track.id)
    if not playable:
        raise DataError(
            f"{opened.title} holds no audio at {opened.path}; put the recordings there, or open their folder"
        )
    items = {track.id: _Item(track, tuple(segments_s)) for track in playable if track.genre}
    return items, [track.id for track in playable if not track.genre]


def _listen(item: _Item, bench: Workbench) -> bytes:
    """The rows of one track for every length of segments, or why there are none."""
    track = item.track
    try:
        signal = track.decode(sr=SR)
        bench.tell(0.2, track.id)
        rows = [
            rows_of(track, signal, columns=COLUMNS, segment_s=segment_s).assign(segment_s=segment_s)
            for segment_s in item.segments_s
        ]
    except AudioError as error:
        return _packed(pd.DataFrame(), failure=str(error))
    return _packed(pd.concat(rows, ignore_index=True), notes=signal.notes)


def _packed(rows: pd.DataFrame, *, failure: str = "", notes: Iterable[str] = ()) -> bytes:
    about = json.dumps({"failure": failure, "notes": list(notes)}).encode()
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata({_ABOUT: about})
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, table.schema) as writer:  # Parquet is slow for few rows of many columns
        writer.write_table(table)
    return buffer.getvalue()


def _gaps(parts: Mapping[str, Path]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(track id, reason) of each track without rows, and (track id, words) of what is known of the others."""
    failures, notes = [], []
    for track_id, path in parts.items():
        with pa.ipc.open_file(path) as part:
            about = json.loads(part.schema.metadata[_ABOUT])
        if about["failure"]:
            failures.append((track_id, about["failure"]))
        notes += [(track_id, note) for note in about["notes"]]
    return failures, notes


def _store(
    opened: OpenDataset, heard: Mapping[str, tuple[Track, Path]], segment_s: float, about: Mapping[str, Any]
) -> StoredTable:
    """Write the table of one length; ``heard`` are the tracks with rows, and where these lie."""
    tracks = [track for track, _ in heard.values()]
    missing: dict[str, Any] = {}
    if any(track.is_synthetic for track in tracks):
        missing["synthetic"] = False
    if any(track.split for track in tracks):
        missing["split"] = ""
    return store_table(
        (_rows(track, path, segment_s, missing) for track, path in heard.values()),
        table_folder(opened, segment_s),
        dataset=opened.id,
        licence=strictest([opened.dataset.licence, *(track.licence for track in tracks)]).key,
        segment_s=segment_s,
        **about,
    )


def _rows(track: Track, path: Path, segment_s: float, missing: Mapping[str, Any]) -> pd.DataFrame:
    """One part's rows of one length; ``missing`` are the values of key columns that only some tracks have."""
    with pa.ipc.open_file(path) as part:
        rows = part.read_pandas()
    rows = rows[rows["segment_s"] == segment_s].reset_index(drop=True)
    # Labels as they are now: a part may be from an attempt before somebody mended them.
    artist = pd.Series([track.artist] * len(rows), dtype=object)
    facts = {"genre": track.genre, "artist": artist, **{name: rows.get(name, value) for name, value in missing.items()}}
    return rows[list(KEY_COLUMNS)].assign(**facts).join(rows[list(COLUMNS)])
