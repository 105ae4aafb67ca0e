"""Marks of the parts that workers have in hand: which worker, and how often it was tried.

A mark is written when a worker takes a part up and removed when it lays it down. One that stays behind tells of a
worker that died with it, and names the worker that a deaf part holds.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

_FOLDER = "in-hand"


@dataclass(frozen=True)
class Mark:
    """A part in the hands of a worker."""

    worker: str
    attempt: int
    tries: int


def deaths(job_folder: Path, part: Path, *, attempt: int) -> int:
    """How many workers died with this part in hand in this attempt."""
    mark = _read(_path(job_folder, part))
    return mark.tries if mark and mark.attempt == attempt else 0


def take_up(job_folder: Path, part: Path, mark: Mark) -> None:
    """Mark a part as being in hand."""
    path = _path(job_folder, part)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(asdict(mark)), encoding="utf-8")  # a torn one counts as none


def lay_down(job_folder: Path, part: Path) -> None:
    _path(job_folder, part).unlink(missing_ok=True)


def busy_workers(job_folder: Path, attempt: int | None = None) -> set[str]:
    """The workers that have, or had when they died, a part of this job in hand; in one attempt, or in any."""
    marks = (_read(path) for path in (job_folder / _FOLDER).glob("*.json"))
    return {mark.worker for mark in marks if mark and attempt in (None, mark.attempt)}


def forget_worker(job_folder: Path, worker: str) -> None:
    """Remove the marks of a worker that is ended for reasons that are not this job's."""
    for path in (job_folder / _FOLDER).glob("*.json"):
        mark = _read(path)
        if mark and mark.worker == worker:
            path.unlink(missing_ok=True)


def _path(job_folder: Path, part: Path) -> Path:
    return job_folder / _FOLDER / f"{part.parent.name}.{part.stem}.json"


def _read(path: Path) -> Mark | None:
    """A mark; one that cannot be read, because it vanished or a disk broke, counts as none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Mark(str(content["worker"]), int(content["attempt"]), int(content["tries"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
