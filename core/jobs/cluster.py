"""The cluster of this machine: a scheduler and its workers as processes of their own, which outlive who started them.

They are started once per workspace, whoever asks first; they end by themselves after some idle time, or by
``stop_cluster``. Never a LocalCluster: its workers would run the script of a Streamlit page again.
"""

import json
import os
import subprocess
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import CoreError, JobError
from core.jobs import processes
from core.jobs.facts import difference, local_facts
from core.jobs.processes import end_processes, living_processes, read_json, start_process
from core.jobs.reach import answers
from core.workspace import PROJECT_ROOT, check_writable, workspace, write_atomic

IDLE_S = 30 * 60.0  # after this long without work the cluster ends
START_S = 60.0
REVIVE_S = 10.0  # how often, at most, a look at waiting jobs looks after their workers, too
MEMORY_SHARE = 0.8  # of the machine, for all workers together
HERE = "127.0.0.1"
WARM_UP = "core.explore.warm"  # named, not imported: jobs know no work; see there what a worker does with it
SCHEDULER, WORKERS = "scheduler", "workers"
RENEW = "`python -m core jobs --stop` ends scheduler and workers; what they were doing can be started again"
_SCHEDULER_FILE, _FACTS = "scheduler.json", "facts.json"
_CONFIG = {
    # Jobs count the deaths of their workers themselves: a neighbour's forced end must not count.
    "SCHEDULER__ALLOWED_FAILURES": "20",
    "SCHEDULER__HTTP__ROUTES": "[]",
    "WORKER__HTTP__ROUTES": "[]",
    # Parts hold no data in Dask, so pausing and spilling would free nothing; at 95 % the worker is replaced.
    "WORKER__MEMORY__TARGET": "False",
    "WORKER__MEMORY__SPILL": "False",
    "WORKER__MEMORY__PAUSE": "False",
    "WORKER__PROFILE__ENABLED": "False",
    # Awake 10 to 50 times a second by Dask's own, four processes without work took 40 % of a core, now 26 %.
    "ADMIN__TICK__INTERVAL": "500ms",
    "ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "WORKER__MEMORY__MONITOR_INTERVAL": "500ms",
}
# Dask's own would give every array back to the system as soon as it is freed. To be handed its pages anew takes longer
# than to work on it: a clip of the band 0.61 s instead of 0.23 s. So a worker keeps up to as much of it as stands here.
_MALLOC = {"MALLOC_TRIM_THRESHOLD_": str(2**25), "MALLOC_MMAP_THRESHOLD_": str(2**24)}
_revived: dict[Path, float] = {}


def start_cluster() -> None:
    """Start this workspace's scheduler and its workers unless they live."""
    check_writable()
    n_workers()  # a wrong number is told before anything starts
    folder = cluster_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=2 * START_S):
            if not cluster_lives():
                end_processes(folder)
                _start_scheduler(folder)
            if WORKERS not in living_processes(folder):
                _start_workers(folder)
    except Timeout as error:
        raise JobError(f"another process has long been starting the cluster; look at the logs in {folder}") from error


def revive_cluster() -> None:
    """Start workers, in the background, should those of the scheduler be gone for good; now and then at most."""
    folder, now = cluster_folder(), time.monotonic()
    if now - _revived.get(folder, -REVIVE_S) < REVIVE_S:
        return
    _revived[folder] = now
    if WORKERS not in living_processes(folder):
        threading.Thread(target=_start_quietly, name="revives the cluster", daemon=True).start()


def stop_cluster() -> bool:
    """End the scheduler and the workers of this workspace, and what they run; False when there were none."""
    folder = cluster_folder()
    if not folder.is_dir():
        return False
    with FileLock(folder / "lock", timeout=2 * START_S):
        ended = end_processes(folder)
        (folder / _SCHEDULER_FILE).unlink(missing_ok=True)
    return ended


def cluster_lives() -> bool:
    """Whether the scheduler of this workspace answers; raises JobError when it is there and does not."""
    address = cluster_address()
    return bool(address) and answers(address, patience_s=START_S, remedy=RENEW)


