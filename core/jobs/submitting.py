"""A function and its parameters in, a job out that runs whatever becomes of this process."""

import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from core.errors import JobError
from core.jobs.client import Connection, connect, hand_over
from core.jobs.functions import check_job_function, spell, to_json
from core.jobs.job import Job
from core.jobs.lead import run_job
from core.jobs.looking import get_job
from core.jobs.reading import key_of
from core.jobs.records import (
    ATTEMPT,
    REQUEST,
    Attempt,
    Request,
    folder_of,
    new_id,
    now,
    read_attempt,
    read_request,
    write,
)
from core.workspace import not_written

MAX_TITLE = 200
LOCK_S = 10.0


def submit(function: Callable, params: Any, *, owner: str, kind: str, title: str) -> Job:
    """Hand ``function(params, bench) -> dict`` to the cluster; it runs on whatever becomes of this process.

    Parameters
    ----------
    function : at the top level of a module of `core`
    params : a frozen dataclass of str, int, float, bool, None and tuples of these
    owner : whose job it is: the visitor's id, or "command line"
    kind : a short word of a-z, 0-9 and -, like "table"
    title : one line for people

    Raises
    ------
    JobError
        No cluster can be had, or its workers are of another version or do not see the workspace.
    """
    check_job_function(function)
    request = Request(
        kind=kind,
        title=" ".join(title.split())[:MAX_TITLE],
        owner=owner,
        made=now(),
        function=spell(function),
        params_type=spell(type(params)),
        params=to_json(params),
    )
    folder = folder_of(new_id(kind))
    connection = _connect()
    try:
        write(folder, REQUEST, request)
        _attempt(folder, connection, number=1)
    except OSError as error:
        raise not_written(folder, error) from error
    return get_job(folder.name)


def start_again(job_id: str) -> Job:
    """Try a job again that failed, was cancelled or got lost: the same folder, and only the parts that are missing."""
    folder = folder_of(job_id)
    read_request(folder)
    connection = _connect()
    with _alone(folder):
        job = get_job(job_id)
        if not job.can_start_again:
            raise JobError(f"the job {job_id} is {job.state}; one that failed, was cancelled or got lost starts again")
        before = read_attempt(folder)
        _attempt(folder, connection, number=before.number + 1 if before else 1)
    return get_job(job_id)


def forget_job(job_id: str) -> None:
    """Remove a job that is over, with its parts and its log."""
    folder = folder_of(job_id)
    with _alone(folder):
        job = get_job(job_id)
        if not job.is_over:
            raise JobError(f"the job {job_id} is {job.state}; cancel it first")
        # Out of the list at once, whole: a worker that still has a part in hand finds no folder to write in.
        hidden = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.forgotten")
        folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def _connect() -> Connection:
    if _on_a_worker():
        raise RuntimeError("a job cannot submit jobs: cut it into parts with bench.each")
    connection = connect()
    assert connection is not None
    return connection


def _on_a_worker() -> bool:
    if "distributed" not in sys.modules:
        return False
    from distributed import get_worker

    try:
        get_worker()
    except ValueError:
        return False
    return True


def _attempt(folder: Path, connection: Connection, *, number: int) -> None:
    """Note whom the job is given to before and after: a crash in between leaves a job that reads as lost."""
    attempt = Attempt(
        number, cluster=connection.cluster, scheduler=connection.scheduler, asked=time.time(), taken=False
    )
    write(folder, ATTEMPT, attempt)
    key = key_of(folder, number)
    hand_over(connection, run_job, folder.name, number, key, key=key)
    write(folder, ATTEMPT, replace(attempt, taken=True))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no two processes start or forget the same job at once."""
    if not folder.is_dir():
        read_request(folder)
    try:
        with FileLock(folder.parent / f".{folder.name}.lock", timeout=LOCK_S):
            yield
    except Timeout as error:
        raise JobError(f"another process has the job {folder.name} in hand; try again") from error
