"""The lead of a job: it falls silent without its connection, and asks again for a word that was lost with a worker."""

import pytest
from distributed import Client
from distributed.utils import LoopRunner

from core.jobs import debug
from core.jobs.client import connect, restart_workers, workers_of
from core.jobs.debug import Count
from core.jobs.fanning import _endings
from core.jobs.workbench import Superseded


def test_a_lead_that_lost_its_connection_says_nothing_more(cluster, gate):
    loop = LoopRunner()
    loop.start()  # as a worker's, it outlives the client
    client = Client(connect().address, set_as_default=False, loop=loop.loop)
    part = client.submit(debug._wait, Count(gate=str(gate)), 0)
    try:
        with pytest.raises(Superseded):
            list(_endings(client, lambda name: part, ["a part"], look=client.close))
    finally:
        gate.touch()
    loop.stop()


def test_the_word_of_a_part_that_is_lost_with_its_worker_is_asked_for_again(cluster, gate, until):
    with Client(connect().address, set_as_default=False) as client:
        worker, other = workers_of(connect())
        gate.touch()
        part = client.submit(debug._wait, Count(gate=str(gate)), 0, workers=[worker], allow_other_workers=True)
        parts = {"lost": part, "done": client.submit(int, workers=[other], pure=False)}
        client.gather(list(parts.values()))
        gate.unlink()  # so that it is lost until the gate opens again
        restart_workers(connect(), [worker])
        until(lambda: part.status == "lost", "the word to be lost")
        endings = list(_endings(client, parts.get, list(parts), look=gate.touch))
        assert endings == [("done", 0), ("lost", None)]
