"""The training, the validation and the test part that a dataset such as FMA publishes."""

from core.data.splits import Protocol, Split
from core.data.table import FeatureTable
from core.errors import DataError

OFFICIAL_PARTS = ("training", "validation", "test")


def make(table: FeatureTable, seed: int) -> list[Split]:
    """One split by the column ``split`` of the table."""
    published = table.tracks["split"]
    if not published.isin(OFFICIAL_PARTS).any():
        raise DataError(
            f"official-split is what a dataset such as FMA publishes, but {table.name} names no part for its tracks; "
            f"use another protocol"
        )
    parts = [tuple(published.index[published == part]) for part in OFFICIAL_PARTS]
    n_unknown = int(table.tracks["artist"][published.isin(OFFICIAL_PARTS)].isna().sum())
    return [Split(*parts, without_artist(n_unknown))]


def without_artist(n_unknown: int) -> str:
    """What to know of tracks whose artist nobody knows; "" where there is none."""
    words = f"{n_unknown} track{'s' * (n_unknown > 1)} without an artist, who may stand on both sides"
    return words if n_unknown else ""


PROTOCOL = Protocol(
    name="official-split",
    badge="the dataset's own split",
    sentence="One training, one validation and one test part as the dataset publishes them, checked for artists.",
    leaky=False,
    make=make,
)
