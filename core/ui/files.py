"""A song's name in, a file name out that tells the truth and is safe on every system."""

import re
import unicodedata

_MAX_CHARACTERS = 80


def download_name(what: str, song: str, ending: str) -> str:
    """``genrescope_<what>_<song>.<ending>`` with only letters, digits, dots and hyphens of the song's own name."""
    stem = unicodedata.normalize("NFC", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", song))
    safe = re.sub(r"[^\w.-]+", "_", stem).strip("._-")[:_MAX_CHARACTERS].rstrip("._-")
    return f"genrescope_{what}_{safe or 'song'}.{ending}"


def spreadsheet_text(text: str) -> str:
    """``text`` so that a spreadsheet shows it: a leading sign would make a formula of it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
