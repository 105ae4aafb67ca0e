"""The files of pretrained listeners by name in, the job that brings them here out: one for all who want the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.downloads import REMOTE_FILES, fetch, is_here
from core.jobs import Job, Workbench, ask_once, noted_job, submit
from core.workspace import workspace

KIND = "listeners"
TITLE = "Download the listeners"


@dataclass(frozen=True)
class FetchParams:
    """Which files, by their names in ``core.downloads.REMOTE_FILES``."""

    files: tuple[str, ...]


def fetch_files(params: FetchParams, bench: Workbench) -> dict[str, Any]:
    """The job: fetch and check one file after the other; those that are here already are only checked.

    Returns
    -------
    dict of ``files`` and ``n_bytes``

    Raises
    ------
    DownloadError
        A file cannot be had, or is not the one that it should be.
    """
    total, done = sum(REMOTE_FILES[file].n_bytes for file in params.files), 0
    for file in params.files:
        n_bytes = REMOTE_FILES[file].n_bytes

        def tell(share: float, file: str = file, n_bytes: int = n_bytes, done: int = done) -> None:
            arrived = done + share * n_bytes
            bench.tell(arrived / total, f"{arrived / 1e6:.1f} of {total / 1e6:.1f} MB: {file}")

        tell(0.0)
        fetch(file, progress=tell)
        bench.log(f"{file}: {REMOTE_FILES[file].what}; {REMOTE_FILES[file].licence}")
        done += n_bytes
    return {"files": list(params.files), "n_bytes": total}


def ask_for_files(files: Sequence[str], *, owner: str, title: str = TITLE) -> Job | None:
    """Have files fetched: the job, the running one if somebody wants the same; None where all of them are here.

    Raises
    ------
    JobError, WorkspaceError
        The job cannot be started.
    """

    def start() -> Job:
        return submit(fetch_files, FetchParams(tuple(files)), owner=owner, kind=KIND, title=title)

    return ask_once(_note(files), is_made=lambda: all(is_here(file) for file in files), start=start)


def job_of(files: Sequence[str]) -> Job | None:
    """The job that fetches, or last tried to fetch, these files; None where nobody asked or it is done."""
    return noted_job(_note(files))


def _note(files: Sequence[str]) -> Path:
    digest = hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()[:16]
    return workspace() / "downloads" / "jobs" / f"{digest}.txt"
