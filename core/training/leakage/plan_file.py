"""A plan in, one file out that every worker can read, and back: plain arrays (NumPy's npz), nothing that could run."""

import io
import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.training.config import TrainConfig
from core.training.leakage.plan import Fold, Plan
from core.workspace import not_written, write_atomic

_ARRAYS = ("X", "y", "recordings", "groups", "short")


def store_plan(plan: Plan, path: Path) -> None:
    """Write a plan, whole or not at all; raises WorkspaceError when the disk refuses it."""
    arrays = {name: getattr(plan, name) for name in _ARRAYS}
    arrays |= {f"inner_{apart}": groups for apart, groups in plan.inner.items()}
    for number, fold in enumerate(plan.folds):
        arrays |= {f"train_{number}": fold.train, f"test_{number}": fold.test}
    about = {
        "config": plan.config.to_json(),
        "inner": list(plan.inner),
        "folds": [[fold.bar, fold.draw, fold.apart] for fold in plan.folds],
        "slips": list(plan.slips),
    }
    buffer = io.BytesIO()
    np.savez(buffer, about=np.array(json.dumps(about)), **arrays)
    try:
        write_atomic(path, buffer.getvalue())
    except OSError as error:
        raise not_written(path, error) from error


@lru_cache(maxsize=2)
def read_plan(path: Path) -> Plan:
    """What ``store_plan`` wrote there; a worker reads it once for all parts."""
    with np.load(path, allow_pickle=False) as stored:
        about = json.loads(str(stored["about"]))
        return Plan(
            config=TrainConfig.from_json(about["config"]),
            **{name: stored[name] for name in _ARRAYS},
            inner={apart: stored[f"inner_{apart}"] for apart in about["inner"]},
            folds=tuple(
                Fold(*said, stored[f"train_{number}"], stored[f"test_{number}"])
                for number, said in enumerate(about["folds"])
            ),
            slips=tuple(about["slips"]),
        )
