"""A path that a command shall write in; the same path checked before any work.

What is there is never written over.
"""

from pathlib import Path

from core.errors import DataError
from core.workspace import check_name_fits, taken

SOUNDS = (".wav", ".flac")


def check_target(option: str, path: Path, suffixes: tuple[str, ...]) -> None:
    """Raise DataError unless ``path`` ends in one of the suffixes and can be made, new, in a folder that is there."""
    if path.suffix.lower() not in suffixes:
        raise DataError(f"{option} {path} must end in {' or '.join(suffixes)}")
    check_name_fits(path.with_name(f"{path.name}.json"))  # a sound has a file beside it
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"lies in {path.parent}, which is no folder"
        raise DataError(f"{option} {path} {what}; name a file in a folder that exists")
    if path.exists():
        raise taken(path)
    if path.suffix.lower() in SOUNDS:  # which has a file beside it
        from core.generation.clips import check_free

        check_free(path)


def is_file(text: str) -> bool:
    """Whether what was typed is the path of a file; not where no file can have such a name: it may be of a dataset."""
    try:
        return Path(text).is_file()
    except OSError:
        return False
