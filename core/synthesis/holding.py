"""The folder of a dataset, held by who makes it or adds to it: two at once would take files from under each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import JobError
from core.workspace import not_written


@contextmanager
def alone_in(folder: Path, *, patience_s: float, busy: str) -> Iterator[None]:
    """Hold a folder, which need not be there yet; what the block raises passes as it is.

    Raises
    ------
    JobError
        Somebody else holds it for longer than ``patience_s``; it says ``busy``.
    WorkspaceError
        The disk refuses the lock.
    """
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience_s)
    except Timeout as error:
        raise JobError(busy) from error
    except OSError as error:
        raise not_written(folder, error) from error
    try:
        yield
    finally:
        lock.release()
