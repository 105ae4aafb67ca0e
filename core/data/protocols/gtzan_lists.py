"""Published lists of GTZAN's tracks, as far as a table has them, and what it lacks of them in words."""

from collections.abc import Collection

from core.data.datasets import gtzan
from core.data.table import FeatureTable
from core.errors import DataError


def listed(name: str) -> list[str]:
    """The track ids of a list by its file name."""
    return [track_id for track_id, _ in gtzan.read_list(name)]


def present(track_ids: Collection[str], table: FeatureTable) -> tuple[str, ...]:
    """Those of a list that the table has, in the order of the list."""
    return tuple(track_id for track_id in track_ids if track_id in table.gtzan_ids)


def check_has_gtzan(table: FeatureTable, name: str) -> None:
    """Raise ``DataError`` where a list of GTZAN's tracks says nothing about a table."""
    if not table.gtzan_ids:
        raise DataError(
            f"{name} is a list of GTZAN tracks, but {table.name} has no such ids (blues.00000 ... rock.00099); "
            f"use the protocol random-tracks for other data, whose score says nothing about new artists"
            + ("" if not table.artists_known else ", or artist-groups, whose score does")
        )


def coverage(table: FeatureTable, track_ids: Collection[str]) -> str:
    """What a published list lacks here, and how much of the table it does not know; "" where neither is so."""
    n_present = len(table.gtzan_ids.intersection(track_ids))
    n_other = len(set(table.recordings)) - len(table.gtzan_ids)
    lacks = f"{n_present} of the {len(track_ids)} tracks of the published list" if n_present < len(track_ids) else ""
    others = f"{n_other} track{'s' * (n_other > 1)} without a GTZAN id left out" if n_other else ""
    return "; ".join(filter(None, (lacks, others)))
