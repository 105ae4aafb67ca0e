"""Jobs that run well or badly on a real cluster."""

import os
import time

import pytest

from core.errors import JobError
from core.jobs import debug, get_job, submit, wait_for
from core.jobs.client import connect, run_everywhere
from core.jobs.debug import Count
from core.jobs.worker import on_every_worker

ME = {"owner": "me", "kind": "debug", "title": "Count"}


def test_a_job_runs_to_its_result_and_tells_how_far_it_is(cluster, diary):
    job = submit(debug.count, Count(n=3, diary=str(diary)), **ME)
    told = []
    done = wait_for(job.id, progress=lambda share, words: told.append((share, words)), timeout_s=60)
    assert (done.state, done.result, done.share, done.error) == ("done", {"n": 3}, 1.0, "")
    assert sorted(path.name for path in diary.iterdir()) == ["0", "1", "2"]
    assert done.words == "2 of 3"
    assert "counted to 3" in done.log()
    assert done.made <= done.started <= done.ended
    assert done.is_over
    assert not done.can_start_again


def test_workers_keep_the_memory_of_arrays_for_the_next_ones(cluster):
    said = on_every_worker(os.getenv, "MALLOC_TRIM_THRESHOLD_")
    assert list(said.values()) == [str(2**25)] * 2


def test_a_worker_that_hangs_is_told_and_holds_nobody(cluster):
    client = connect().client
    with pytest.raises(JobError, match=r"a worker has not answered within .*; try again, or start them anew: on this"):
        run_everywhere(client, time.sleep, 2.0, patience_s=0.1)
    assert list(on_every_worker(len, "they answer again").values()) == [17] * 2


def test_a_slow_job_tells_an_estimate_that_shrinks(cluster, gate, until, over):
    job = submit(debug.count, Count(n=10, pause_s=0.2, gate=str(gate), free=9), **ME)
    looks = [job]
    until(lambda: looks.append(get_job(job.id)) or looks[-1].seconds_left is not None, "an estimate")
    early = looks[-1]  # at the next look it may be used up
    assert early.state == "running"
    assert early.seconds_left > 0
    assert 0 < early.share < 1
    until(lambda: get_job(job.id).share > 0.6, "most of it done")
    late = get_job(job.id)
    assert late.seconds_left is None or late.share >= early.share
    gate.touch()
    assert over(job).seconds_left is None


def test_a_job_in_parts_gives_them_back_in_their_order(cluster, over):
    done = over(submit(debug.count_in_parts, Count(n=7), **ME))
    assert (done.state, done.result, done.words) == ("done", {"n": 7, "sum": 21}, "7 of 7 parts")


def test_a_job_may_be_cut_into_parts_twice(cluster, over):
    done = over(submit(debug.count_in_two_rounds, Count(n=3), **ME))
    assert (done.state, done.result) == ("done", {"n": 6, "sum": 3})


def test_a_job_whose_data_is_bad_says_so_in_the_words_of_the_error(cluster, over):
    failed = over(submit(debug.fail, Count(n=3), **ME))
    assert (failed.state, failed.error) == ("failed", "n=3 tracks are too few; add some")
    assert failed.share == 0.5
    assert failed.can_start_again


def test_a_bug_fails_the_job_in_plain_words_and_its_log_has_the_details(cluster, over):
    failed = over(submit(debug.blunder, Count(), **ME))
    assert failed.state == "failed"
    assert failed.error.startswith("the program made a mistake: ZeroDivisionError")
    assert failed.error.endswith("the log has the details")
    assert "params.n // 0" in failed.log()


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (debug.return_nonsense, "TypeError: core.jobs.debug:return_nonsense returned a list; a job returns a dict"),
        (debug.submit_another, "RuntimeError: a job cannot submit jobs: cut it into parts with bench.each"),
    ],
)
def test_what_no_job_may_do_is_a_bug(cluster, over, function, mistake):
    failed = over(submit(function, Count(), **ME))
    assert (failed.state, failed.error) == ("failed", f"the program made a mistake: {mistake}; the log has the details")


def test_a_bug_in_a_part_fails_the_job_and_names_the_part(cluster, over):
    failed = over(submit(debug.blunder_in_parts, Count(n=1), **ME))
    assert failed.state == "failed"
    assert failed.error.startswith("0: the program made a mistake: ZeroDivisionError")
    assert "item // 0" in failed.log()


def test_two_jobs_in_parts_on_two_workers_of_one_thread_do_not_wait_for_each_other(cluster, over):
    jobs = [submit(debug.count_in_parts, Count(n=6), **ME) for _ in range(3)]
    assert [over(job).state for job in jobs] == ["done"] * 3
