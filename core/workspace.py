"""Where everything lives on disk, and the only ways to write there: whole or not at all."""

import errno
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import DataError, WorkspaceError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_OLD = re.compile(r"\.(.+)\.[0-9a-f]{8}\.old")


def workspace() -> Path:
    """The folder for runs, tables and downloads: ``GENRESCOPE_HOME``, by default ``./workspace``; made by who writes.

    Raises WorkspaceError when the name is that of nobody's home folder (``~nobody``).
    """
    home = os.environ.get("GENRESCOPE_HOME") or "workspace"
    try:
        return Path(home).expanduser().resolve()
    except (RuntimeError, OSError) as error:
        raise WorkspaceError(f"GENRESCOPE_HOME={home} names no folder: {error}; set it to a folder of yours") from error


def check_writable() -> None:
    """Raise WorkspaceError unless the workspace is there, or can be made, and takes files: before work, not after."""
    home = workspace()
    probe = _draft_of(home / "probe")
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise not_written(home, error) from error


def free_bytes() -> int:
    """On the disk where the workspace lies, or will."""
    home = workspace()
    return shutil.disk_usage(next(parent for parent in (home, *home.parents) if parent.exists())).free


def not_written(path: Path, error: OSError) -> WorkspaceError:
    """What to tell the person whose disk refused ``path``."""
    return WorkspaceError(
        f"{path} cannot be written: {error.strerror or error}; make room or set GENRESCOPE_HOME to a folder that can be"
    )


def asset(*parts: str) -> Path:
    """A file that ships with the project, under ``assets/``."""
    return PROJECT_ROOT.joinpath("assets", *parts)


def write_atomic(path: Path, content: bytes) -> None:
    """Write ``content`` so that a reader sees the old file or the new one, never a part."""
    with atomic_file(path) as draft:
        draft.write_bytes(content)


def write_new(path: Path, content: bytes) -> None:
    """Write ``content`` whole under a name that is free; of several writers at once one gets it.

    A disk without hard links (FAT) cannot promise that: there a writer looks, and then renames.

    Raises
    ------
    FileExistsError
        The name is taken.
    """
    _make_folder(path.parent)
    draft = _draft_of(path)
    try:
        draft.write_bytes(content)
        _flush(draft)
        try:
            os.link(draft, path)  # unlike a rename, never onto a file that is there
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _rename_new(draft, path)
        _flush(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_named(path: Path, content: bytes) -> None:
    """`write_new` at a place that a person has named; raises DataError where it is taken or the disk refuses."""
    try:
        write_new(path, content)
    except FileExistsError as error:
        raise taken(path) from error
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}; choose another place") from error


def check_name_fits(path: Path) -> None:
    """Raise DataError where the disk has no such names as writing ``path`` needs: too long, mostly."""
    try:
        _draft_of(path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise DataError(
            f"{str(path)[:80]}... cannot be written: {error.strerror or error}; choose a shorter name, or another place"
        ) from error


def taken(path: Path) -> DataError:
    """What to tell the person who named a place where something lies."""
    return DataError(f"{path} is there already, and is not written over; name another file")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # and is no folder: not to be taken for a name that is taken
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error


def _rename_new(draft: Path, path: Path) -> None:
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    draft.rename(path)


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Yield the path of a draft, which takes the name ``path`` when the block ends well, and vanishes if it does not.

    For what is too large to be held as bytes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft_of(path)
    try:
        yield draft
        _flush(draft)
        os.replace(draft, path)
        _flush(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield a draft folder that takes the name ``path`` when the block ends well, and vanishes when it does not.

    An existing folder of that name is moved aside first and deleted last; ``recover`` brings it back when a crash
    fell in between.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    recover(path.parent)
    draft = _draft_of(path)
    draft.mkdir()
    try:
        yield draft
        for part in (*draft.rglob("*"), draft):
            _flush(part)
        _swap_in(draft, path)
        _flush(path.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def recover(folder: Path) -> None:
    """Give back their names to the folders in ``folder`` whose replacement was cut short, and end what was begun."""
    for old in folder.glob(".*.old"):
        if named := _OLD.fullmatch(old.name):
            path = folder / named[1]
            if path.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.rename(path)


def make_room(folder: Path, *, most: int) -> None:
    """Delete the oldest of the folders in ``folder`` that a hash names, until one more makes at most ``most``."""
    found = [path for path in folder.glob("[0-9a-f]*") if path.is_dir()]
    found.sort(key=lambda path: path.stat().st_mtime)
    for path in found[: max(len(found) - most + 1, 0)]:
        shutil.rmtree(path, ignore_errors=True)


def _swap_in(draft: Path, path: Path) -> None:
    if not path.exists():
        draft.rename(path)
        return
    old = _draft_of(path).with_suffix(".old")
    path.rename(old)
    try:
        draft.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before anything relies on it."""
    if path.is_dir() and os.name == "nt":  # which cannot open folders
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _draft_of(path: Path) -> Path:
    # Beside the target, so that the final rename stays on one file system.
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
