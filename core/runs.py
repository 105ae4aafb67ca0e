"""A trained model on disk: its bytes, config, data hash, protocol and scores. Knows no model.

A run is a folder of plain files that appears whole or not at all and opens on any machine:
``run.json`` (everything to read), ``model.skops`` (the weights), ``held_out.parquet`` (a row per held-out track:
the truth and, as ``p:<genre>``, the probabilities behind the scores), ``training.parquet`` (the rows that the final
model saw), ``splits.parquet`` (which track stood in which part of which fold) and, where there are some,
``history.parquet`` (learning curves).
"""

import hashlib
import io
import json
import platform
import shutil
import uuid
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import ModelError, WorkspaceError
from core.workspace import atomic_folder, not_written, recover, workspace, write_atomic

FORMAT = 1
RECORD, WEIGHTS, HELD_OUT, TRAINING = "run.json", "model.skops", "held_out.parquet", "training.parquet"
SPLITS, HISTORY = "splits.parquet", "history.parquet"  # runs of before have neither
CARD = "CARD.md"
_VERSIONED = ("scikit-learn", "numpy", "scipy", "librosa", "skops", "torch")
_NUMBER, _MAYBE_LIST = (int, float), (list, type(None))
_FIELDS = {
    **dict.fromkeys(("name", "model", "made", "weights_sha256"), str),
    **dict.fromkeys(("config", "data", "protocol", "scores", "versions", "extra"), dict),
    "genres": list,
}
_PARTS = {  # what every list of models and every page reads
    "config": {"inputs": str, "context_s": _NUMBER},
    "data": {"name": str, "n_tracks": int},
    "protocol": {"name": str, "badge": str, "sentence": str, "leaky": bool},
    "scores": {
        **dict.fromkeys(("accuracy", "baseline"), _NUMBER),
        **{"n_tracks": int, "interval": _MAYBE_LIST, "interval_over": str, "ece_band": list},
        **{"per_genre": dict, "labels": list, "confusion": list},
    },
}


@dataclass(frozen=True)
class RunRecord:
    """Everything about a run that can be read without loading its model.

    ``protocol`` holds name, badge, sentence and leaky; ``scores`` are those of ``core.evaluation``;
    ``data`` holds name, hash, licence and the number of tracks; ``extra`` is free for the card.
    """

    name: str
    model: str
    config: dict[str, Any]
    data: dict[str, Any]
    protocol: dict[str, Any]
    scores: dict[str, Any]
    genres: list[str]
    made: str
    versions: dict[str, str]
    weights_sha256: str
    extra: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True, eq=False)
class StoredRun:
    """A run as read from disk; ``weights`` are bytes that ``core.models`` makes a model of."""

    record: RunRecord
    weights: bytes
    held_out: pd.DataFrame
    training: pd.DataFrame
    splits: pd.DataFrame | None = None
    history: pd.DataFrame | None = None


