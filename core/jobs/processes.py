"""The processes of a cluster: started apart from who starts them, noted on disk, ended with their children."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import Popen
from typing import Any

import psutil

from core.workspace import write_atomic

STOP_S = 10.0  # for killed processes to be gone
SET_S = 5.0  # a clock may be set by so much meanwhile: the system tells by the clock of now when a process was made
_LOG_TAIL = 1_500
_NOTES = "processes.json"
_started: list[Popen] = []  # kept, so that those which ended can be reaped


def start_process(folder: Path, name: str, module: str, *words: str, environment: Mapping[str, str]) -> Popen:
    """Start ``python -m module words`` so that it outlives this process; its output goes to ``<name>.log``."""
    with open(folder / f"{name}.log", "wb") as log:
        process = Popen(
            [sys.executable, "-m", module, *words],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            **_apart(),
        )
    _started.append(process)
    noted = read_json(folder / _NOTES)
    noted[name] = {"pid": process.pid, "made": psutil.Process(process.pid).create_time()}
    write_atomic(folder / _NOTES, json.dumps(noted).encode())
    return process


def living_processes(folder: Path) -> dict[str, psutil.Process]:
    """The noted processes that live, by name; a process whose id another one got since is not ours."""
    for process in _started:
        process.poll()
    found = {}
    for name, noted in read_json(folder / _NOTES).items():
        try:
            process = psutil.Process(noted["pid"])
            is_ours = abs(process.create_time() - noted["made"]) <= SET_S
            if is_ours and process.status() != psutil.STATUS_ZOMBIE:
                found[name] = process
        except psutil.NoSuchProcess:
            continue
    return found


def end_processes(folder: Path) -> bool:
    """Kill the noted processes and all their children; False when none lived.

    They are not asked: what they write they write whole, and asking takes many seconds.
    """
    family = []
    for process in living_processes(folder).values():
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
    return bool(family)


def last_words(folder: Path, name: str) -> str:
    """The end of the log of a process."""
    try:
        return (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:].strip()
    except OSError:
        return ""


def read_json(path: Path) -> dict[str, Any]:
    """A small file of the cluster; what is absent, half written or strange is as good as none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _apart() -> dict[str, Any]:
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
