"""What the leakage meter found, on disk: measured once, found again by all that decides it (``key_of``).

One folder with one file, ``leakage.json``. What cannot be read counts as never measured.
"""

import hashlib
import json
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from core.data.table import FeatureTable
from core.training.config import TrainConfig
from core.training.leakage.result import Leakage
from core.workspace import not_written, workspace, write_atomic

FILE = "leakage.json"
VERSION = 1  # of the way in which leaks are measured here
LIBRARIES = ("numpy", "scipy", "scikit-learn")
_KEY = re.compile(r"[0-9a-f]{64}")


def key_of(table: FeatureTable, config: TrainConfig) -> str:
    """sha256 over all that decides the result; where the table was found is no part of it."""
    facts = [table.data_hash, config.to_json(), VERSION, _libraries()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def find_leakage(table: FeatureTable, config: TrainConfig) -> Leakage | None:
    """What was measured of a model on a table; None where nothing was, or nothing that can be read."""
    return read_leakage(key_of(table, config))


def read_leakage(key: str) -> Leakage | None:
    """What is stored under a key, which the job that measured it returned."""
    if not _KEY.fullmatch(key):
        return None
    try:
        return Leakage.from_json(json.loads((leakage_folder() / key / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # it reads as one that was never measured, and measuring it again is what helps


def store_leakage(key: str, found: Leakage) -> None:
    """Store what was measured; raises WorkspaceError when the disk refuses it."""
    path = leakage_folder() / key / FILE
    try:
        write_atomic(path, json.dumps(found.to_json(), ensure_ascii=False, allow_nan=False).encode())
    except OSError as error:
        raise not_written(path, error) from error


def leakage_folder() -> Path:
    return workspace() / "leakage"


@cache
def _libraries() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}
