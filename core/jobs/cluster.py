"""The cluster of this machine: a scheduler and its workers as processes of their own, which outlive who started them.

They are started once per workspace, whoever asks first; they end by themselves after some idle time, or by
``stop_cluster``. Never a LocalCluster: its workers would run the script of a Streamlit page again.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from core.errors import JobError
from core.jobs.facts import difference, local_facts
from core.jobs.reach import answers
from core.workspace import PROJECT_ROOT, check_writable, workspace, write_atomic

IDLE_S = 30 * 60.0  # after this long without work the cluster ends
START_S = 60.0
STOP_S = 10.0  # for killed processes to be gone
MEMORY_SHARE = 0.8  # of the machine, for all workers together
HERE = "127.0.0.1"
_SIZE = "workers"
_LOG_TAIL = 1_500
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
}
_started: list[subprocess.Popen] = []  # kept, so that those which ended can be reaped


def start_cluster() -> None:
    """Start this workspace's scheduler and its workers unless they live."""
    check_writable()
    n_workers()  # a wrong number is told before anything starts
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=2 * START_S):
            if not cluster_lives():
                _end(_processes())
                _start_scheduler(folder)
            if not _alive("workers"):
                _start("workers", _worker_command(folder))
                write_atomic(folder / "facts.json", json.dumps(_facts()).encode())
    except Timeout as error:
        raise JobError(f"another process has long been starting the cluster; look at the logs in {folder}") from error


def cluster_lives() -> bool:
    """Whether the scheduler of this workspace answers; raises JobError when it is there and does not."""
    address = cluster_address()
    return bool(address) and answers(address, patience_s=START_S)


def cluster_address() -> str:
    """Where the scheduler is that was started last in this workspace, alive or not; "" when there was none."""
    return str(_scheduler_file().get("address", ""))


def cluster_id() -> str:
    """The id of the scheduler that was started last in this workspace, alive or not; "" when there was none."""
    return str(_scheduler_file().get("id", ""))


def outdated() -> tuple[str, bool]:
    """How the living workers differ from those that would be started now: in words, and whether that matters."""
    then, now = _read_json(_folder() / "facts.json"), _facts()
    unlike = difference(then | {_SIZE: now[_SIZE]}, now)
    return (unlike, True) if unlike else (difference(then, now), False)


def stop_cluster() -> bool:
    """End the scheduler and the workers of this workspace, and what they run; False when there were none."""
    folder = _folder()
    if not folder.is_dir():
        return False
    with FileLock(folder / "lock", timeout=2 * START_S):
        processes = _processes()
        _end(processes)
        (folder / "scheduler.json").unlink(missing_ok=True)
        return bool(processes)


def last_words(name: str) -> str:
    """The end of the log of "scheduler" or "workers"."""
    try:
        return (_folder() / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:].strip()
    except OSError:
        return ""


def n_workers() -> int:
    """One per core, or GENRESCOPE_WORKERS."""
    from dask.system import CPU_COUNT

    given = os.environ.get("GENRESCOPE_WORKERS")
    if not given:
        return CPU_COUNT
    if not given.isdecimal() or not 1 <= int(given) <= 1024:
        raise JobError(f"GENRESCOPE_WORKERS={given} must be a number from 1 to 1024")
    return int(given)


def _facts() -> dict[str, str]:
    return local_facts() | {_SIZE: str(n_workers())}


def _folder() -> Path:
    return workspace() / "cluster"


def _scheduler_file() -> dict[str, Any]:
    return _read_json(_folder() / "scheduler.json")


def _start_scheduler(folder: Path) -> None:
    (folder / "scheduler.json").unlink(missing_ok=True)
    place = ("--host", HERE, "--port", "0", "--dashboard-address", f"{HERE}:0", "--no-dashboard")
    ends = ("--scheduler-file", str(folder / "scheduler.json"), "--idle-timeout", f"{IDLE_S} s")
    process = _start("scheduler", ("distributed.cli.dask_scheduler", *place, *ends))
    if not _until(lambda: process.poll() is not None or cluster_lives()) or process.poll() is not None:
        process.kill()
        raise JobError(f"the scheduler of this machine did not start; its last words: {last_words('scheduler')}")


def _worker_command(folder: Path) -> tuple[str, ...]:
    from distributed.system import MEMORY_LIMIT

    n = n_workers()
    size = ("--nworkers", str(n), "--nthreads", "1", "--memory-limit", str(int(MEMORY_SHARE * MEMORY_LIMIT / n)))
    place = ("--host", HERE, "--dashboard-address", f"{HERE}:0", "--no-dashboard")
    ends = ("--scheduler-file", str(folder / "scheduler.json"), "--death-timeout", f"{START_S}")
    return ("distributed.cli.dask_worker", *size, *place, *ends, "--local-directory", str(folder / "scratch"))


def _start(name: str, command: tuple[str, ...]) -> subprocess.Popen:
    """Start one of the two commands, detached from this process, and note it."""
    import psutil

    folder = _folder()
    with open(folder / f"{name}.log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            **_detached(),
        )
    _started.append(process)
    noted = _read_json(folder / "processes.json")
    noted[name] = {"pid": process.pid, "made": psutil.Process(process.pid).create_time()}
    write_atomic(folder / "processes.json", json.dumps(noted).encode())
    return process


def _detached() -> dict[str, Any]:
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _environment() -> dict[str, str]:
    """This process' environment with absolute paths, for processes that stand in another folder."""
    paths = {key: str(Path(os.environ[key]).resolve()) for key in _PATHS if os.environ.get(key)}
    found = os.pathsep.join(filter(None, (str(PROJECT_ROOT), os.environ.get("PYTHONPATH"))))
    config = {f"DASK_DISTRIBUTED__{key}": value for key, value in _CONFIG.items()}
    return os.environ | paths | config | {"GENRESCOPE_HOME": str(workspace()), "PYTHONPATH": found}


_PATHS = ("GENRESCOPE_DATA", "GENRESCOPE_MIRROR")


def _alive(name: str) -> bool:
    return any(noted == name for noted, _ in _processes())


def _processes() -> list[tuple[str, Any]]:
    """The noted processes that live, each with its name; a process id that another one got since is not ours."""
    import psutil

    for process in _started:
        process.poll()
    found = []
    for name, noted in _read_json(_folder() / "processes.json").items():
        try:
            process = psutil.Process(noted["pid"])
            if process.create_time() == noted["made"] and process.status() != psutil.STATUS_ZOMBIE:
                found.append((name, process))
        except psutil.NoSuchProcess:
            continue
    return found


def _end(processes: list[tuple[str, Any]]) -> None:
    """Kill processes and all their children: what they write they write whole, and asking takes many seconds."""
    import psutil

    family = []
    for _, process in processes:
        try:
            family += [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
    for process in family:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=STOP_S)


def _read_json(path: Path) -> dict[str, Any]:
    """A small file of the cluster; what is absent, half written or strange is as good as none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _until(condition: Callable[[], Any]) -> bool:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False
