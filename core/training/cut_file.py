"""A cut in, one file out that every worker can read, and back: a training must not change while it runs.

The table behind a training may lie in a folder of audio, or be made anew meanwhile; its parts all read this file. It
holds plain arrays and text (NumPy's npz), nothing that could run.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.data.splits import Split
from core.training.config import TrainConfig
from core.training.rows import Cut, Rows
from core.workspace import not_written, write_atomic

PARTS = ("train", "valid", "test")


def keep_cut(cut: Cut, folder: Path) -> Path:
    """The file in ``folder`` that holds this cut, named by its content: another cut never takes its place."""
    path = folder / f"cut-{hashlib.sha256(cut_bytes(cut)).hexdigest()[:16]}.npz"
    if not path.is_file():
        store_cut(cut, path)
    return path


def store_cut(cut: Cut, path: Path) -> None:
    """Write a cut, whole or not at all; raises WorkspaceError when the disk refuses it."""
    try:
        write_atomic(path, cut_bytes(cut))
    except OSError as error:
        raise not_written(path, error) from error


def cut_bytes(cut: Cut) -> bytes:
    """A cut as the bytes of its file, the same for the same cut."""
    names, place = _numbered([*cut.all_tracks, *(i for split in cut.splits for part in _parts(split) for i in part)])
    arrays = {f"rows_{field.name}": getattr(cut.rows, field.name) for field in fields(Rows)}
    arrays |= {"names": names, "all_tracks": _places(cut.all_tracks, place)}
    for number, split in enumerate(cut.splits):
        arrays |= {f"{part}_{number}": _places(getattr(split, part), place) for part in PARTS}
    about = {
        "config": cut.config.to_json(),
        "apart": cut.apart,
        "splits": [{"note": s.note, "draw": s.draw} for s in cut.splits],
    }
    buffer = io.BytesIO()
    np.savez(buffer, about=np.array(json.dumps(about)), **arrays)
    return buffer.getvalue()


@lru_cache(maxsize=2)
def read_cut(path: Path) -> Cut:
    """What ``store_cut`` wrote there; a worker reads it once for all parts of a training."""
    with np.load(path, allow_pickle=False) as stored:
        about, names = json.loads(str(stored["about"])), stored["names"]
        splits = tuple(
            Split(*(tuple(names[stored[f"{part}_{number}"]].tolist()) for part in PARTS), **said)
            for number, said in enumerate(about["splits"])
        )
        return Cut(
            config=TrainConfig.from_json(about["config"]),
            rows=Rows(**{field.name: stored[f"rows_{field.name}"] for field in fields(Rows)}),
            splits=splits,
            all_tracks=tuple(names[stored["all_tracks"]].tolist()),
            apart=about["apart"],
        )


def _parts(split: Split) -> list[tuple[str, ...]]:
    return [getattr(split, part) for part in PARTS]


def _numbered(ids: Sequence[str]) -> tuple[np.ndarray, dict[str, int]]:
    names = np.array(sorted(set(ids)), dtype=str)
    return names, {name: number for number, name in enumerate(names.tolist())}


def _places(ids: Sequence[str], place: dict[str, int]) -> np.ndarray:
    return np.array([place[i] for i in ids], dtype=np.int64)