def cluster_address() -> str:
    """Where the living scheduler of this workspace is; "" when there is none.

    What an ended one has left does not count: its port may belong to anybody by now, another workspace's scheduler too.
    """
    folder = cluster_folder()
    lives = SCHEDULER in living_processes(folder)
    return str(read_json(folder / _SCHEDULER_FILE).get("address", "")) if lives else ""


def cluster_id() -> str:
    """The id of the scheduler that was started last in this workspace, alive or not; "" when there was none."""
    return str(read_json(cluster_folder() / _SCHEDULER_FILE).get("id", ""))


def outdated() -> tuple[str, bool]:
    """How the living workers differ from those that would be started now: in words, and whether that matters."""
    then, now = read_json(cluster_folder() / _FACTS), _facts()
    unlike = difference(then | {WORKERS: now[WORKERS]}, now)
    return (unlike, True) if unlike else (difference(then, now), False)


def last_words(name: str) -> str:
    """The end of the log of the scheduler or the workers."""
    return processes.last_words(cluster_folder(), name)


def n_workers() -> int:
    """One per core, or GENRESCOPE_WORKERS."""
    from dask.system import CPU_COUNT

    given = os.environ.get("GENRESCOPE_WORKERS")
    if not given:
        return CPU_COUNT
    if not given.isdecimal() or not 1 <= int(given) <= 1024:
        raise JobError(f"GENRESCOPE_WORKERS={given} must be a number from 1 to 1024")
    return int(given)


def warms_up() -> bool:
    """Whether workers prepare for their first job before it comes; GENRESCOPE_WARM=0 forbids it."""
    return os.environ.get("GENRESCOPE_WARM") != "0"


def cluster_folder() -> Path:
    return workspace() / "cluster"


def _start_scheduler(folder: Path) -> None:
    file = folder / _SCHEDULER_FILE
    file.unlink(missing_ok=True)
    place = ("--host", HERE, "--port", "0", "--dashboard-address", f"{HERE}:0", "--no-dashboard")
    ends = ("--scheduler-file", str(file), "--idle-timeout", f"{IDLE_S} s")
    process = start_process(
        folder, SCHEDULER, "distributed.cli.dask_scheduler", *place, *ends, environment=_environment()
    )
    if not _comes(process):
        process.kill()
        raise JobError(f"the scheduler of this machine did not start; its last words: {last_words(SCHEDULER)}")


def _comes(scheduler: subprocess.Popen) -> bool:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and scheduler.poll() is None:
        if cluster_lives():
            return True
        time.sleep(0.02)
    return False


def _start_workers(folder: Path) -> None:
    """One process that watches over the workers, which are its children."""
    from distributed.system import MEMORY_LIMIT

    n = n_workers()
    size = ("--nworkers", str(n), "--nthreads", "1", "--memory-limit", str(int(MEMORY_SHARE * MEMORY_LIMIT / n)))
    place = ("--host", HERE, "--dashboard-address", f"{HERE}:0", "--no-dashboard")
    kept = ("--scheduler-file", str(folder / _SCHEDULER_FILE), "--local-directory", str(folder / "scratch"))
    warm = ("--preload", WARM_UP) if warms_up() else ()
    words = (*size, *place, *kept, *warm, "--death-timeout", f"{START_S}")
    start_process(folder, WORKERS, "distributed.cli.dask_worker", *words, environment=_environment())
    write_atomic(folder / _FACTS, json.dumps(_facts()).encode())


def _start_quietly() -> None:
    try:
        start_cluster()
    except CoreError:
        return  # whoever submits a job next is told


def _facts() -> dict[str, str]:
    return local_facts() | {WORKERS: str(n_workers())}


def _environment() -> dict[str, str]:
    """This process' environment with absolute paths, for processes that stand in another folder."""
    paths = {name: value for name, value in local_facts().items() if name.startswith("GENRESCOPE_") and value}
    found = os.pathsep.join(filter(None, (str(PROJECT_ROOT), os.environ.get("PYTHONPATH"))))
    config = {f"DASK_DISTRIBUTED__{key}": value for key, value in _CONFIG.items()}
    return _MALLOC | os.environ | paths | config | {"PYTHONPATH": found}
