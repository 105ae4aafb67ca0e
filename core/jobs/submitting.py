"""A function and its parameters in, a job out that runs whatever becomes of this process."""

import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from core.errors import JobError
from core.jobs.cancelling import settle
from core.jobs.checks import check_workers
from core.jobs.client import LOCAL, Connection, cluster_name, connect, hand_over, stop
from core.jobs.cluster import cluster_lives, outdated
from core.jobs.functions import check_job_function, spell, to_json
from core.jobs.job import Job
from core.jobs.looking import get_job, list_jobs
from core.jobs.reading import key_of
from core.jobs.records import (
    ATTEMPT,
    REQUEST,
    Attempt,
    Request,
    folder_of,
    jobs_folder,
    new_id,
    now,
    read_attempt,
    read_request,
    write,
)
from core.jobs.worker import this_worker
from core.workspace import check_writable

MAX_TITLE = 200
LOCK_S = 120.0  # a cluster may have to start meanwhile


def submit(function: Callable, params: Any, *, owner: str, kind: str, title: str, beside: str = "") -> Job:
    """Hand ``function(params, bench) -> dict`` to the cluster; it runs on whatever becomes of this process.

    Parameters
    ----------
    function : at the top level of a module of `core`
    params : a frozen dataclass of str, int, float, bool, None and tuples of these
    owner : whose job it is: the visitor's id, or "command line"
    kind : a short word of a-z, 0-9 and -, like "table"
    title : one line for people
    beside : the address of a worker that keeps what the job needs: it gets the job, unless it is busy or gone

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
    with _cluster() as connection:
        write(folder, REQUEST, request)
        _attempt(folder, connection, number=1, beside=beside)
    return get_job(folder.name)


def start_again(job_id: str) -> Job:
    """Try a job again that failed, was cancelled or got lost: the same folder, and only the parts that are missing."""
    folder = folder_of(job_id)
    read_request(folder)
    with _alone(folder):
        job = get_job(job_id)
        if not job.can_start_again:
            raise JobError(f"the job {job_id} is {job.state}; one that failed, was cancelled or got lost starts again")
        settle(folder)
        before = read_attempt(folder)
        with _cluster() as connection:
            _attempt(folder, connection, number=before.number + 1 if before else 1)
    return get_job(job_id)


def forget_job(job_id: str) -> None:
    """Remove a job that is over, or a broken one, with its parts and its log."""
    folder = folder_of(job_id)
    if not folder.is_dir():
        read_request(folder)
    with _alone(folder):
        if not folder.is_dir():  # forgotten from another tab meanwhile
            read_request(folder)
        job = _get_unless_broken(job_id)
        if job is not None and not job.is_over:
            raise JobError(f"the job {job_id} is {job.state}; cancel it first")
        if job is not None:
            settle(folder)
        # Out of the list at once, whole: a worker that still has a part in hand finds no folder to write in.
        hidden = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.forgotten")
        folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)
    for lock in folder.parent.glob(f".{folder.name}.*lock"):
        lock.unlink(missing_ok=True)


def get_ready() -> None:
    """Start this machine's workers, and connect to them, before there is work; raises JobError as ``submit`` does."""
    with _cluster():
        return


def rest() -> bool:
    """End this machine's cluster unless it has work; False when it has, or there was none."""
    with _alone(jobs_folder() / "submit"):
        return not _has_work() and stop()


def _has_work() -> bool:
    return any(job.state in ("queued", "running") for job in list_jobs())


def _get_unless_broken(job_id: str) -> Job | None:
    try:
        return get_job(job_id)
    except JobError:
        return None


@contextmanager
def _cluster() -> Iterator[Connection]:
    """A cluster that runs this program; none is renewed by another process while a job is being handed to it."""
    if this_worker() is not None:
        raise RuntimeError("a job cannot submit jobs: cut it into parts with bench.each")
    with _alone(jobs_folder() / "submit"):
        if cluster_name() == LOCAL and cluster_lives():
            _renew()
        connection = connect()
        check_workers(connection)
        yield connection


def _renew() -> None:
    """End this machine's cluster when it was started by another version of this program, unless it has work."""
    unlike, matters = outdated()
    if not unlike:
        return
    if not _has_work():
        stop()
    elif matters:
        raise JobError(
            f"the jobs that run now are of a cluster that has {unlike}; wait until they are over, or end them with "
            "`python -m core jobs --stop`"
        )


def _attempt(folder: Path, connection: Connection, *, number: int, beside: str = "") -> None:
    """Note whom the job is given to before and after: a crash in between leaves a job that reads as lost."""
    attempt = Attempt(
        number, cluster=connection.cluster, scheduler=connection.scheduler, asked=time.time(), taken=False
    )
    from core.jobs.lead import run_job  # which loads Dask: readers need not

    write(folder, ATTEMPT, attempt)
    key = key_of(folder, number)
    hand_over(connection, run_job, folder.name, number, key, key=key, beside=beside)
    write(folder, ATTEMPT, replace(attempt, taken=True))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no two processes start or forget the same job at once."""
    check_writable()
    folder.parent.mkdir(exist_ok=True)
    lock = FileLock(folder.parent / f".{folder.name}.lock", timeout=LOCK_S)
    try:
        lock.acquire()
    except Timeout as error:
        raise JobError(f"another process has been at {folder.name} for {LOCK_S:.0f} s; try again") from error
    try:
        yield
    finally:
        lock.release()
