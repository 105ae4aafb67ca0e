"""Jobs as the panel is given them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.jobs.job import Job

VALUES = {
    "id": "20260730-100000-table-0123abcd",
    "kind": "table",
    "title": "Feature table of GTZAN",
    "owner": "a" * 32,
    "state": "running",
    "share": 0.2,
    "words": "12 of 60 tracks",
    "made": "2026-07-30T10:00:00+00:00",
    "started": "2026-07-30T10:00:00+00:00",
    "ended": "",
    "seconds_left": 40.0,
    "result": None,
    "error": "",
}


@pytest.fixture
def make_job(tmp_path: Path) -> Callable[..., Job]:
    """``make_job(**changed)``: a job at 12 of 60 tracks, 40 s before its end."""

    def make(**changed) -> Job:
        return Job(**(VALUES | {"folder": tmp_path} | changed))

    return make
