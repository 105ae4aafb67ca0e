"""What dies while jobs run: workers, the scheduler, the process that asked. Nothing is lost that was ready."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from core.jobs import debug, get_job, list_jobs, start_again, submit
from core.jobs.client import connect
from core.jobs.cluster import SCHEDULER, WORKERS, cluster_folder
from core.jobs.deaths import MAX_DEATHS
from core.jobs.debug import Count
from core.jobs.marks import deaths
from core.jobs.parts import Parts
from core.jobs.processes import living_processes
from core.jobs.records import read_record

ME = {"owner": "me", "kind": "debug", "title": "Count"}
PROJECT_ROOT = Path(__file__).resolve().parents[3]


def in_another_process(code, *words):
    """What a Python process of its own prints, run beside this one on the same workspace."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def half_done(diary, gate, until):
    """``half_done()``: a job of 8 parts of which 3 are ready, and their numbers; the others wait at the gate."""

    def start():
        job = submit(debug.count_in_parts, Count(n=8, diary=str(diary), gate=str(gate), free=3), **ME)
        until(lambda: get_job(job.id).share >= 3 / 8, "three parts")
        return job, {int(path.read_bytes()) for path in job.folder.glob("parts/*/[!.]*")}

    return start


@pytest.fixture
def done_well(diary, over):
    """Check that a job of 8 parts is done, and did again only what was in hand, not the 3 parts that were ready."""

    def check(job, ready):
        done = over(job)
        assert (done.state, done.result) == ("done", {"n": 8, "sum": 28})
        times = Counter(int(path.name.split()[0]) for path in diary.iterdir())
        assert sorted(times) == list(range(8))
        assert [times[number] for number in ready] == [1, 1, 1]

    return check


@pytest.mark.parametrize("which", ["the worker of the job", "the other worker"])
def test_a_killed_worker_costs_only_what_it_had_in_hand(cluster, half_done, done_well, gate, which):
    job, ready = half_done()
    pids = connect().client.run(os.getpid)
    ours = pids.pop(read_record(job.folder).worker)
    os.kill(ours if which == "the worker of the job" else next(iter(pids.values())), signal.SIGKILL)
    gate.touch()
    done_well(job, ready)


def test_a_job_that_ends_its_workers_fails_and_names_the_likely_cause(cluster, diary, over):
    failed = over(submit(debug.die, Count(diary=str(diary)), **ME))
    assert failed.state == "failed"
    assert failed.error.startswith("this job ended its worker 3 times, most likely for want of memory")
    assert len(list(diary.iterdir())) == 3


def test_a_part_that_ends_its_workers_fails_the_job(cluster, diary, over):
    failed = over(submit(debug.die_in_parts, Count(n=1, diary=str(diary)), **ME))
    assert failed.state == "failed"
    assert "ended its worker 3 times, most likely for want of memory" in failed.error
    assert len(list(diary.iterdir())) <= 4
    part = Parts(failed.folder, debug._one_deadly).path("0")
    assert deaths(failed.folder, part, attempt=1) == MAX_DEATHS  # to be asked for once more is no death


def test_a_job_outlives_the_process_that_asked_for_it(cluster, gate, over):
    code = (
        "import os, sys; from core.jobs import debug, submit\n"
        "params = debug.Count(n=5, gate=sys.argv[1])\n"
        "print(submit(debug.count_in_parts, params, owner='me', kind='debug', title='x').id, flush=True); os._exit(0)"
    )
    job = get_job(in_another_process(code, str(gate)))
    gate.touch()
    assert over(job).result == {"n": 5, "sum": 10}


def test_another_process_finds_the_same_cluster_and_the_same_jobs(cluster, until):
    job = submit(debug.count, Count(gate="closed"), **ME)
    until(lambda: get_job(job.id).state == "running", "the job to run")
    code = (
        "import sys; from core.jobs import cancel_job, get_job, wait_for\nfrom core.jobs.client import connect\n"
        "print(connect().scheduler, get_job(sys.argv[1]).state); cancel_job(sys.argv[1])\n"
        "print(wait_for(sys.argv[1], timeout_s=60).state)"
    )
    assert in_another_process(code, job.id).split() == [connect().scheduler, "running", "cancelled"]
    assert get_job(job.id).state == "cancelled"


def test_a_job_whose_scheduler_died_is_lost_and_starts_again(own_cluster, half_done, done_well, gate, until):
    job, ready = half_done()
    scheduler = living_processes(cluster_folder())[SCHEDULER]
    scheduler.kill()
    scheduler.wait()
    until(lambda: get_job(job.id).state == "lost", "the loss to be seen")
    lost = get_job(job.id)
    assert "start it again" in lost.error
    assert [found.state for found in list_jobs("me")] == ["lost"]
    gate.touch()
    start_again(job.id)
    done_well(job, ready)


def test_a_job_whose_workers_all_died_goes_on_with_new_ones(own_cluster, half_done, done_well, gate):
    job, ready = half_done()
    watcher = living_processes(cluster_folder())[WORKERS]
    watcher.kill()
    watcher.wait()
    gate.touch()
    done_well(job, ready)
