"""One connection per process to the scheduler in use: work in, what became of it out."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import JobError
from core.jobs.cluster import RENEW, START_S, WORKERS, cluster_address, last_words, start_cluster, stop_cluster
from core.jobs.reach import answers

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
RESTART_S = 30.0
ANSWER_S = 3.0  # a scheduler that needs longer is busy, which is no news
WORKER_S = 30.0  # a worker that needs longer hangs: what it is asked beside its work takes milliseconds
_lock = threading.RLock()
_open: dict[str, "Connection"] = {}


@dataclass(frozen=True)
class Connection:
    """A client and whom it talks to."""

    client: "Client"
    cluster: str  # LOCAL, or the address in GENRESCOPE_SCHEDULER
    address: str
    scheduler: str  # its id


def cluster_name() -> str:
    """Which cluster this process uses: LOCAL or the address that GENRESCOPE_SCHEDULER names."""
    return os.environ.get("GENRESCOPE_SCHEDULER") or LOCAL


def connect(cluster: str | None = None, *, start: bool = True) -> Connection | None:
    """The connection to a cluster, by default the one in use; None when none lives and ``start`` is False.

    Raises JobError when somebody listens there but is no scheduler, or no worker comes.
    """
    name = cluster or cluster_name()
    if start and name == LOCAL:
        start_cluster()
    address = cluster_address() if name == LOCAL else name
    connection = _running(name, address) or _anew(name, address, patience_s=START_S if start else ANSWER_S)
    if start and connection is None:
        raise JobError(f"no scheduler answers at GENRESCOPE_SCHEDULER={name}; start it, or unset the variable")
    if start:
        _wait_for_workers(connection)
    return connection


def disconnect(cluster: str) -> None:
    """Close the connection of this process to a cluster, if it has one."""
    with _lock:
        connection = _open.pop(cluster, None)
    if connection is not None:
        with suppress(TimeoutError):  # it ends in the background: nobody waits for its good-bye
            connection.client.close(timeout=1)


def ask(connection: Connection, method: Callable, *, patience_s: float = ANSWER_S, **arguments: Any) -> Any:
    """The scheduler's answer to a question; raises TimeoutError or OSError when it gives none."""
    try:
        return connection.client.sync(method, **arguments, callback_timeout=patience_s)
    except RuntimeError as error:  # another thread closed the connection
        raise OSError(f"the connection to {connection.address} was closed") from error


def states_of(connection: Connection, keys: Iterable[str], *, patience_s: float = ANSWER_S) -> dict[str, str | None]:
    """What the scheduler knows of tasks: its word for their state, None for one that it does not know."""
    return ask(connection, connection.client.scheduler.get_task_status, patience_s=patience_s, keys=list(keys))


def workers_of(connection: Connection) -> set[str]:
    """The addresses of the workers that are there."""
    return set(ask(connection, connection.client.scheduler.ncores))


def run_everywhere(
    client: "Client", function: Callable, *arguments: Any, patience_s: float = WORKER_S
) -> dict[str, Any]:
    """What a function returns in each worker, beside its work, by its address; where it raised, the exception.

    Raises
    ------
    JobError
        One of them has said nothing for ``patience_s``, or the scheduler is gone.
    """
    try:
        return client.run(function, *arguments, on_error="return", callback_timeout=patience_s)
    except TimeoutError as error:
        raise JobError(
            f"a worker has not answered within {patience_s:.0f} s: it hangs, or this machine is overloaded; "
            f"try again, or start them anew: on this machine {RENEW}"
        ) from error
    except (OSError, RuntimeError) as error:  # the latter: another thread closed the connection
        raise JobError(f"the workers could not be asked: {error}; try again") from error


def hand_over(connection: Connection, function: Callable, *arguments: Any, key: str, beside: str = "") -> None:
    """Give a task to the scheduler so that it runs even if this process dies the moment this returns.

    ``beside`` is the address of the worker that had best run it, if it has nothing to do.
    """
    from distributed import fire_and_forget

    try:
        where = {"workers": [beside], "allow_other_workers": True} if _is_idle(connection, beside) else {}
        future = connection.client.submit(function, *arguments, key=key, pure=False, **where)
        fire_and_forget(future)
        # The stream to the scheduler keeps its order: once it knows this marker, it has heard both of the above.
        marker = connection.client.submit(int, key=f"{key}-taken", pure=False)
        deadline = time.monotonic() + START_S
        while states_of(connection, [marker.key], patience_s=START_S)[marker.key] is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"it has not taken it within {START_S:.0f} s")
            time.sleep(0.01)
    except (OSError, TimeoutError) as error:
        raise JobError(f"the scheduler at {connection.address} could not be given the job: {error}") from error


def take_back(connection: Connection, key: str) -> None:
    """Have the scheduler forget a task, whoever wants it; what runs already runs on, unheard."""
    from distributed import Future

    connection.client.cancel([Future(key, connection.client)], force=True)
    deadline = time.monotonic() + ANSWER_S
    while states_of(connection, [key])[key] is not None and time.monotonic() < deadline:
        time.sleep(0.02)


def restart_workers(connection: Connection, workers: Iterable[str]) -> None:
    """End these workers, whatever they do; their nannies start new ones. One that is gone already is fine."""
    restart = connection.client.scheduler.restart_workers
    how = {"timeout": RESTART_S, "wait_for_workers": False, "on_error": "return", "stimulus_id": f"jobs-{time.time()}"}
    ask(connection, restart, patience_s=2 * RESTART_S, workers=list(workers), **how)


def stop() -> bool:
    """End the cluster of this machine and this process' connection to it; False when there was none."""
    from core.jobs.knowledge import look_anew  # which asks by way of this module

    disconnect(LOCAL)
    ended = stop_cluster()
    look_anew()  # what the scheduler said of its jobs a moment ago holds no more
    return ended


def _is_idle(connection: Connection, worker: str) -> bool:
    """Whether a worker is there and has nothing to do."""
    return bool(worker) and ask(connection, connection.client.scheduler.processing).get(worker) in ([], ())


def _running(name: str, address: str) -> Connection | None:
    """The open connection, if its scheduler is still there: the client hears at once when that ends."""
    found = _open.get(name)
    return found if found is not None and found.address == address and found.client.status == "running" else None


def _anew(name: str, address: str, *, patience_s: float) -> Connection | None:
    from distributed import Client

    with _lock:
        if found := _running(name, address):
            return found
        disconnect(name)
        remedy = {"remedy": RENEW} if name == LOCAL else {}
        if not address or not answers(address, patience_s=patience_s, **remedy):
            return None
        # We look ourselves whether a scheduler is there: its end is no traceback on the terminal of a server.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        try:
            client = Client(address, timeout=patience_s, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise JobError(f"the scheduler at {address} cannot be used: {error}") from error
        connection = Connection(client, cluster=name, address=address, scheduler=client.scheduler_info()["id"])
        _open[name] = connection
        return connection


def _wait_for_workers(connection: Connection) -> None:
    try:
        connection.client.wait_for_workers(1, timeout=START_S)
    except (TimeoutError, OSError) as error:
        said = f"; their last words: {last_words(WORKERS)}" if connection.cluster == LOCAL else ""
        raise JobError(f"no worker has come to {connection.address} within {START_S:.0f} s{said}") from error
