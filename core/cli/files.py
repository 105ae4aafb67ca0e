"""A path that a command shall write in; the same path checked before any work, and whole on the disk after it."""

from pathlib import Path

from core.errors import DataError


def check_target(option: str, path: Path, suffixes: tuple[str, ...]) -> None:
    """Raise DataError unless ``path`` ends in one of the suffixes and can be made in a folder that is there."""
    if path.suffix.lower() not in suffixes:
        raise DataError(f"{option} {path} must end in {' or '.join(suffixes)}")
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"lies in {path.parent}, which is no folder"
        raise DataError(f"{option} {path} {what}; name a file in a folder that exists")


def write_target(path: Path, content: bytes) -> None:
    """Write whole or not at all; raises DataError where the disk refuses."""
    from core.workspace import write_atomic

    try:
        write_atomic(path, content)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}; choose another place") from error
