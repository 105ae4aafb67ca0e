"""A visitor in, the visitor's jobs out; what is slow about that is kept away from the first paint of a page.

What talks to a scheduler takes a second to import. While there is no job on disk nobody pays for it; when there is
one the page comes first, and the jobs follow when the engine is there.
"""

from __future__ import annotations

import os
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING

from core.errors import CoreError
from core.workspace import workspace

if TYPE_CHECKING:
    from core.jobs import Job

# Too short to be felt; enough where the engine is there already.
GRACE_S = 0.1


def engine():
    """`core.jobs`, imported when it is first needed."""
    from core import jobs

    return jobs


def jobs_of(owner: str) -> list[Job]:
    """The jobs of a visitor, newest first."""
    return engine().list_jobs(owner) if any_job() else []


def jobs_at_once(owner: str) -> list[Job] | None:
    """As `jobs_of`, without waiting: None while the engine is on its way."""
    if not any_job():
        return []
    thread = loading()
    thread.join(GRACE_S)
    return None if thread.is_alive() else jobs_of(owner)


def is_busy(owner: str) -> bool:
    """Whether something of this visitor is going on, or is not known yet."""
    try:
        jobs = jobs_at_once(owner)
    except CoreError:
        return False  # the panel meets the same error and tells the visitor
    return jobs is None or any(not job.is_over for job in jobs)


@cache
def loading() -> Thread:
    """What fetches the engine in the background; begun when it is first asked for."""
    thread = Thread(target=_load, name="jobs-engine", daemon=True)
    thread.start()
    return thread


def any_job() -> bool:
    """Whether anybody has a job in this workspace: a look at the disk, nothing more."""
    try:
        with os.scandir(workspace() / "jobs") as entries:
            return any(entry.is_dir() for entry in entries)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # the engine meets the same error and says it in words


def _load() -> None:
    try:
        engine().list_jobs()  # asks the scheduler, if there is one: the connection stays
    except CoreError:
        return  # the panel meets the same error and tells the visitor
