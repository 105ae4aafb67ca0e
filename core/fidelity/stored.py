"""Reports on disk: measured once, found again by what was asked for, the tracks of both sets, and who listened.

A report is a folder of plain files: ``wish.json``, ``clips.parquet``, ``places.parquet`` and ``report.json``, which is
written last and makes them one. What cannot be read counts as never made.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from core.data.opened import OpenDataset, open_dataset
from core.errors import DataError, DownloadError, JobError
from core.fidelity.report import Fidelity, report_of
from core.fidelity.sources import comparable
from core.fidelity.voices import voice_listener
from core.fidelity.wish import FidelityWish
from core.jobs.functions import from_json, to_json
from core.models.loaded import describe_models
from core.workspace import make_room, not_written, workspace, write_atomic

WISH, REPORT, CLIPS, PLACES = "wish.json", "report.json", "clips.parquet", "places.parquet"
VERSION = 4  # of the way in which sets are compared
MAX_KEPT = 50


def key_of(wish: FidelityWish) -> str:
    """Under which a report is kept; raises DataError where a dataset is gone."""
    weights = {record.name: record.weights_sha256 for record in describe_models()}
    sets = [open_dataset(name) for name in (wish.made, wish.real)]
    facts = asdict(wish) | {
        "version": VERSION,
        "made": _told(sets[0]),
        "real": _told(sets[1]),
        "model": weights.get(wish.model, ""),
        "voices": voice_listener(),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def store_fidelity(key: str, wish: FidelityWish, fidelity: Fidelity) -> None:
    """Keep the report of a wish; raises WorkspaceError when the disk refuses it."""
    folder = fidelity_folder(key)
    try:
        make_room(folder.parent, most=MAX_KEPT)
        write_atomic(folder / WISH, json.dumps(to_json(wish)).encode())
        write_atomic(folder / CLIPS, _parquet(fidelity.clips))
        write_atomic(folder / PLACES, _parquet(fidelity.places))
        write_atomic(folder / REPORT, json.dumps(fidelity.report.as_dict(), ensure_ascii=False).encode())
    except OSError as error:
        raise not_written(folder, error) from error


def find_fidelity(wish: FidelityWish) -> Fidelity | None:
    """What is kept of a wish; None where nothing is; raises DataError where a dataset is gone."""
    return kept_fidelity(key_of(wish))


def kept_fidelity(key: str) -> Fidelity | None:
    """What is kept under a key; None where nothing is, or nothing that can be read: measuring it again helps."""
    folder = fidelity_folder(key)
    try:
        report = report_of(json.loads((folder / REPORT).read_text(encoding="utf-8")))
        return Fidelity(report, pd.read_parquet(folder / CLIPS), pd.read_parquet(folder / PLACES))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def wishes_about(made: str) -> list[FidelityWish]:
    """The wishes about a made dataset, as they named it, whose reports are kept and still hold; the newest first."""
    found = []
    for report in workspace().glob(f"fidelity/*/{REPORT}"):
        try:
            wish = from_json(FidelityWish, json.loads((report.parent / WISH).read_text(encoding="utf-8")))
            if wish.made == made and key_of(wish) == report.parent.name:
                found.append((report.stat().st_mtime_ns, wish))
        except (OSError, ValueError, TypeError, JobError, DataError, DownloadError):
            continue  # no wish of this version, or one of its datasets is gone: nothing to show
    return [wish for _, wish in sorted(found, key=lambda one: -one[0])]


def fidelity_folder(key: str) -> Path:
    return workspace() / "fidelity" / key


def _told(opened: OpenDataset) -> Mapping[str, Any]:
    """What a set is: the tracks of it that can be compared, and all by which they are drawn and counted."""
    rows = [(one.id, one.genre, one.artist, one.prompt_group, one.duration_s) for one in comparable(opened)]
    return {"id": opened.id, "tracks": hashlib.sha256(json.dumps(rows).encode()).hexdigest()}


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()
