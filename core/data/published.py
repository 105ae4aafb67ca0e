"""A dataset and a place in, the file of the table of numbers that it publishes there out."""

import os
from pathlib import Path

from core.data.datasets import Dataset
from core.data.datasets.track import walk_audio
from core.errors import DataError

PUBLIC_TABLE = "features_30_sec.csv"


def published_table(dataset: Dataset, path: Path) -> Path | None:
    """The table of numbers that a dataset publishes, named itself or by its folder; None where there is audio."""
    if path.name in dataset.tables and file_of(path).is_file():
        return path
    found = [path / name for name in dataset.tables if (path / name).is_file()]
    if found and (not dataset.has_audio or next(walk_audio(path), None) is None):
        return found[0]
    if not dataset.has_audio:
        raise DataError(f"{path} holds none of {', '.join(dataset.tables)}; {dataset.title} is such a table")
    return None


def file_of(table: Path) -> Path:
    """The file that holds a table: ``features.csv`` for its part ``features.csv#small``."""
    return table.with_name(table.name.partition("#")[0])


def find_public_table() -> Path:
    """The public table of GTZAN in the folder that ``GENRESCOPE_DATA`` names; raises DataError where it is not."""
    root = os.environ.get("GENRESCOPE_DATA")
    if not root:
        raise DataError(
            f"the table of GTZAN is not part of Genrescope: set GENRESCOPE_DATA to a folder that holds {PUBLIC_TABLE} "
            f"(it lies in the GTZAN set on Kaggle), or give the path of that file, or gtzan:PATH for a folder of audio"
        )
    places = [Path(root).expanduser() / part for part in (PUBLIC_TABLE, f"gtzan/{PUBLIC_TABLE}")]
    for place in places:
        if place.is_file():
            return place
    raise DataError(
        f"{PUBLIC_TABLE} lies neither in GENRESCOPE_DATA={root} nor in its folder gtzan; put it there, or give its path"
    )
