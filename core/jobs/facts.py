"""What a process runs and sees: versions, source, folders. Jobs need these alike on both sides of a cluster.

Taken when this module is first imported, so that it tells of the program that runs, not of files changed since.
"""

import hashlib
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.workspace import PROJECT_ROOT, workspace

PACKAGES = ("dask", "distributed", "numpy", "scikit-learn")
SHOWING = ("ui", "figures", "cli")  # these parts of core never run on a worker
SOURCE = "the source of core"


def facts() -> dict[str, str]:
    """Name -> value; the folders as they are now, the rest as it was when the program started."""
    return {**_PROGRAM, "GENRESCOPE_HOME": str(workspace()), "GENRESCOPE_DATA": _folder("GENRESCOPE_DATA")}


def local_facts() -> dict[str, str]:
    """What the workers of this machine must have been started with."""
    return facts() | {"GENRESCOPE_MIRROR": _folder("GENRESCOPE_MIRROR")}


def program() -> str:
    """What tells this program from other versions of it: what one of them began, another does not go on with."""
    return _PROGRAM[SOURCE]


def difference(theirs: dict[str, str], ours: dict[str, str]) -> str:
    """The first thing that differs, in words; "" when nothing does."""
    for name, value in ours.items():
        other = theirs.get(name, "")
        if other == value:
            continue
        if name == SOURCE:
            return "another source of core"
        return f"{name} {other or 'none'} where this program has {value or 'none'}"
    return ""


def _folder(variable: str) -> str:
    value = os.environ.get(variable)
    return str(Path(value).expanduser().resolve()) if value else ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _source() -> str:
    """A digest of every file of core that may run on a worker."""
    digest = hashlib.sha256()
    core = PROJECT_ROOT / "core"
    for path in sorted(core.rglob("*.py")):
        name = path.relative_to(core)
        if name.parts[0] not in SHOWING:
            digest.update(f"{name.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


_PROGRAM = {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}, SOURCE: _source()}
