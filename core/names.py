"""The name that a stranger gave a file in; how it is shown in a line of text, and whether it is worth a word, out."""

import re
import unicodedata

# Folders of systems, not of people. "__MACOSX" holds the shadow files that Apple's zip leaves beside the real ones.
SYSTEM_FOLDERS = {"__macosx", "@eadir", "$recycle.bin", "system volume information", "lost+found"}

_SYSTEM_NAMES = {*SYSTEM_FOLDERS, "thumbs.db", "desktop.ini"}  # what other programs leave beside the real files
_MAX_SHOWN = 60  # characters


def plain_name(name: str) -> str:
    """A file's name as one line of printable text, shortened: safe in a message, still not in HTML or a path."""
    printable = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in name)
    printable = " ".join(printable.split())
    if len(printable) <= _MAX_SHOWN:
        return printable
    return f"{printable[: _MAX_SHOWN - 12]}…{printable[-11:]}"


def is_ignorable(name: str) -> bool:
    """Whether ``name`` is a hidden file, or one that a system leaves beside the real ones: nothing to speak of."""
    parts = parts_of(name)
    hidden = any(part.startswith(".") or part.strip().lower() in _SYSTEM_NAMES for part in parts)
    return hidden and ".." not in parts


def parts_of(name: str) -> list[str]:
    """The folders and the file in ``name``; both kinds of slash separate them."""
    return [part for part in re.split(r"[\\/]", name) if part.strip() not in ("", ".")]
