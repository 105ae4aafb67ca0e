"""A job as people see it: a snapshot of what its folder and the scheduler say."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.jobs.records import read_log

STATES = ("queued", "running", "done", "failed", "cancelled", "lost")
OVER = ("done", "failed", "cancelled", "lost")


@dataclass(frozen=True)
class Job:
    """A snapshot: read it again to see it move."""

    id: str
    kind: str
    title: str
    owner: str
    state: str  # one of STATES
    share: float  # 0..1
    words: str  # what it is doing: "12 of 60 tracks"
    made: str  # these three: ISO 8601 in UTC, or ""
    started: str
    ended: str
    seconds_left: float | None  # from the pace of this attempt; None while unknown
    result: dict[str, Any] | None  # when done
    error: str  # one sentence when failed or lost, else ""
    folder: Path

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def can_start_again(self) -> bool:
        return self.state in ("failed", "cancelled", "lost")

    def log(self) -> str:
        """What the job said while it ran, and where it failed."""
        return read_log(self.folder)
