"""What schedulers know of tasks, asked at most once a second for all who look."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import JobError
from core.jobs.client import LOCAL, connect, states_of
from core.jobs.cluster import cluster_id, revive_cluster

FRESH_S = 1.0
SILENT_S = 10.0  # how long a cluster that gave no answer is left alone
NO_ANSWER = "no answer"
WAITING = {"waiting", "queued", "no-worker"}  # a scheduler's words for a task that no worker has
_lock = threading.Lock()
_answers: dict["Task", tuple[float, str | None]] = {}
MAX_ANSWERS = 10_000


@dataclass(frozen=True)
class Task:
    """An attempt at a job, as a scheduler may know it."""

    key: str
    cluster: str
    scheduler: str
    taken: bool


def task_states(tasks: Iterable[Task]) -> dict[Task, str | None]:
    """The scheduler's word for each task, None for one that nobody has any more, NO_ANSWER when none could be had.

    An answer is never older than the first time this process saw the task as it is.
    """
    tasks = list(tasks)
    with _lock:
        due = [task for task in tasks if _is_due(task)]
        if len(_answers) > MAX_ANSWERS:
            _answers.clear()
        for cluster in {task.cluster for task in due}:
            _learn(cluster, [task for task in due if task.cluster == cluster])
        return {task: _answers.get(task, (0.0, NO_ANSWER))[1] for task in tasks}


def look_anew() -> None:
    """Ask again at the next look: something was just changed here."""
    with _lock:
        _answers.clear()


def _is_due(task: Task) -> bool:
    if task not in _answers:
        return True
    asked, state = _answers[task]
    return time.monotonic() - asked > (SILENT_S if state == NO_ANSWER else FRESH_S)


def _learn(cluster: str, tasks: list[Task]) -> None:
    asked = time.monotonic()
    for task, state in _ask(cluster, tasks).items():
        _answers[task] = (asked, state)


def _ask(cluster: str, tasks: list[Task]) -> dict[Task, str | None]:
    """Ask one cluster about tasks; those of an earlier scheduler are gone without asking."""
    nobody = dict.fromkeys(tasks)
    if cluster == LOCAL:
        tasks = [task for task in tasks if task.scheduler == cluster_id()]
    try:
        connection = connect(cluster, start=False) if tasks else None
        if connection is None:
            return nobody
        tasks = [task for task in tasks if task.scheduler == connection.scheduler]
        states = states_of(connection, [task.key for task in tasks])
    except (JobError, OSError, TimeoutError):
        return dict.fromkeys(nobody, NO_ANSWER)
    if cluster == LOCAL and WAITING & set(states.values()):
        revive_cluster()
    return nobody | {task: states[task.key] for task in tasks}
