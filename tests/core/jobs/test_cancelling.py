"""Jobs that somebody wants ended: polite ones, deaf ones, waiting ones; their neighbours go on."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import JobError
from core.jobs import cancel_job, debug, forget_job, get_job, start_again, submit, submitting
from core.jobs.client import connect, workers_of
from core.jobs.debug import Count
from core.jobs.marks import busy_workers
from core.jobs.records import read_record

PROJECT_ROOT = Path(__file__).resolve().parents[3]
ME = {"owner": "me", "kind": "debug", "title": "Count"}


def running(job):
    return lambda: get_job(job.id).state == "running"


def ready(job):
    return {path.name for path in job.folder.glob("parts/*/*") if not path.name.startswith(".")}


def test_a_job_that_tells_its_progress_stops_in_the_middle(cluster, diary, gate, until, over):
    job = submit(debug.count, Count(n=9, diary=str(diary), gate=str(gate), free=3), **ME)
    until(lambda: get_job(job.id).share > 0.3, "the job to be in the middle")
    cancel_job(job.id)
    ended = over(job)
    assert (ended.state, ended.error, ended.result) == ("cancelled", "", None)
    assert ended.made <= ended.started <= ended.ended
    assert ended.can_start_again
    assert len(list(diary.iterdir())) == 4


def test_a_job_in_parts_stops_with_its_parts(cluster, diary, gate, until, over):
    job = submit(debug.count_in_parts, Count(n=30, diary=str(diary), gate=str(gate), free=3), **ME)
    until(lambda: get_job(job.id).share >= 0.1, "three parts")
    cancel_job(job.id)
    assert over(job).state == "cancelled"
    until(lambda: not list((job.folder / "in-hand").glob("*")), "the parts at work to stop")
    assert len(list(diary.iterdir())) <= 3 + 2


def test_a_deaf_job_is_ended_by_force_and_its_neighbour_goes_on(cluster, diary, gate, until, over):
    deaf = submit(debug.count_deaf, Count(gate="closed"), **ME)
    until(running(deaf), "the deaf job to run")
    neighbour = submit(debug.count_in_parts, Count(n=6, diary=str(diary), gate=str(gate)), **ME)
    until(lambda: list(diary.iterdir()), "a part of the neighbour to be at work")
    workers = workers_of(connect())
    cancel_job(deaf.id)
    assert over(deaf).state == "cancelled"
    until(lambda: len(workers_of(connect()) - workers) == 1, "one new worker")
    assert len(workers_of(connect()) & workers) == 1
    gate.touch()
    done = over(neighbour)
    assert (done.state, done.result) == ("done", {"n": 6, "sum": 15})


def test_a_deaf_part_is_ended_by_force_and_its_worker_works_again(cluster, diary, until, over, monkeypatch):
    monkeypatch.setattr("core.jobs.cancelling.POLITE_S", 1.0)
    job = submit(debug.count_in_deaf_parts, Count(n=4, diary=str(diary), gate="closed"), **ME)
    until(lambda: len(list(diary.iterdir())) == 2, "two parts at work")
    cancel_job(job.id)
    assert over(job).state == "cancelled"
    assert over(submit(debug.count, Count(n=1), **ME)).state == "done"


def test_a_waiting_job_is_over_at_once(cluster, gate, until, over):
    before = [submit(debug.count, Count(gate=str(gate)), **ME) for _ in range(2)]
    for job in before:
        until(running(job), "the workers to be busy")
    waiting = submit(debug.count, Count(), **ME)
    assert get_job(waiting.id).state == "queued"
    cancel_job(waiting.id)
    cancelled = get_job(waiting.id)
    assert (cancelled.state, cancelled.started) == ("cancelled", "")
    assert cancelled.ended >= cancelled.made
    gate.touch()
    assert [over(job).state for job in before] == ["done"] * 2


def test_a_canceller_that_dies_leaves_the_end_to_whoever_looks(cluster, until, over, monkeypatch):
    monkeypatch.setattr("core.jobs.cancelling.POLITE_S", 1.0)
    deaf = submit(debug.count_deaf, Count(gate="closed"), **ME)
    until(running(deaf), "the deaf job to run")
    code = "import os, sys; from core.jobs import cancel_job; cancel_job(sys.argv[1]); os._exit(0)"
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    subprocess.run([sys.executable, "-c", code, deaf.id], check=True, env=environment)
    assert over(deaf).state == "cancelled"


def test_cancelling_what_is_over_changes_nothing(cluster, over):
    done = over(submit(debug.count, Count(n=1), **ME))
    cancel_job(done.id)
    assert over(done) == done


def test_a_cancelled_job_starts_again_where_it_stopped(cluster, diary, gate, until, over):
    job = submit(debug.count_in_parts, Count(n=8, diary=str(diary), gate=str(gate), free=3), **ME)
    until(lambda: len(ready(job)) == 3, "three parts")
    cancel_job(job.id)
    assert over(job).state == "cancelled"
    until(lambda: not busy_workers(job.folder), "the parts in hand to end: an open gate would let them become ready")
    for path in diary.iterdir():
        path.unlink()
    gate.touch()
    assert start_again(job.id).state in ("queued", "running", "done")
    done = over(job)
    assert (done.state, done.result) == ("done", {"n": 8, "sum": 28})
    assert len(list(diary.iterdir())) == 5


def test_a_job_that_starts_again_at_once_keeps_its_workers(cluster, diary, gate, until, over, monkeypatch):
    monkeypatch.setattr("core.jobs.cancelling.POLITE_S", 0.5)
    monkeypatch.setattr("core.jobs.cancelling.LOOK_S", 2.0)  # who sees to the end looks again when that is long over
    job = submit(debug.count_in_parts, Count(n=4, diary=str(diary), gate=str(gate)), **ME)
    until(lambda: len(list(diary.iterdir())) == 2, "two parts at work")
    workers = workers_of(connect())
    cancel_job(job.id)
    (ender,) = [thread for thread in threading.enumerate() if thread.name == f"ends {job.id}"]
    assert over(job).state == "cancelled"
    start_again(job.id)
    until(lambda: len(list(diary.iterdir())) >= 4, "two parts at work again")
    ender.join()
    gate.touch()
    assert over(job).state == "done"
    assert workers_of(connect()) == workers
    assert read_record(job.folder).starts == 1


def test_a_job_that_runs_is_neither_forgotten_nor_started_again(cluster, over):
    job = submit(debug.count, Count(gate="closed"), **ME)
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


def test_a_job_that_another_tab_forgets_meanwhile_is_gone_in_words(cluster, over, monkeypatch):
    job = over(submit(debug.count, Count(n=1), **ME))
    alone = submitting._alone

    @contextmanager
    def late(folder):
        monkeypatch.setattr(submitting, "_alone", alone)
        forget_job(job.id)
        with alone(folder):
            yield

    monkeypatch.setattr(submitting, "_alone", late)
    with pytest.raises(JobError, match=f"there is no job {job.id}"):
        forget_job(job.id)
