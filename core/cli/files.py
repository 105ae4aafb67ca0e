"""A path that a command shall write in; the same path checked before any work, and whole on the disk after it.

What is there is never written over.
"""

from pathlib import Path

from core.errors import DataError

SOUNDS = (".wav", ".flac")


def check_target(option: str, path: Path, suffixes: tuple[str, ...]) -> None:
    """Raise DataError unless ``path`` ends in one of the suffixes and can be made, new, in a folder that is there."""
    if path.suffix.lower() not in suffixes:
        raise DataError(f"{option} {path} must end in {' or '.join(suffixes)}")
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"lies in {path.parent}, which is no folder"
        raise DataError(f"{option} {path} {what}; name a file in a folder that exists")
    if path.exists():
        raise DataError(f"{option} {path} is there already, and is not written over; name another file")
    if path.suffix.lower() in SOUNDS:  # which has a file beside it
        from core.generation.clips import check_free

        check_free(path)


def write_target(path: Path, content: bytes) -> None:
    """Write whole or not at all; raises DataError where the name is taken or the disk refuses.

    Sounds are written by `core.generation.clips.write_clip`.
    """
    from core.workspace import write_new

    try:
        write_new(path, content)
    except FileExistsError as error:
        raise DataError(f"{path} is there already, and is not written over; name another file") from error
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}; choose another place") from error
