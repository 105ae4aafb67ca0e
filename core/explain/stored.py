"""Explanations on disk: made once, found again by all that decides their values (``ExplainParams.key``).

A folder holds ``values.npz``, which is written first and makes it an explanation, and ``trust.json``, which may come
later. What cannot be read counts as never made.
"""

import json
import shutil
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.explain.packed import packed, unpacked
from core.explain.trust.agreement import Agreement
from core.explain.trust.deletion import Deletion
from core.explain.trust.stability import Stability
from core.explain.values import Explanation
from core.explain.wish import ExplainParams, key_of_weights
from core.runs import delete_run, list_runs
from core.workspace import make_room, not_written, workspace, write_atomic

VALUES, TRUST = "values.npz", "trust.json"
MAX_KEPT = 200
_BROKEN = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile)


@dataclass(frozen=True, eq=False)
class Trust:
    """How far an explanation can be trusted; ``gap`` is what its sum misses, ``stability`` None with a single fit."""

    gap: float
    deletion: Deletion
    agreement: Agreement
    stability: Stability


def find_explanation(params: ExplainParams) -> Explanation | None:
    """The stored explanation; None where there is none, or none that can be read."""
    try:
        return unpacked((explanation_folder(params) / VALUES).read_bytes())
    except _BROKEN:
        return None  # it reads as one that was never made, and making it again is what helps


def find_trust(params: ExplainParams) -> Trust | None:
    """What was measured of it; None where nothing was, or nothing that can be read."""
    try:
        return trust_of(json.loads((explanation_folder(params) / TRUST).read_text(encoding="utf-8")))
    except _BROKEN:
        return None


def store_explanation(params: ExplainParams, explanation: Explanation) -> None:
    """Store an explanation: whoever looks finds it from now on. Raises WorkspaceError."""
    folder = explanation_folder(params)
    try:
        make_room(folder.parent, most=MAX_KEPT)
        write_atomic(folder / VALUES, packed(explanation))
    except OSError as error:
        raise not_written(folder, error) from error


def store_trust(params: ExplainParams, trust: Trust) -> None:
    """Store what was measured of an explanation. Raises WorkspaceError."""
    folder = explanation_folder(params)
    try:
        write_atomic(folder / TRUST, json.dumps(plain(asdict(trust)), allow_nan=False).encode())
    except OSError as error:
        raise not_written(folder, error) from error


def forget_explanations(weights: str) -> None:
    """Delete all explanations of the run with these weights: they hold numbers of its tracks."""
    for folder in _explanations().glob(f"{key_of_weights(weights)}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def forget_run(name: str) -> None:
    """Delete a run of the workspace with all that was explained of it; raises what ``delete_run`` raises."""
    weights = next((record.weights_sha256 for record in list_runs() if record.name == name), None)
    delete_run(name)
    if weights is not None:  # a broken run has never been explained
        forget_explanations(weights)


def explanation_folder(params: ExplainParams) -> Path:
    """Where an explanation lies, or would."""
    return _explanations() / params.key


def _explanations() -> Path:
    return workspace() / "explanations"


def plain(value: Any) -> Any:
    """A value with its arrays as lists, for JSON."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def trust_of(said: dict[str, Any]) -> Trust:
    """Trust from JSON values; raises KeyError, TypeError or ValueError where they are none."""
    deletion, agreement, stability = said["deletion"], said["agreement"], said["stability"]
    arrays = {name: np.array(deletion[name], dtype=np.float64) for name in ("replaced", "curve", "random")}
    return Trust(
        gap=float(said["gap"]),
        deletion=Deletion(**arrays, n_rows=int(deletion["n_rows"])),
        agreement=Agreement(**agreement | {"cost": np.array(agreement["cost"], dtype=np.float64)}),
        stability=stability if isinstance(stability, Stability) else _stability(stability),
    )


def _stability(said: dict[str, Any]) -> Stability:
    times = {name: tuple(map(int, said[name])) for name in ("folds", "seeds")}
    return Stability(**said | times | {"importances": np.array(said["importances"], dtype=np.float64)})
