"""A visitor in, the runs that this visitor may see out; a name in, that run whole, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.runs import RECORD, is_visible
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from core.runs import RunRecord, StoredRun

PROBA = "p:"  # begins the names of the columns of probabilities
_NEEDED = ("track_id", "genre", "group", "fold")
_read = Shelf(max_entries=8)


@dataclass(frozen=True, eq=False)
class OpenRun:
    """A run that is looked at.

    Attributes
    ----------
    title : as people know it
    folder : where its files lie
    key : what follows from the run is kept by; another where it is written anew
    """

    record: RunRecord
    stored: StoredRun
    title: str
    folder: Path
    key: tuple[Path, int]
    is_built_in: bool

    @property
    def name(self) -> str:
        return self.record.name

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """A row per held-out track, as `core.evaluation.hardest.one_row_per_track` gives it."""
        from core.ui.runs.engine import one_row_per_track

        return one_row_per_track(self.stored.held_out)

    @property
    def what(self) -> str:
        """What was scored: "track", or "segment" where a protocol takes each for a track of its own."""
        return self.record.scores.get("unit") or "track"


def visible_runs(visitor: str) -> list[RunRecord]:
    """The built-in model and the runs that this visitor may see, the newest first; raises CoreError."""
    from core.ui.runs.engine import describe_models

    return [record for record in describe_models() if is_visible(record, visitor)]


def open_run(name: str, visitor: str) -> OpenRun:
    """A run by name, whole.

    Raises
    ------
    ModelError
        There is no such run for this visitor, or its files are broken.
    """
    from core.ui.runs.engine import BUILT_IN_MODELS, available_models, read_stored

    # Whoever may not see a run reads the same as where there is none.
    is_there = name in {record.name for record in visible_runs(visitor)}
    folder = available_models().get(name) if is_there else None
    if folder is None:
        raise ModelError(f"there is no run named {name!r}; it may have been deleted, or belong to another visitor")
    key = (folder, _changed(folder))
    stored = _read.get_or_make(key, lambda: read_stored(folder))
    _check(stored)
    return OpenRun(stored.record, stored, run_title(stored.record), folder, key, is_built_in=name in BUILT_IN_MODELS)


def run_title(record: RunRecord) -> str:
    """A run as people know it: by its own title, else by its model."""
    from core.ui.runs.engine import title_of

    return record.extra.get("title") or title_of(record.model, asked_for=record.config.get("asked_for", ""))


def _changed(folder: Path) -> int:
    try:
        return (folder / RECORD).stat().st_mtime_ns
    except OSError as error:
        raise ModelError(f"the run {folder.name!r} cannot be read: {error.strerror}; was it deleted?") from error


def _check(stored: StoredRun) -> None:
    """Raise ModelError where the parts of a run do not fit together, as after a visit to an editor."""
    record, columns = stored.record, list(stored.held_out.columns)
    missing = [name for name in _NEEDED if name not in columns]
    if missing or not any(name.startswith(PROBA) for name in columns):
        lacks = missing[0] if missing else f"{PROBA}<genre>"
        raise ModelError(f"the run {record.name!r} is broken: its held-out tracks lack the column {lacks}")
    n_genres = len(record.scores["labels"])
    if [len(row) for row in record.scores["confusion"]] != [n_genres] * n_genres:
        raise ModelError(f"the run {record.name!r} is broken: its confusion matrix is not of its {n_genres} genres")
