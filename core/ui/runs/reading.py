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

_read = Shelf(max_entries=8)


@dataclass(frozen=True, eq=False)
class OpenRun:
    """A run that is looked at.

    Attributes
    ----------
    title : as people know it
    folder : where its files lie
    """

    record: RunRecord
    stored: StoredRun
    title: str
    folder: Path
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
    if name not in {record.name for record in visible_runs(visitor)}:
        raise ModelError(f"there is no run named {name!r}; it may have been deleted, or belong to another visitor")
    folder = available_models()[name]
    key = (folder, (folder / RECORD).stat().st_mtime_ns)
    stored = _read.get_or_make(key, lambda: read_stored(folder))
    record = stored.record
    return OpenRun(record, stored, run_title(record), folder, is_built_in=name in BUILT_IN_MODELS)


def run_title(record: RunRecord) -> str:
    """A run as people know it: by its own title, else by its model."""
    from core.ui.runs.engine import title_of

    return record.extra.get("title") or title_of(record.model, asked_for=record.config.get("asked_for", ""))
