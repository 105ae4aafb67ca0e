"""The lead of a job whose connection goes away under it: it falls silent, so that the job reads as lost."""

import time

import pytest
from distributed import Client
from distributed.utils import LoopRunner

from core.jobs.client import connect
from core.jobs.fanning import _endings
from core.jobs.workbench import Superseded


def test_a_lead_that_lost_its_connection_says_nothing_more(cluster):
    loop = LoopRunner()
    loop.start()  # as a worker's, it outlives the client
    client = Client(connect().address, set_as_default=False, loop=loop.loop)
    part = client.submit(time.sleep, 0.6)
    with pytest.raises(Superseded):
        list(_endings(client, lambda name: part, ["a part"], look=client.close))
    loop.stop()
