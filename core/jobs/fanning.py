"""The parts of a job, handed to all workers a few at a time, while the job itself leaves its slot to them."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import Any

from distributed import Client, Future, get_client, secede, wait
from distributed.client import ClosedClientError

from core.errors import JobError
from core.jobs.facts import program
from core.jobs.guard import Ending
from core.jobs.part import run_part
from core.jobs.parts import Parts
from core.jobs.workbench import Seen, Superseded, Workbench

PER_THREAD = 3  # parts in flight: one at work, the others waiting beside it
LOOK_S = 0.25  # how often a job that waits for its parts looks whether it shall end
GONE = (OSError, CancelledError, ClosedClientError)  # the scheduler is: this worker will end, too
UNHEARD = ("lost", "pending")  # its worker died with its word, beside others that ended: it is made again elsewhere
COUNT_S = 5.0  # how often it looks how many workers there are


def fan_out(
    bench: Workbench,
    work: Callable,
    items: Mapping[str, Any],
    *,
    words: str,
    span: tuple[float, float],
    seen: Seen,
    on: str,
    attempt: int,
    key: str,
) -> dict[str, Path]:
    """``Workbench.each`` on a cluster."""
    parts, (low, high) = Parts(bench.folder, work), span
    stored = parts.stored(items)
    missing = [name for name in items if name not in stored]
    done, more = len(items) - len(missing), ""
    for name in items:
        if name in stored:
            more = seen(name, parts.path(name))

    def tell() -> None:
        share = low + (high - low) * (done / len(items) if items else 1)
        bench.tell(share, words.format(done=done, all=len(items)) + more)

    tell()
    if missing:
        # The parts need the slot of this thread: two such jobs on two one-thread workers would wait for ever.
        with suppress(KeyError):  # it did so for parts before these
            secede()
        client = get_client()
        needs = {on: 1} if on and offers(client, on) else None

        def submit(name: str) -> Future:
            which = hashlib.sha256(str(parts.path(name)).encode()).hexdigest()[:24]
            what = (str(bench.folder), attempt, program(), name, work, items[name])
            return client.submit(run_part, *what, key=f"{key}_part-{which}", pure=False, resources=needs)

        for name, ending in _endings(client, submit, missing, look=tell):
            tell()  # raises Cancelled when that is why the part ended
            _check(name, ending)
            done, more = done + 1, seen(name, parts.path(name))
        tell()
    return {name: parts.path(name) for name in items}


def offers(client: Client, resource: str) -> bool:
    """Whether a worker of the cluster was started with some of a resource: ``dask worker --resources GPU=1``."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    return any(worker.get("resources", {}).get(resource, 0) >= 1 for worker in workers)


def _endings(
    client: Client, submit: Callable[[str], Future], names: list[str], *, look: Callable[[], None]
) -> Iterator[tuple[str, Ending]]:
    """Yield how each part ended, as they end; what is in flight is taken back when the caller has had enough."""
    waiting, flying = iter(names), {}
    room = _Room(client)
    try:
        while True:
            while len(flying) < room.now() and (name := next(waiting, None)) is not None:
                flying[submit(name)] = name
            if not flying:
                return
            try:
                with client.as_current():  # `wait` asks the current client, and minds when it is closed
                    ended = wait(list(flying), timeout=LOOK_S, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                look()
                continue
            for future in ended:
                if future.status not in UNHEARD:
                    yield flying.pop(future), _ending(future)
    except GONE as error:
        raise Superseded from error
    finally:
        with suppress(*GONE):
            client.cancel(list(flying))


class _Room:
    """How many parts may be in flight: a few per thread of the cluster, whose workers come and go."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._counted, self._n = -COUNT_S, 1

    def now(self) -> int:
        if time.monotonic() - self._counted > COUNT_S:
            self._n = max(1, PER_THREAD * sum(self._client.nthreads().values()))
            self._counted = time.monotonic()
        return self._n


def _ending(future: Future) -> Ending:
    """How a part ended; what Dask itself has to say about it is the end of the job."""
    if future.status == "finished":
        return future.result()
    if future.status == "error":
        return Ending("failed", error=f"the cluster gave it up: {future.exception()}")
    return Ending("cancelled")


def _check(name: str, ending: Ending) -> None:
    if ending.state == "failed":
        raise JobError(f"{name}: {ending.error}")
    if ending.state == "cancelled":
        raise Superseded
