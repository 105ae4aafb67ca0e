"""Clusters: this machine's own, and one that somebody started elsewhere and named by its address."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from core.errors import JobError
from core.jobs import cancel_job, checks, debug, list_jobs, stop_cluster, submit, wait_for
from core.jobs import cluster as clusters
from core.jobs.client import connect
from core.jobs.debug import Count
from core.jobs.facts import SOURCE, difference, facts
from core.jobs.processes import living_processes, read_json
from core.workspace import write_atomic

ME = {"owner": "me", "kind": "debug", "title": "Count"}
PROJECT_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """``by_hand(module, *words, **environment)``: a process of Dask, as somebody types it, up until the module ends."""
    folder = tmp_path_factory.mktemp("by-hand")
    with ExitStack() as processes:

        def start(module, *words, pythonpath=PROJECT_ROOT, **environment):
            everything = os.environ | {"PYTHONPATH": str(pythonpath)} | environment
            with open(folder / f"{time.monotonic_ns()}.log", "wb") as log:
                command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
                process = subprocess.Popen(command, cwd=folder, env=everything, stdout=log, stderr=log)
            processes.callback(process.wait)
            processes.callback(process.kill)
            return process

        yield start


@pytest.fixture(scope="module")
def address(by_hand, tmp_path_factory):
    """The address of a scheduler started by hand, without workers."""
    file = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
    by_hand("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    deadline = time.monotonic() + 60
    while not (found := read_json(file).get("address")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


@pytest.fixture
def worker(by_hand, address, until, monkeypatch):
    """``worker(**environment)``: a worker started by hand, up until the test ends."""
    monkeypatch.setenv("GENRESCOPE_SCHEDULER", address)
    started = []

    def start(**environment):
        n = len(started)
        started.append(by_hand("dask_worker", address, "--nthreads", "1", "--no-nanny", **environment))
        until(lambda: len(workers()) > n, "the worker to come")

    def workers():
        return connect(address, start=False).client.nthreads()

    yield start
    for process in started:
        process.kill()
    until(lambda: not workers(), "the workers to leave")


def test_a_job_runs_on_a_cluster_named_by_its_address(worker, workspace):
    worker(GENRESCOPE_HOME=str(workspace))
    done = wait_for(submit(debug.count_in_parts, Count(n=3), **ME).id, timeout_s=60)
    assert (done.state, done.result) == ("done", {"n": 3, "sum": 3})
    assert not (workspace / "cluster").exists()
    assert [path.name for path in (workspace / "jobs").iterdir() if "check" in path.name] == []


def test_a_worker_with_another_workspace_is_refused(worker, tmp_path):
    worker(GENRESCOPE_HOME=str(tmp_path))
    with pytest.raises(JobError, match=rf"the worker tcp://.* has GENRESCOPE_HOME {tmp_path} where this"):
        submit(debug.count, Count(), **ME)
    assert list_jobs() == []


def test_a_worker_with_another_version_of_a_package_is_refused(worker, workspace, tmp_path):
    (tmp_path / "numpy-1.0.dist-info").mkdir()
    (tmp_path / "numpy-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.0\n")
    worker(GENRESCOPE_HOME=str(workspace), pythonpath=os.pathsep.join((str(tmp_path), str(PROJECT_ROOT))))
    with pytest.raises(JobError, match=r"it has numpy 1\.0 where this program has .*install the same version on both"):
        submit(debug.count, Count(), **ME)


def test_a_worker_that_does_not_know_this_program_is_refused(worker, workspace, tmp_path):
    worker(GENRESCOPE_HOME=str(workspace), pythonpath=tmp_path)
    with pytest.raises(JobError, match=r"it cannot load it \(.*No module named 'core'.*\); put the project's"):
        submit(debug.count, Count(), **ME)


def test_an_address_where_nobody_answers_is_told(monkeypatch, workspace):
    monkeypatch.setenv("GENRESCOPE_SCHEDULER", "tcp://127.0.0.1:9")
    with pytest.raises(JobError, match=r"no scheduler answers at GENRESCOPE_SCHEDULER=tcp://127\.0\.0\.1:9; start it"):
        submit(debug.count, Count(), **ME)
    assert list_jobs() == []


def test_something_else_that_listens_there_is_told(monkeypatch, workspace):
    monkeypatch.setattr("core.jobs.client.START_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        monkeypatch.setenv("GENRESCOPE_SCHEDULER", address)
        with pytest.raises(JobError, match=f"what listens at {address} does not answer as a scheduler"):
            submit(debug.count, Count(), **ME)


def test_who_has_the_port_of_a_scheduler_that_ended_is_let_alone(own_cluster):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        left = {"address": f"tcp://127.0.0.1:{deaf.getsockname()[1]}", "id": "Scheduler-1"}
        write_atomic(clusters.cluster_folder() / "scheduler.json", json.dumps(left).encode())
        assert connect(start=False) is None
        assert wait_for(submit(debug.count, Count(n=1), **ME).id, timeout_s=60).state == "done"


def test_a_scheduler_of_this_machine_that_hangs_is_told_with_how_to_end_it(own_cluster, monkeypatch):
    clusters.start_cluster()
    monkeypatch.setattr(clusters, "START_S", 0.5)
    scheduler = living_processes(clusters.cluster_folder())[clusters.SCHEDULER]
    scheduler.suspend()
    with pytest.raises(JobError, match=r"does not answer as a scheduler; `python -m core jobs --stop` ends scheduler"):
        submit(debug.count, Count(n=1), **ME)
    assert stop_cluster()
    assert not scheduler.is_running()


def test_a_worker_that_sees_another_disk_is_refused(workspace, tmp_path):
    token = tmp_path / "jobs" / ".check-1" / "token"
    problem = checks._problem(checks.answer(str(token)), facts(), token)
    assert problem.startswith(f"it does not share the workspace {tmp_path} (No such file or directory); put that on")
    write_atomic(token, b"another")
    assert "(it reads another folder)" in checks._problem(checks.answer(str(token)), facts(), token)
    write_atomic(token, b"token")
    said = checks.answer(str(token))
    assert checks._problem(said, facts(), token) == ""
    assert "(what it writes is not here)" in checks._problem(said | {"wrote": "elsewhere"}, facts(), token)


def test_a_scheduler_without_workers_is_told(address, workspace, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_SCHEDULER", address)
    monkeypatch.setattr("core.jobs.client.START_S", 0.5)
    with pytest.raises(JobError, match=f"no worker has come to {address} within"):
        submit(debug.count, Count(), **ME)


def test_a_cluster_that_another_process_does_not_get_started_is_told(workspace, monkeypatch):
    monkeypatch.setattr(clusters, "START_S", 0.05)
    clusters.cluster_folder().mkdir()
    with (
        FileLock(clusters.cluster_folder() / "lock"),
        pytest.raises(JobError, match="another process has long been starting the cluster; look at the logs in"),
    ):
        submit(debug.count, Count(), **ME)


def test_a_job_that_another_process_keeps_in_hand_is_told(workspace, monkeypatch):
    monkeypatch.setattr("core.jobs.submitting.LOCK_S", 0.05)
    (workspace / "jobs").mkdir()
    with (
        FileLock(workspace / "jobs" / ".submit.lock"),
        pytest.raises(JobError, match=r"another process has been at submit for .* s; try again"),
    ):
        submit(debug.count, Count(), **ME)


def test_a_scheduler_that_does_not_start_is_told_with_its_last_words(own_cluster, tmp_path, monkeypatch):
    (tmp_path / "distributed").mkdir()
    (tmp_path / "distributed" / "__init__.py").write_text("raise ImportError('no such luck')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(JobError, match=r"the scheduler of this machine did not start; (.|\n)*no such luck"):
        submit(debug.count, Count(), **ME)
    assert list_jobs() == []


def test_what_differs_is_told_by_name():
    ours = facts()
    assert difference(ours, ours) == ""
    assert difference(ours | {SOURCE: "0"}, ours) == "another source of core"
    assert difference(ours | {"numpy": ""}, ours).startswith("numpy none where this program has ")


def test_a_worker_without_the_data_folder_is_refused(workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path / "data"))
    token = tmp_path / "jobs" / ".check-1" / "token"
    write_atomic(token, b"token")
    problem = checks._problem(checks.answer(str(token)), facts(), token)
    assert problem == f"it does not see the data folder {tmp_path / 'data'}; put that on a shared path"


def test_workers_of_another_version_are_renewed_once_they_are_idle(own_cluster, monkeypatch, until):
    long = submit(debug.count, Count(gate="closed"), **ME)
    before = connect().scheduler
    monkeypatch.setenv("GENRESCOPE_WORKERS", "2")  # does not matter as long as something runs
    waits = submit(debug.count, Count(n=1), **ME)
    assert connect().scheduler == before
    monkeypatch.setenv("GENRESCOPE_DATA", str(own_cluster))  # matters always
    with pytest.raises(JobError, match=r"of a cluster that has GENRESCOPE_DATA .* where this program .*; wait until"):
        submit(debug.count, Count(n=1), **ME)
    for job in (waits, long):
        cancel_job(job.id)
        wait_for(job.id, timeout_s=60)
    assert wait_for(submit(debug.count, Count(n=1), **ME).id, timeout_s=60).state == "done"
    assert connect().scheduler != before
    until(lambda: len(connect().client.nthreads()) == 2, "two workers")


def test_a_number_of_workers_that_is_none_is_told(workspace, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_WORKERS", "many")
    with pytest.raises(JobError, match="GENRESCOPE_WORKERS=many must be a number from 1 to 1024"):
        submit(debug.count, Count(n=1), **ME)
    assert stop_cluster() is False
    assert list_jobs() == []


def test_two_processes_that_begin_at_once_share_one_cluster(own_cluster):
    code = "from core.jobs.client import connect; print(connect().scheduler)"
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    both = [subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    assert {process.communicate()[0].decode().strip() for process in both} == {clusters.cluster_id()}


def test_a_cluster_without_work_ends_by_itself(own_cluster, monkeypatch):
    monkeypatch.setattr(clusters, "IDLE_S", 5.0)
    clusters.start_cluster()
    processes = list(living_processes(clusters.cluster_folder()).values())
    assert len(processes) == 2
    _, left = psutil.wait_procs(processes, timeout=2 * clusters.START_S)
    assert left == []
    assert not clusters.cluster_lives()
