"""A worker in; out a worker that has compiled, in the background, what its first map would wait for (some seconds).

``dask worker --preload core.explore.warm`` calls ``dask_setup`` when a worker starts: nothing waits for it, it counts
as no work, and it does not begin while the worker has some. A map that is asked for meanwhile waits for the rest.
"""

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Worker

SETTLE_S = 2.0  # what starts together with the workers, a server with its first page, comes first
LOOK_S = 0.5
NICENESS = 10  # anybody else's work comes first


def dask_setup(worker: "Worker") -> None:
    """Begin to warm up, in a thread of its own."""
    threading.Thread(target=_warm_up, args=(worker,), name="warm-up", daemon=True).start()


def _warm_up(worker: "Worker") -> None:
    if sys.platform == "linux":  # where a thread has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    time.sleep(SETTLE_S)
    while worker.state.executing_count:
        time.sleep(LOOK_S)
    import core.explore.maps.job  # noqa: F401 - what every map needs
    from core.explore.maps.umap import warm_up

    warm_up()
