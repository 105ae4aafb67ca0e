"""Where everything lives on disk, and the only ways to write there: whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def workspace() -> Path:
    """The folder for runs, tables and downloads: ``GENRESCOPE_HOME``, by default ``./workspace``; made when missing."""
    home = Path(os.environ.get("GENRESCOPE_HOME") or "workspace").expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True)
    return home


def asset(*parts: str) -> Path:
    """A file that ships with the project, under ``assets/``."""
    return PROJECT_ROOT.joinpath("assets", *parts)


def write_atomic(path: Path, content: bytes) -> None:
    """Write ``content`` so that a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft_of(path)
    try:
        with open(draft, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield a draft folder that takes the name ``path`` when the block ends well, and vanishes when it does not.

    An existing folder of that name is replaced in two renames; it is moved aside first and deleted last.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft_of(path)
    draft.mkdir()
    try:
        yield draft
        _swap_in(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap_in(draft: Path, path: Path) -> None:
    if not path.exists():
        draft.rename(path)
        return
    old = _draft_of(path)
    path.rename(old)
    draft.rename(path)
    shutil.rmtree(old)


def _draft_of(path: Path) -> Path:
    # Beside the target, so that the final rename stays on one file system.
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
