"""Workers prepare for the first map by themselves, when they have nothing else to do and somebody wants it."""

import os
import sys
import threading
import time

import pytest

from core.explore.warm import LOOK_S, NICENESS, SETTLE_S
from core.jobs import debug, list_jobs, rest, submit, wait_for
from core.jobs.client import connect
from core.jobs.cluster import cluster_lives
from core.jobs.debug import Count

ME = {"owner": "me", "kind": "debug", "title": "Count"}


def warming() -> dict[str, object]:
    """On a worker: whether it warms up, how nicely, and whether it has begun."""
    threads = [thread.native_id for thread in threading.enumerate() if thread.name == "warm-up"]
    nice = [os.getpriority(os.PRIO_PROCESS, thread) for thread in threads] if sys.platform == "linux" else [NICENESS]
    return {"is warming": bool(threads), "nice": nice, "began": "core.explore.maps.job" in sys.modules}


def on_worker() -> dict[str, object]:
    return next(iter(connect().client.run(warming).values()))


@pytest.mark.skipif(sys.platform == "win32", reason="asks for niceness")
def test_a_worker_warms_up_by_itself_but_not_while_it_has_work(own_cluster, tmp_path, until, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_WARM", "1")
    with monkeypatch.context() as patch:  # the job is there before the worker is: a late one would find it warming up
        patch.setattr("core.jobs.client._wait_for_workers", lambda connection: None)
        job = submit(debug.count, Count(n=1, gate=str(tmp_path / "gate")), **ME)
    until(lambda: list_jobs()[0].state == "running", "the job to begin")
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > SETTLE_S + 2 * LOOK_S, "the worker to settle")
    assert on_worker() == {"is warming": True, "nice": [NICENESS], "began": False}
    assert rest() is False
    (tmp_path / "gate").touch()
    wait_for(job.id, timeout_s=60)
    until(lambda: on_worker()["began"], "the worker to begin")
    assert [job.kind for job in list_jobs()] == ["debug"]  # it is no job
    assert rest() is True
    assert not cluster_lives()
    assert rest() is False


def test_a_worker_of_which_nobody_wants_it_does_not_warm_up(cluster):
    assert os.environ["GENRESCOPE_WARM"] == "0"
    assert on_worker()["is warming"] is False
