"""What runs in workers, seen from anywhere: whether this process is one, and a function's answer from each of them."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.jobs.client import connect, run_everywhere

if TYPE_CHECKING:
    from distributed import Worker


def this_worker() -> "Worker | None":
    """The worker whose job or part this is; None in a process or thread that is none."""
    if "distributed" not in sys.modules:
        return None
    from distributed import get_worker

    try:
        return get_worker()
    except ValueError:
        return None


def on_every_worker(function: Callable, *arguments: Any) -> dict[str, Any]:
    """What ``function`` returns in each worker, by its address; nothing where no cluster lives.

    It is called beside the job that a worker has, at once, and must be quick: meanwhile the worker hears nobody.

    Raises
    ------
    JobError
        The scheduler or one of the workers does not answer.
    """
    if this_worker() is not None:
        from distributed import get_client

        client = get_client()
    elif (connection := connect(start=False)) is not None:
        client = connection.client
    else:
        return {}
    said = run_everywhere(client, function, *arguments)
    for answer in said.values():
        if isinstance(answer, Exception) and not isinstance(answer, OSError):  # which says that a worker is gone
            raise answer
    return {worker: answer for worker, answer in said.items() if not isinstance(answer, OSError)}
