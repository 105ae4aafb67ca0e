"""What dies while jobs run: workers, the scheduler, the process that asked. Nothing is lost that was ready."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from core.jobs import debug, get_job, list_jobs, start_again, stop_cluster, submit
from core.jobs.client import connect
from core.jobs.debug import Count

ME = {"owner": "me", "kind": "debug", "title": "Count"}
PROJECT_ROOT = Path(__file__).resolve().parents[3]


def in_another_process(code, *words):
    """What a Python process of its own prints, run beside this one on the same workspace."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def parts_of(job):
    return {path.name for path in job.folder.glob("parts/*/*.part")}


def times_done(diary):
    """How often each number was counted, from the names of the notes: "3 <time>"."""
    numbers = [path.name.split()[0] for path in diary.iterdir()]
    return {number: numbers.count(number) for number in numbers}


@pytest.mark.parametrize("which", ["the worker of the job", "the other worker"])
def test_a_killed_worker_costs_only_what_it_had_in_hand(cluster, diary, until, over, which):
    job = submit(debug.count_in_parts, Count(n=14, pause_s=0.3, diary=str(diary)), **ME)
    until(lambda: get_job(job.id).share > 0.25, "some parts")
    ready = len(parts_of(job))
    pids = connect(start=False).client.run(os.getpid)
    ours = debug_worker(job)
    victim = next(pid for worker, pid in pids.items() if (worker == ours) == (which == "the worker of the job"))
    os.kill(victim, signal.SIGKILL)
    done = over(job)
    assert (done.state, done.result) == ("done", {"n": 14, "sum": 91})
    times = times_done(diary)
    assert sorted(map(int, times)) == list(range(14))
    assert sum(times.values()) <= 14 + 2  # at most what both workers had in hand
    assert ready > 0


def debug_worker(job):
    from core.jobs.records import read_record

    return read_record(job.folder).worker


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


def test_a_job_outlives_the_process_that_asked_for_it(cluster, over):
    code = (
        "import os; from core.jobs import debug, submit\n"
        "job = submit(debug.count_in_parts, debug.Count(n=5, pause_s=0.2), owner='me', kind='debug', title='x')\n"
        "print(job.id, flush=True); os._exit(0)"
    )
    job = get_job(in_another_process(code))
    assert over(job).result == {"n": 5, "sum": 10}


def test_another_process_finds_the_same_cluster_and_the_same_jobs(cluster, until, over):
    job = submit(debug.count, Count(n=30, pause_s=0.1), **ME)
    until(lambda: get_job(job.id).state == "running", "the job to run")
    code = (
        "import sys; from core.jobs import get_job, wait_for\nfrom core.jobs.client import connect\n"
        "print(connect().scheduler, get_job(sys.argv[1]).state, wait_for(sys.argv[1], timeout_s=60).state)"
    )
    assert in_another_process(code, job.id).split() == [connect().scheduler, "running", "done"]


def test_a_job_whose_scheduler_died_is_lost_and_starts_again_with_what_is_missing(own_cluster, diary, until, over):
    job = submit(debug.count_in_parts, Count(n=6, pause_s=0.3, diary=str(diary)), **ME)
    until(lambda: len(parts_of(job)) >= 2, "two parts")
    scheduler = noted_process("scheduler")
    scheduler.kill()
    scheduler.wait()
    until(lambda: get_job(job.id).state == "lost", "the loss to be seen")
    lost = get_job(job.id)
    assert "start it again" in lost.error
    assert [found.state for found in list_jobs("me")] == ["lost"]
    assert lost.can_start_again
    start_again(job.id)
    done = over(job)
    assert (done.state, done.result) == ("done", {"n": 6, "sum": 15})
    assert sum(times_done(diary).values()) <= 6 + 1  # the part that was in hand


def noted_process(name):
    from core.jobs.cluster import _processes

    return next(process for noted, process in _processes() if noted == name)


def test_a_stopped_cluster_leaves_no_process_and_its_jobs_can_start_again(own_cluster, until):
    job = submit(debug.count, Count(n=100, pause_s=0.1), **ME)
    until(lambda: get_job(job.id).state == "running", "the job to run")
    assert stop_cluster()
    assert not [p for p in psutil.process_iter(["cmdline"]) if str(own_cluster) in " ".join(p.info["cmdline"] or [])]
    assert get_job(job.id).state == "lost"
    assert not stop_cluster()
