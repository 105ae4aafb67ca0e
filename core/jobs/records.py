"""A job on disk: a folder of small JSON files, each written whole by one hand; broken ones are told, never fatal.

``request.json`` (who asked for what) and ``attempt.json`` (where it was given) come from who submits;
``record.json`` (state, progress, result) is written by the worker that has the job; ``cancel-<attempt>`` is the flag
of who wants it to end; ``parts/`` holds what is ready, ``log.txt`` what was said.
"""

import json
import os
import re
import time
import uuid
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from core.errors import JobError
from core.workspace import not_written, workspace, write_atomic

REQUEST, ATTEMPT, RECORD, LOG = "request.json", "attempt.json", "record.json", "log.txt"
RECORDED_STATES = ("running", "done", "failed", "cancelled")
_ID = re.compile(r"\d{8}-\d{9}-[a-z0-9-]{1,40}-[0-9a-f]{8}", re.ASCII)
_KIND = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_NUMBER = (int, float)
_TRIES = 20
_LOG_TAIL = 200_000  # bytes
T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """What somebody asked for; never changes."""

    kind: str
    title: str
    owner: str
    made: str
    function: str
    params_type: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """The last time a job was given to a scheduler."""

    number: int
    cluster: str  # "local", or the address in GENRESCOPE_SCHEDULER
    scheduler: str  # the id of that scheduler: a new one at the same place knows nothing of this job
    asked: float  # seconds since 1970
    taken: bool  # the scheduler said that it has it


@dataclass(frozen=True)
class Record:
    """What the worker says of its attempt."""

    attempt: int
    starts: int  # how often a worker took it up: more than once when workers died
    state: str
    share: float = 0.0
    words: str = ""
    started: str = ""
    ended: str = ""
    seconds_left: float | None = None
    told: float = 0.0  # seconds since 1970
    worker: str = ""
    error: str = ""
    result: dict[str, Any] | None = None


_KINDS: dict[type, dict[str, Any]] = {
    Request: {**dict.fromkeys(("kind", "title", "owner", "made", "function", "params_type"), str), "params": dict},
    Attempt: {"number": int, "cluster": str, "scheduler": str, "asked": _NUMBER, "taken": bool},
    Record: {
        **dict.fromkeys(("attempt", "starts"), int),
        **dict.fromkeys(("state", "words", "started", "ended", "worker", "error"), str),
        **dict.fromkeys(("share", "told"), _NUMBER),
        "seconds_left": (*_NUMBER, type(None)),
        "result": (dict, type(None)),
    },
}


def jobs_folder() -> Path:
    return workspace() / "jobs"


def new_id(kind: str) -> str:
    """An id that sorts by time, is safe as a folder's name and shared by no two jobs."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"kind={kind!r} must be a short word of a-z, 0-9 and -")
    made = datetime.now(UTC)
    return f"{made:%Y%m%d-%H%M%S}{made.microsecond // 1000:03d}-{kind}-{uuid.uuid4().hex[:8]}"


def folder_of(job_id: str) -> Path:
    """The folder of a job; raises JobError for what is no id, so that no name from outside becomes a path."""
    if not isinstance(job_id, str) or not _ID.fullmatch(job_id):
        raise JobError(f"{str(job_id)[:80]!r} is no id of a job; `python -m core jobs` lists them")
    return jobs_folder() / job_id


def job_folders() -> list[Path]:
    """The folders that may be jobs, the newest first."""
    try:
        return sorted((path for path in jobs_folder().iterdir() if _ID.fullmatch(path.name)), reverse=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise JobError(
            f"the jobs in {jobs_folder()} cannot be read: {error.strerror}; set GENRESCOPE_HOME to a folder of yours"
        ) from error


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def seconds(moment: str) -> float:
    """The seconds since 1970 of what ``now`` wrote; 0, long ago, for anything else."""
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return 0.0


def write(folder: Path, name: str, content: Request | Attempt | Record) -> None:
    """Write one of the three files, whole or not at all; raises WorkspaceError when the disk refuses it."""
    text = json.dumps(asdict(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    told = text.encode(errors="replace")  # words may name a path that is no Unicode, which no page could show
    for tries_left in reversed(range(_TRIES)):
        try:
            return write_atomic(folder / name, told)
        except OSError as error:
            # Windows replaces no file that somebody is reading at this moment, as pages do all the time.
            if not (isinstance(error, PermissionError) and os.name == "nt" and tries_left):
                raise not_written(folder / name, error) from error
            time.sleep(0.05)


def read_request(folder: Path) -> Request:
    """Raises JobError when there is no such job, or a broken one."""
    request = _read(folder, REQUEST, Request)
    if request is None:
        raise JobError(f"there is no job {folder.name}; `python -m core jobs` lists those there are")
    return request


def read_attempt(folder: Path) -> Attempt | None:
    return _read(folder, ATTEMPT, Attempt)


def read_record(folder: Path) -> Record | None:
    record = _read(folder, RECORD, Record)
    if record is not None and record.state not in RECORDED_STATES:
        raise _broken(folder, RECORD)
    return record


def cancel_flag(folder: Path, attempt: int) -> Path:
    return folder / f"cancel-{attempt}"


def ask_to_end(folder: Path, attempt: int) -> None:
    """Raise the flag, once: the time of the first asking counts."""
    flag = cancel_flag(folder, attempt)
    if flag.exists():
        return
    try:
        write_atomic(flag, now().encode())
    except OSError as error:
        raise not_written(flag, error) from error


def asked_to_end(folder: Path, attempt: int) -> str:
    """When somebody wanted the attempt ended, as ``now`` writes it; "" when nobody did."""
    try:
        return cancel_flag(folder, attempt).read_text(encoding="utf-8")
    except OSError:
        return ""


def append_log(folder: Path, line: str) -> None:
    """Add to the log: one write, so that the lines of several workers do not mix."""
    stamped = "".join(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {part}\n" for part in line.splitlines() or [""])
    with open(folder / LOG, "ab", buffering=0) as file:
        file.write(stamped.encode(errors="backslashreplace"))


def read_log(folder: Path) -> str:
    """The log, or the end of a long one."""
    try:
        with open(folder / LOG, "rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _LOG_TAIL))
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def _read(folder: Path, name: str, kind: type[T]) -> T | None:
    try:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise JobError(f"the job {folder.name} cannot be read: {name}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise _broken(folder, name) from error
    kinds = _KINDS[kind]
    if not isinstance(content, dict) or set(content) != {field.name for field in fields(kind)}:
        raise _broken(folder, name)
    if any(not isinstance(content[key], wanted) for key, wanted in kinds.items()):
        raise _broken(folder, name)
    return kind(**content)


def _broken(folder: Path, name: str) -> JobError:
    return JobError(
        f"the job {folder.name} is broken: {name} is not what this program writes; "
        f"`python -m core jobs --forget {folder.name}` removes it"
    )
