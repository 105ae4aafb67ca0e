"""A real cluster of two workers for the tests of jobs and of commands, and a workspace that they share."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from core.jobs import Job, cancel_job, list_jobs, stop_cluster, wait_for
from core.jobs.client import connect, workers_of

IDLE_S = 600.0  # should the tests be killed, their clusters end; longer than from one test of jobs to the next
DEADLINE_S = 120.0  # generous, because it is only waited for when something is wrong


@pytest.fixture(scope="session")
def jobs_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with a cluster of two workers, up until the session ends."""
    home = tmp_path_factory.mktemp("jobs-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        patch.setenv("GENRESCOPE_WORKERS", "2")
        patch.delenv("GENRESCOPE_SCHEDULER", raising=False)
        patch.setattr("core.jobs.cluster.IDLE_S", IDLE_S)
        connect()
    yield home
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        stop_cluster()
    assert [process for process in psutil.process_iter(["cmdline"]) if str(home) in str(process.info["cmdline"])] == []


@pytest.fixture
def cluster(
    jobs_home: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> Iterator[Path]:
    """The workspace of the running cluster, as this test's own; asked after ``workspace``, whose place it takes."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(jobs_home))
    monkeypatch.setenv("GENRESCOPE_WORKERS", "2")
    monkeypatch.delenv("GENRESCOPE_SCHEDULER", raising=False)
    until(lambda: len(workers_of(connect())) == 2, "workers that the test before ended to be back")
    yield jobs_home
    monkeypatch.setenv("GENRESCOPE_HOME", str(jobs_home))
    monkeypatch.delenv("GENRESCOPE_SCHEDULER", raising=False)
    # The next test may see other data, and a cluster that still has work is not started anew for it.
    until(_all_ended, "jobs that the test left behind to end")
    _wait_for_enders()


def _all_ended() -> bool:
    """Whether nothing goes on; what does is to end. One that was just being submitted is found at the next look."""
    left = [job for job in list_jobs() if not job.is_over]
    for job in left:
        cancel_job(job.id)
    return not left


def _wait_for_enders() -> None:
    """Until what was cancelled holds no worker: who sees to that looks, in the next test, into its workspace."""
    for thread in threading.enumerate():
        if thread.name.startswith("ends "):
            thread.join(DEADLINE_S)


@pytest.fixture
def own_cluster(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace for a cluster that this test starts, and may break; whatever is left of it ends with the test."""
    monkeypatch.setenv("GENRESCOPE_WORKERS", "1")
    monkeypatch.setattr("core.jobs.cluster.IDLE_S", IDLE_S)
    monkeypatch.delenv("GENRESCOPE_SCHEDULER", raising=False)
    yield workspace
    monkeypatch.setenv("GENRESCOPE_HOME", str(workspace))
    monkeypatch.delenv("GENRESCOPE_SCHEDULER", raising=False)
    stop_cluster()
    _wait_for_enders()


@pytest.fixture
def until() -> Callable[..., None]:
    """``until(condition, what)``: wait for a condition, never for a time."""

    def wait(condition: Callable[[], object], what: str = "condition") -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, f"waited too long for: {what}; the last jobs: {_last_jobs()}"
            time.sleep(0.05)

    return wait


def _last_jobs() -> list[str]:
    return [f"{job.title} {job.state} {job.share:.2f} {job.words} {job.error}" for job in list_jobs()[:5]]


@pytest.fixture
def over() -> Callable[[Job], Job]:
    """``over(job)``: the job once it is over."""
    return lambda job: wait_for(job.id, timeout_s=DEADLINE_S)
