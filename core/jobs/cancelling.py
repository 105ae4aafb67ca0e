"""The end of a job that somebody wants ended: asked for by a flag, enforced after a while.

A job sees the flag when it next tells how far it is. What has not stopped after some seconds is taken from the
scheduler and its worker restarted, by whoever cancelled or, should that process be gone, by whoever looks next.
"""

import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import JobError
from core.jobs.client import connect, restart_workers, take_back, workers_of
from core.jobs.deaths import spare
from core.jobs.job import OVER
from core.jobs.knowledge import look_anew
from core.jobs.marks import busy_workers, forget_worker
from core.jobs.reading import get_job, key_of
from core.jobs.records import (
    Attempt,
    Record,
    ask_to_end,
    asked_to_end,
    cancel_flag,
    job_folders,
    read_attempt,
    read_record,
    seconds,
)

POLITE_S = 5.0  # for a job to see the flag
LOOK_S = 0.2
_enforcing: set[Path] = set()
_lock = threading.Lock()


def cancel_job(job_id: str) -> None:
    """Ask a job to end, and see to it in the background; nothing happens to one that is over.

    A job that waits is over at once, one that tells its progress at its next word, any other after some seconds.
    """
    job = get_job(job_id)
    attempt = read_attempt(job.folder)
    if job.is_over or attempt is None:
        return
    ask_to_end(job.folder, attempt.number)
    if job.state == "queued":
        _take_back(job.folder, attempt)
    see_to(job.folder)


def see_to(folder: Path) -> None:
    """See in the background that a job that shall end does so; at once when its time is up."""
    with _lock:
        if folder in _enforcing:
            return
        _enforcing.add(folder)
    threading.Thread(target=_see_to, args=(folder,), name=f"ends {folder.name}", daemon=True).start()


def settle(folder: Path) -> None:
    """Free the workers that a cancelled job may still hold, now: before it starts again or is forgotten."""
    attempt = read_attempt(folder)
    if attempt is None:
        return
    flag = cancel_flag(folder, attempt.number)
    if flag.exists() and not _settled(flag).exists():
        _enforce(folder, attempt)
        _settled(flag).touch()


def needs_an_end(folder: Path, attempt: Attempt) -> bool:
    """Whether a cancelled attempt may still hold workers, and its time is up."""
    flag = cancel_flag(folder, attempt.number)
    return flag.exists() and not _settled(flag).exists() and not _may_be_polite(folder, attempt)


def _see_to(folder: Path) -> None:
    try:
        with FileLock(folder.parent / f".{folder.name}.end.lock", timeout=0):
            attempt = read_attempt(folder)
            if attempt is None:
                return
            flag = cancel_flag(folder, attempt.number)
            # Who starts the job again has settled this attempt; the workers are the next one's then.
            while not (_settled(flag).exists() or _is_quiet(folder, attempt)) and _may_be_polite(folder, attempt):
                time.sleep(LOOK_S)
            if _settled(flag).exists():
                return
            _enforce(folder, attempt)
            if folder.is_dir():
                _settled(flag).touch()
    except (Timeout, JobError, OSError, TimeoutError):
        return  # another process sees to it, or nobody can now; the next look tries again
    finally:
        with _lock:
            _enforcing.discard(folder)


def _is_quiet(folder: Path, attempt: Attempt) -> bool:
    record = _record_of(folder, attempt)
    return record is not None and record.state in OVER and not busy_workers(folder, attempt.number)


def _record_of(folder: Path, attempt: Attempt) -> Record | None:
    record = read_record(folder)
    return record if record is not None and record.attempt == attempt.number else None


def _enforce(folder: Path, attempt: Attempt) -> None:
    """Take the job from the scheduler and restart the workers that it, or a part of it, still holds."""
    connection = connect(attempt.cluster, start=False)
    if connection is None:
        return
    holders = busy_workers(folder, attempt.number)
    record = _record_of(folder, attempt)
    if record is None or record.state not in OVER:
        _take_back(folder, attempt)
        holders |= {record.worker} if record else set()
    living = holders & workers_of(connection)
    for worker in living:
        _spare_others(folder, worker)
    if living:
        restart_workers(connection, living)
    for worker in holders:
        forget_worker(folder, worker)


def _take_back(folder: Path, attempt: Attempt) -> None:
    connection = connect(attempt.cluster, start=False)
    if connection is not None:
        take_back(connection, key_of(folder, attempt.number))
        look_anew()


def _spare_others(folder: Path, worker: str) -> None:
    """Note in the other jobs that this worker does not end through them."""
    for other in job_folders():
        if other == folder:
            continue
        try:
            record = read_record(other)
        except JobError:
            continue
        forget_worker(other, worker)
        if record is not None and record.state not in OVER and record.worker == worker:
            spare(other, record.attempt)


def _settled(flag: Path) -> Path:
    return flag.with_name(flag.name + ".settled")


def _may_be_polite(folder: Path, attempt: Attempt) -> bool:
    """Whether a job that was asked to end has still time to do so by itself."""
    asked = asked_to_end(folder, attempt.number)
    return bool(asked) and time.time() - seconds(asked) < POLITE_S
