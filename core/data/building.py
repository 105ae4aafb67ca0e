"""A dataset in, its tables of features out: the job that listens to every track once, on all cores or a cluster.

Where pretrained listeners are named, what they hear stands beside the features, in columns of the same table.

Each track's rows are stored as soon as they are there, so that a job that was stopped goes on where it was; a track
that cannot be used is listed with its reason. No worker holds more than one track.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from core.data.audio import SEGMENT_S, rows_of, short_note, short_of, spans_of
from core.data.datasets import Track
from core.data.embeddings import columns_of, hear_track
from core.data.hashing import hash_tracks
from core.data.opened import OpenDataset, open_dataset
from core.data.stored import StoredTable, store_table, table_folder, to_json
from core.data.table_files import KEY_COLUMNS
from core.downloads import fetch
from core.errors import AudioError, DataError
from core.features import COLUMNS, SR
from core.jobs import Workbench
from core.licences import strictest
from core.models.backbones import backbones_of
from core.models.backbones.listening import hear_of
from core.sound.segments import MAX_SEGMENT_S, MIN_SEGMENT_S

KIND = "table"
SHORT_SEGMENT_S = 3.0
_FETCHED, _LISTENED = 0.05, 0.95  # the shares of the work at which listeners are here, and all tracks are heard
_ABOUT = b"genrescope"


@dataclass(frozen=True)
class TableParams:
    """Which tables of which dataset (its id) to make: one for each length of a segment, in seconds.

    ``listeners`` are names of `core.models.backbones.BACKBONES`. A table takes the place of the one of its length: who
    wants to keep the columns of earlier listeners names them again.
    """

    dataset: str
    segments_s: tuple[float, ...] = (SEGMENT_S, SHORT_SEGMENT_S)
    listeners: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Item:
    track: Track
    segments_s: tuple[float, ...]
    listeners: tuple[str, ...]


def build_tables(params: TableParams, bench: Workbench) -> dict[str, Any]:
    """The job: listen to all tracks of a dataset and store its tables.

    Returns
    -------
    dict of ``tables`` (see `core.data.stored`), ``n_tracks`` that are in them, and ``failures`` [id, reason]

    Raises
    ------
    DataError
        The dataset has no audio, or none of it could be used.
    ModelError, DownloadError
        There is no such listener, or its files cannot be had: said before anything is listened to.
    """
    check_segments(params.segments_s)
    backbones_of(params.listeners)
    opened = open_dataset(params.dataset)
    tracks = opened.tracks(anew=True)
    items, unlabelled = _items(opened, tracks, params)
    _get_listeners(params.listeners, bench)
    span = (_FETCHED if params.listeners else 0.0, _LISTENED)
    parts = bench.each(_listen, items, words="{done} of {all} tracks", span=span)
    failures, notes, duration_s = _read_abouts(parts)
    failures += [(track_id, "the dataset names no genre for it") for track_id in unlabelled]
    if len(failures) == len(items) + len(unlabelled):
        raise DataError(_nothing(failures, opened))
    for track_id, reason in failures:
        bench.log(f"left out: {track_id}: {reason}")
    gone = {track_id for track_id, _ in failures}
    heard = {track_id: (items[track_id].track, path) for track_id, path in parts.items() if track_id not in gone}
    about = {"failures": failures, "tracks": hash_tracks(tracks)}
    columns = (*COLUMNS, *columns_of(params.listeners))
    tables = []
    for segment_s in params.segments_s:
        bench.tell(_LISTENED, f"writing the table of {segment_s:g} s segments")
        short_s = short_of(duration_s.values(), segment_s=segment_s) if params.listeners else []
        note = [short_note(short_s, n_tracks=len(heard), segment_s=segment_s)] if short_s else []
        told = about | {"notes": [*note, *notes]}
        tables.append(_store(opened, heard, told, columns=columns, segment_s=segment_s, tells_heard=bool(short_s)))
    return {"tables": list(map(to_json, tables)), "n_tracks": tables[0].n_tracks, "failures": list(map(list, failures))}


def check_segments(segments_s: Iterable[float]) -> None:
    """Raise DataError for a length of segments that no table can have."""
    for segment_s in segments_s:
        if not MIN_SEGMENT_S <= segment_s <= MAX_SEGMENT_S:
            raise DataError(
                f"segment_s={segment_s:g} must lie between {MIN_SEGMENT_S:.0f} and {MAX_SEGMENT_S:.0f} seconds"
            )


def _items(opened: OpenDataset, tracks: Iterable[Track], params: TableParams) -> tuple[dict[str, _Item], list[str]]:
    """What there is to listen to, by track id in the order of tables, and the tracks without a genre."""
    if not opened.dataset.has_audio:
        raise DataError(f"{opened.title} has no audio, only a published table of numbers; train on that one")
    playable = sorted((track for track in tracks if track.sound is not None), key=lambda track: track.id)
    if not playable:
        raise DataError(
            f"{opened.title} holds no audio at {opened.path}; put the recordings there, or open their folder"
        )
    asked = tuple(params.segments_s), tuple(params.listeners)
    items = {track.id: _Item(track, *asked) for track in playable if track.genre}
    return items, [track.id for track in playable if not track.genre]


def _nothing(failures: list[tuple[str, str]], opened: OpenDataset) -> str:
    first, reason = failures[0]
    return f"none of the {len(failures)} tracks of {opened.title} could be used; the first, {first}: {reason}"


def _get_listeners(listeners: tuple[str, ...], bench: Workbench) -> None:
    """Fetch the files of all listeners and see that they hear; raises ModelError or DownloadError."""
    backbones = backbones_of(listeners)
    for n, backbone in enumerate(backbones):
        tell = partial(_tell_fetched, bench, n, len(backbones), f"getting {backbone.title} ready to listen")
        tell(0.0)
        for file in backbone.files:
            fetch(file, progress=tell)
        hear_of(backbone.name)


def _tell_fetched(bench: Workbench, n: int, n_all: int, words: str, share: float) -> None:
    bench.tell(_FETCHED * (n + share) / n_all, words)


def _listen(item: _Item, bench: Workbench) -> bytes:
    """The rows of one track for every length of segments, or why there are none."""
    track = item.track
    try:
        signal = track.decode(sr=SR)
        cuts = [spans_of(signal, segment_s=segment_s) for segment_s in item.segments_s]
        for backbone in backbones_of(item.listeners):
            bench.tell(0.2, track.id)
            # One pass for all lengths; the rows below read what it keeps.
            hear_track(track, signal, backbone=backbone, cuts=cuts)
        bench.tell(0.5, track.id)
        asked = {"columns": COLUMNS, "listeners": item.listeners}
        rows = [rows_of(track, signal, segment_s=s, **asked).assign(segment_s=s) for s in item.segments_s]
    except AudioError as error:
        return _packed(pd.DataFrame(), failure=str(error))
    return _packed(pd.concat(rows, ignore_index=True), notes=signal.notes, duration_s=signal.duration_s)


def _packed(rows: pd.DataFrame, *, failure: str = "", notes: Iterable[str] = (), duration_s: float = 0.0) -> bytes:
    about = json.dumps({"failure": failure, "notes": list(notes), "duration_s": duration_s}).encode()
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata({_ABOUT: about})
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, table.schema) as writer:  # Parquet is slow for few rows of many columns
        writer.write_table(table)
    return buffer.getvalue()


def _read_abouts(
    parts: Mapping[str, Path],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]], dict[str, float]]:
    """(track id, reason) of each track without rows; of the others (track id, words), and how long they last."""
    failures, notes, duration_s = [], [], {}
    for track_id, path in parts.items():
        with pa.ipc.open_file(path) as part:
            about = json.loads(part.schema.metadata[_ABOUT])
        if about["failure"]:
            failures.append((track_id, about["failure"]))
        else:
            duration_s[track_id] = about["duration_s"]
        notes += [(track_id, note) for note in about["notes"]]
    return failures, notes, duration_s


def _store(
    opened: OpenDataset,
    heard: Mapping[str, tuple[Track, Path]],
    about: Mapping[str, Any],
    *,
    columns: Sequence[str],
    segment_s: float,
    tells_heard: bool,
) -> StoredTable:
    """Write the table of one length; ``heard`` are the tracks with rows, and where these lie."""
    tracks = [track for track, _ in heard.values()]
    missing: dict[str, Any] = {}
    if any(track.is_synthetic for track in tracks):
        missing["synthetic"] = False
    if any(track.split for track in tracks):
        missing["split"] = ""
    if any(track.prompt_group for track in tracks):
        missing["prompt_group"] = ""
    if tells_heard:
        missing["heard_s"] = None  # every part has it
    return store_table(
        (_rows(track, path, segment_s, missing, columns) for track, path in heard.values()),
        table_folder(opened, segment_s),
        dataset=opened.id,
        licence=strictest([opened.dataset.licence, *(track.licence for track in tracks)]).key,
        segment_s=segment_s,
        **about,
    )


def _rows(
    track: Track, path: Path, segment_s: float, missing: Mapping[str, Any], columns: Sequence[str]
) -> pd.DataFrame:
    """One part's rows of one length; ``missing`` are the values of key columns that only some tracks have."""
    with pa.ipc.open_file(path) as part:
        rows = part.read_pandas()
    rows = rows[rows["segment_s"] == segment_s].reset_index(drop=True)
    # Labels as they are now: a part may be from an attempt before somebody mended them.
    artist = pd.Series([track.artist] * len(rows), dtype=object)
    facts = {"genre": track.genre, "artist": artist, **{name: rows.get(name, value) for name, value in missing.items()}}
    if "prompt_group" in missing:
        facts["prompt_group"] = track.prompt_group
    return rows[list(KEY_COLUMNS)].assign(**facts).join(rows[list(columns)])
