"""The parts of a job on disk: one file of bytes per name."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from core.jobs.facts import program
from core.workspace import not_written, write_atomic

_SUFFIX = ".part"
_SLUG_LENGTH = 40


class Parts:
    """The parts that one ``work`` of this version of the program made within a job.

    Those of another version stay unread: their form may be another, and a table must not be half of each.
    """

    def __init__(self, job_folder: Path, work: Callable) -> None:
        self.folder = job_folder / "parts" / _safe(f"{work.__module__}.{work.__qualname__}", program())

    def path(self, name: str) -> Path:
        return self.folder / (_safe(name) + _SUFFIX)

    def stored(self, names: Iterable[str]) -> set[str]:
        """Those of ``names`` that are ready; one look at the folder, however many there are."""
        try:
            ready = {entry.name for entry in os.scandir(self.folder)}
        except FileNotFoundError:
            return set()
        return {name for name in names if self.path(name).name in ready}

    def store(self, name: str, content: bytes) -> None:
        """Keep a part, whole or not at all; raises WorkspaceError when the disk refuses it."""
        try:
            write_atomic(self.path(name), content)
        except OSError as error:
            raise not_written(self.path(name), error) from error


def _safe(name: str, version: str = "") -> str:
    """A file's name that people recognise and no two names, and no two versions of one, share."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", name)[:_SLUG_LENGTH].strip("-")
    return f"{slug}-{hashlib.sha256((name + version).encode(errors='surrogatepass')).hexdigest()[:16]}"
