"""Jobs that somebody wants ended: polite ones, deaf ones, waiting ones; their neighbours go on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import JobError
from core.jobs import cancel_job, debug, forget_job, get_job, start_again, submit
from core.jobs.client import connect
from core.jobs.debug import Count

PROJECT_ROOT = Path(__file__).resolve().parents[3]
ME = {"owner": "me", "kind": "debug", "title": "Count"}


def running(job):
    return lambda: get_job(job.id).state == "running"


def test_a_job_that_tells_its_progress_stops_in_the_middle(cluster, diary, until, over):
    job = submit(debug.count, Count(n=200, pause_s=0.1, diary=str(diary)), **ME)
    until(running(job), "the job to run")
    cancel_job(job.id)
    ended = over(job)
    assert (ended.state, ended.error, ended.result) == ("cancelled", "", None)
    assert ended.ended
    assert ended.can_start_again
    assert len(list(diary.iterdir())) < 100


def test_a_job_in_parts_stops_with_its_parts(cluster, diary, until, over):
    job = submit(debug.count_in_parts, Count(n=30, pause_s=0.5, diary=str(diary)), **ME)
    until(lambda: get_job(job.id).share > 0, "some parts")
    cancel_job(job.id)
    assert over(job).state == "cancelled"
    until(lambda: not list((job.folder / "in-hand").glob("*")), "the parts at work to stop")
    assert len(list(diary.iterdir())) < 15


def test_a_deaf_job_is_ended_by_force_and_its_neighbour_goes_on(cluster, diary, until, over):
    deaf = submit(debug.count_deaf, Count(n=1, pause_s=120), **ME)
    until(running(deaf), "the deaf job to run")
    neighbour = submit(debug.count_in_parts, Count(n=24, pause_s=0.25, diary=str(diary)), **ME)
    until(lambda: get_job(neighbour.id).share > 0, "the neighbour's first parts")
    workers = set(connect(start=False).client.nthreads())
    cancel_job(deaf.id)
    asked = time.monotonic()
    assert over(deaf).state == "cancelled"
    assert time.monotonic() - asked < 30
    until(lambda: len(set(connect(start=False).client.nthreads()) - workers) == 1, "one new worker")
    done = over(neighbour)
    assert (done.state, done.result) == ("done", {"n": 24, "sum": 276})


def test_a_deaf_part_is_ended_by_force_and_its_worker_works_again(cluster, diary, until, over):
    job = submit(debug.count_in_deaf_parts, Count(n=4, pause_s=120, diary=str(diary)), **ME)
    until(lambda: len(list(diary.iterdir())) == 2, "two parts at work")
    cancel_job(job.id)
    assert over(job).state == "cancelled"
    again = submit(debug.count, Count(n=1), **ME)
    assert over(again).state == "done"


def test_a_waiting_job_is_over_at_once(cluster, until, over):
    before = [submit(debug.count, Count(n=100, pause_s=0.1), **ME) for _ in range(2)]
    for job in before:
        until(running(job), "the workers to be busy")
    waiting = submit(debug.count, Count(), **ME)
    assert get_job(waiting.id).state == "queued"
    cancel_job(waiting.id)
    assert get_job(waiting.id).state == "cancelled"
    for job in before:
        cancel_job(job.id)
    assert [over(job).state for job in before] == ["cancelled"] * 2


def test_a_canceller_that_dies_leaves_the_end_to_whoever_looks(cluster, until, over):
    deaf = submit(debug.count_deaf, Count(n=1, pause_s=120), **ME)
    until(running(deaf), "the deaf job to run")
    code = "import os, sys; from core.jobs import cancel_job; cancel_job(sys.argv[1]); os._exit(0)"
    subprocess.run(
        [sys.executable, "-c", code, deaf.id], check=True, env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    )
    assert over(deaf).state == "cancelled"


def test_cancelling_what_is_over_changes_nothing(cluster, over):
    done = over(submit(debug.count, Count(n=1), **ME))
    cancel_job(done.id)
    assert over(done) == done


def test_a_cancelled_job_starts_again_where_it_stopped(cluster, diary, until, over):
    job = submit(debug.count_in_parts, Count(n=8, pause_s=0.3, diary=str(diary)), **ME)
    until(lambda: get_job(job.id).share >= 0.25, "some parts")
    cancel_job(job.id)
    stopped = over(job)
    assert stopped.state == "cancelled"
    ready = {path.name for path in job.folder.glob("parts/*/*")}
    assert ready
    for path in diary.iterdir():
        path.unlink()
    assert start_again(job.id).state in ("queued", "running", "done")
    done = over(job)
    assert (done.state, done.result) == ("done", {"n": 8, "sum": 28})
    assert len(list(diary.iterdir())) == 8 - len(ready)


def test_a_job_that_runs_is_neither_forgotten_nor_started_again(cluster, until, over):
    job = submit(debug.count, Count(n=100, pause_s=0.1), **ME)
    with pytest.raises(JobError, match=r"is (queued|running); cancel it first"):
        forget_job(job.id)
    with pytest.raises(JobError, match=r"is (queued|running); one that failed, was cancelled or got lost starts again"):
        start_again(job.id)
    cancel_job(job.id)
    over(job)
    forget_job(job.id)
    assert not job.folder.exists()
    with pytest.raises(JobError, match=f"there is no job {job.id}"):
        get_job(job.id)