def versions() -> dict[str, str]:
    """The versions that a rebuild of a run needs."""
    known = {name: version(name) for name in _VERSIONED}
    return {"python": platform.python_version(), **known, "xgboost": _version_of_either("xgboost", "xgboost-cpu")}


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_run_name(*, model: str, protocol: str) -> str:
    """A name that sorts by time and that two trainings in the same second do not share."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{model}-{protocol}-{uuid.uuid4().hex[:4]}"


def runs_folder() -> Path:
    return workspace() / "runs"


def weights_hash(weights: bytes) -> str:
    return hashlib.sha256(weights).hexdigest()


def save_run(run: StoredRun, path: Path, *, card: str = "") -> Path:
    """Write ``run`` as the folder ``path``, whole or not at all, with a ``card`` in Markdown if it has one.

    Raises WorkspaceError when the disk refuses it.
    """
    record = json.dumps(asdict(run.record), indent=1, ensure_ascii=False, allow_nan=False)
    files = {
        WEIGHTS: run.weights,
        HELD_OUT: _parquet(run.held_out),
        TRAINING: _parquet(run.training),
        **{
            name: _parquet(frame) for name, frame in ((SPLITS, run.splits), (HISTORY, run.history)) if frame is not None
        },
        RECORD: (record + "\n").encode(),
        **({CARD: card.encode()} if card else {}),
    }
    try:
        with atomic_folder(path) as draft:
            for name, content in files.items():
                (draft / name).write_bytes(content)
    except OSError as error:
        raise not_written(path, error) from error
    return path


def read_record(path: Path) -> RunRecord:
    """Read what is known of the run in the folder ``path`` without touching its weights; raises ModelError.

    The name of a run is that of its folder, whatever the file says: a folder may be renamed.
    """
    try:
        content = json.loads((path / RECORD).read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path.name!r} is no run: {RECORD} cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise ModelError(f"the run {path.name!r} is broken: {RECORD} is not what this program writes") from error
    _check_format(content, path.name)
    _check_fields(content, path.name)
    return RunRecord(**content | {"name": path.name})


def read_run(path: Path) -> StoredRun:
    """Read a whole run; raises ModelError when a file is missing or the weights are not those of the record."""
    record = read_record(path)
    try:
        weights = (path / WEIGHTS).read_bytes()
        held_out, training = (pd.read_parquet(path / name) for name in (HELD_OUT, TRAINING))
        splits, history = (_perhaps(path / name) for name in (SPLITS, HISTORY))
    except (OSError, ValueError) as error:
        raise ModelError(f"the run {path.name!r} is not complete: {error}; train it again") from error
    if weights_hash(weights) != record.weights_sha256:
        raise ModelError(f"the weights of the run {path.name!r} are not the ones its record names; train it again")
    return StoredRun(record, weights, held_out, training, splits=splits, history=history)


def delete_run(name: str) -> None:
    """Delete a run of the workspace: gone from every list at once, whatever the disk does meanwhile.

    Raises ModelError where there is no run of that name, WorkspaceError when the disk refuses it.
    """
    path = next((path for path in _run_folders() if path.name == name), None)
    if path is None:
        raise ModelError(f"there is no run named {name!r} to delete")
    gone = path.with_name(f".{name}.{uuid.uuid4().hex[:8]}.part")
    try:
        path.rename(gone)
    except OSError as error:
        raise not_written(path, error) from error
    shutil.rmtree(gone, ignore_errors=True)
    _owner_note(name).unlink(missing_ok=True)


def keep_to(visitor: str, name: str) -> None:
    """Keep a run that will have this name to one visitor, whose upload it learnt from; raises WorkspaceError.

    Who that is stands beside the runs and never in one: a visitor's id is a secret, and a run may be given away. Where
    the run is copied to, it is everybody's.
    """
    try:
        write_atomic(_owner_note(name), visitor.encode())
    except OSError as error:
        raise not_written(_owner_note(name), error) from error


def is_visible(record: RunRecord, visitor: str) -> bool:
    """Whether a visitor may see a run: everybody's, and those that learnt from the visitor's own uploads."""
    try:
        return _owner_note(record.name).read_text(encoding="utf-8") == visitor
    except FileNotFoundError:
        return True


def _owner_note(name: str) -> Path:
    return workspace() / "run_owners" / hashlib.sha256(name.encode()).hexdigest()[:32]


def list_runs() -> list[RunRecord]:
    """All runs of the workspace that can be read, the newest first; ``broken_runs`` tells of the others."""
    records = [record for record, _ in _look() if record]
    return sorted(records, key=lambda record: record.made, reverse=True)


def broken_runs() -> list[str]:
    """A sentence for each run of the workspace that cannot be read; one broken run must not hide the good ones."""
    return [problem for _, problem in _look() if problem]


def _look() -> list[tuple[RunRecord | None, str]]:
    """Each folder of the workspace's runs as its record, or as what is wrong with it."""
    found = []
    for path in _run_folders():
        try:
            found.append((read_record(path), ""))
        except ModelError as error:
            found.append((None, str(error)))
    return found


def _run_folders() -> list[Path]:
    folder = runs_folder()
    try:
        recover(folder)
        return [path for path in sorted(folder.glob("*")) if not path.name.startswith(".") and path.is_dir()]
    except OSError as error:
        raise WorkspaceError(
            f"the runs in {folder} cannot be read: {error.strerror}; set GENRESCOPE_HOME to a folder of yours"
        ) from error


def _check_format(content: Any, name: str) -> None:
    # Before the fields: those of a newer format are unknown here, and no sign of a broken file.
    if not isinstance(content, dict) or "format" not in content:
        raise ModelError(f"the run {name!r} is broken: {RECORD} is not what this program writes")
    if content["format"] != FORMAT:
        raise ModelError(f"the run {name!r} has format={content['format']!r}; this version reads format {FORMAT}")
    if unknown := set(content) - {f.name for f in fields(RunRecord)}:
        raise ModelError(f"the run {name!r} has the field {min(unknown)!r}, which format={FORMAT} has not")


def _check_fields(content: dict[str, Any], name: str) -> None:
    for field_name, kind in _FIELDS.items():
        _check_kind(content, field_name, kind, name)
    for part, kinds in _PARTS.items():
        for key, kind in kinds.items():
            _check_kind(content[part], key, kind, name, part=f"{part}.")
    scores = content["scores"]
    if any(not isinstance(genre, str) for genre in (*content["genres"], *scores["labels"])):
        raise ModelError(f"the run {name!r} is broken: its genres must be names")
    for key in ("interval", "ece_band"):
        if scores[key] is not None and [isinstance(edge, _NUMBER) for edge in scores[key]] != [True, True]:
            raise ModelError(f"the run {name!r} is broken: scores.{key} in {RECORD} must be two numbers")


def _check_kind(holder: dict[str, Any], key: str, kind: Any, name: str, *, part: str = "") -> None:
    if key not in holder:
        raise ModelError(f"the run {name!r} is broken: {RECORD} lacks {part}{key}")
    value = holder[key]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ModelError(f"the run {name!r} is broken: {part}{key}={str(value)[:40]!r} in {RECORD} is of a wrong kind")


def _version_of_either(*names: str) -> str:
    """The version of a package that goes by several names; "" where none is installed."""
    found = [distribution.version for name in names for distribution in distributions(name=name)]
    return found[0] if found else ""


def _perhaps(path: Path) -> pd.DataFrame | None:
    return pd.read_parquet(path) if path.exists() else None


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()
