"""The folders of jobs and the word of the scheduler -> jobs as people see them.

The order keeps it true: first what was handed over, then what the scheduler knows of it, then the record. A job that
ends in between has written its record before the scheduler forgets it.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from core.errors import JobError
from core.jobs.job import OVER, Job
from core.jobs.knowledge import NO_ANSWER, WAITING, Task, task_states
from core.jobs.records import (
    REQUEST,
    Attempt,
    Record,
    Request,
    asked_to_end,
    folder_of,
    job_folders,
    read_attempt,
    read_record,
    read_request,
    seconds,
)

GRACE_S = 30.0  # between the making of a job and the scheduler's having it
LOST = "the cluster that had this job is gone, or could not write how it ended; start it again: what is ready is kept"


@dataclass(frozen=True)
class _Found:
    """What a folder says before anybody is asked."""

    folder: Path
    request: Request
    attempt: Attempt | None
    record: Record | None


def get_job(job_id: str) -> Job:
    """Raises JobError when there is no such job, or a broken one."""
    return _jobs([_find(folder_of(job_id))])[0]


def list_jobs(owner: str | None = None) -> list[Job]:
    """The jobs of an owner, or all, the newest first; ``broken_jobs`` tells of those that cannot be read."""
    found, _ = _look(owner)
    return _jobs(found)


def broken_jobs() -> list[str]:
    """A sentence for each job that cannot be read; one broken job must not hide the good ones."""
    return _look(None)[1]


def key_of(folder: Path, attempt: int) -> str:
    """The scheduler's name for an attempt at a job."""
    return f"job_{folder.name.replace('-', '_')}-{attempt}"


def _look(owner: str | None) -> tuple[list[_Found], list[str]]:
    found, broken = [], []
    for folder in job_folders():
        if not (folder / REQUEST).exists():  # just being made, or forgotten
            continue
        try:
            if owner is None or read_request(folder).owner == owner:
                found.append(_find(folder))
        except JobError as error:
            broken.append(str(error))
    return found, broken


def _find(folder: Path) -> _Found:
    return _Found(folder, read_request(folder), read_attempt(folder), read_record(folder))


def _jobs(found: list[_Found]) -> list[Job]:
    tasks = {one.folder: _task(one) for one in found if not _ended(one.attempt, one.record)}
    states = task_states([task for task in tasks.values() if task])
    return [
        _job(one, read_record(one.folder), states.get(tasks[one.folder], NO_ANSWER))
        if one.folder in tasks
        else _job(one, one.record, NO_ANSWER)
        for one in found
    ]


def _task(one: _Found) -> Task | None:
    if one.attempt is None:
        return None
    key = key_of(one.folder, one.attempt.number)
    return Task(key, cluster=one.attempt.cluster, scheduler=one.attempt.scheduler, taken=one.attempt.taken)


def _ended(attempt: Attempt | None, record: Record | None) -> bool:
    return record is not None and attempt is not None and record.attempt == attempt.number and record.state in OVER


def _job(one: _Found, record: Record | None, task_state: str | None) -> Job:
    request = one.request
    if one.attempt is None or (record is not None and record.attempt != one.attempt.number):
        record = None  # of an earlier attempt
    state = _state(one, record, task_state)
    known = record or Record(attempt=0, starts=0, state="running")
    ended = known.ended or (asked_to_end(one.folder, one.attempt.number) if state == "cancelled" else "")
    return Job(
        id=one.folder.name,
        kind=request.kind,
        title=request.title,
        owner=request.owner,
        state=state,
        share=known.share,
        words=known.words,
        made=request.made,
        started=known.started,
        ended=ended,
        seconds_left=_seconds_left(known) if state == "running" else None,
        result=known.result if state == "done" else None,
        error=known.error if state == "failed" else LOST if state == "lost" else "",
        folder=one.folder,
    )


def _state(one: _Found, record: Record | None, task_state: str | None) -> str:
    if record is not None and record.state in OVER:
        return record.state
    if _is_gone(one, task_state):
        asked = one.attempt is not None and asked_to_end(one.folder, one.attempt.number) != ""
        return "cancelled" if asked else "lost"
    return "queued" if record is None or task_state in WAITING else "running"


def _is_gone(one: _Found, task_state: str | None) -> bool:
    """Whether no scheduler has the job, and none is about to get it."""
    if one.attempt is None:
        return time.time() - seconds(one.request.made) > GRACE_S
    return task_state is None and (one.attempt.taken or time.time() - one.attempt.asked > GRACE_S)


def _seconds_left(record: Record) -> float | None:
    """The estimate when it was made, less the time since; None when it has turned out too small."""
    if record.seconds_left is None:
        return None
    left = record.seconds_left - (time.time() - record.told)
    return left if left > 0 else None
