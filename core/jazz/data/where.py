"""Where the music to learn from lies: in the folder that ``GENRESCOPE_DATA`` names, else in the workspace."""

import os
from pathlib import Path

from core.errors import DataError
from core.workspace import workspace

CLIPS, STREAM = "piano_clips.zip", "jazz_tokens.txt"


def find_jazz(name: str) -> Path:
    """The file ``name`` (`CLIPS` or `STREAM`); raises DataError with where it was looked for."""
    places = _places()
    for place in places:
        if (place / name).is_file():
            return place / name
    looked = " nor in ".join(map(str, places))
    raise DataError(
        f"{name} lies neither in {looked}; set GENRESCOPE_DATA to a folder that holds it, or that holds a folder jazz "
        f"with it"
    )


def _places() -> list[Path]:
    own = workspace() / "jazz" / "data"
    root = os.environ.get("GENRESCOPE_DATA")
    return [Path(root).expanduser() / "jazz", Path(root).expanduser(), own] if root else [own]
