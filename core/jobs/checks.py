"""A connection in; nothing out when its workers run this program and see its folders, a plain JobError otherwise."""

import shutil
import uuid
from pathlib import Path

from core.errors import JobError
from core.jobs.client import LOCAL, Connection, run_everywhere, workers_of
from core.jobs.facts import difference, facts
from core.jobs.records import jobs_folder
from core.workspace import not_written, write_atomic

_checked: set[tuple[str, frozenset[str], str]] = set()


def check_workers(connection: Connection) -> None:
    """Raise JobError unless every worker of a cluster by address runs the same program and shares the workspace.

    The answer is kept until other workers come. This machine's own cluster is started with what it needs.
    """
    if connection.cluster == LOCAL:
        return
    ours = facts()
    these = (connection.scheduler, frozenset(workers_of(connection)), str(ours))
    if these not in _checked:
        _check(connection, ours)
        _checked.add(these)


def answer(token: str) -> dict[str, str]:
    """Run on a worker: its facts, what it reads in the token of the workspace; and a token of its own for who asks."""
    there, seen = Path(token), facts()
    data = seen["GENRESCOPE_DATA"]
    seen["data"] = "there" if data and Path(data).is_dir() else ""
    try:
        read = there.read_text(encoding="utf-8")
        own = there.with_name(uuid.uuid4().hex)
        own.write_text(own.name, encoding="utf-8")
    except OSError as error:
        return seen | {"read": "", "wrote": "", "problem": error.strerror or str(error)}
    return seen | {"read": read, "wrote": own.name, "problem": ""}


def _check(connection: Connection, ours: dict[str, str]) -> None:
    folder = jobs_folder() / f".check-{uuid.uuid4().hex[:8]}"
    token = folder / uuid.uuid4().hex
    try:
        write_atomic(token, token.name.encode())
    except OSError as error:
        raise not_written(folder, error) from error
    try:
        answers = run_everywhere(connection.client, answer, str(token))
        for worker, said in answers.items():
            if problem := _problem(said, ours, token):
                raise JobError(f"the worker {worker} cannot run jobs of this program: {problem}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _problem(said: dict[str, str] | Exception, ours: dict[str, str], token: Path) -> str:
    """What keeps a worker from running our jobs, and what to do; "" when nothing does."""
    if isinstance(said, Exception):
        return f"it cannot load it ({said}); put the project's folder on its PYTHONPATH and install its requirements"
    if (read := said["read"]) != token.name or not _holds(token.with_name(said["wrote"])):
        found = said["problem"] or ("it reads another folder" if read != token.name else "what it writes is not here")
        return f"it does not share the workspace {token.parent.parent.parent} ({found}); put that on a shared path"
    if unlike := difference(said, ours):
        folder = "GENRESCOPE" in unlike
        return f"it has {unlike}; " + (
            "start it with the same value" if folder else "install the same version on both and start it anew"
        )
    data = ours["GENRESCOPE_DATA"]
    if data and said["data"] != "there":
        return f"it does not see the data folder {data}; put that on a shared path"
    return ""


def _holds(path: Path) -> bool:
    """Whether a token lies here with its own name in it."""
    try:
        return path.read_text(encoding="utf-8") == path.name
    except OSError:
        return False
