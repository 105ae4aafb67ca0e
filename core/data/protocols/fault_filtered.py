"""GTZAN without its known faults: a published part to fit on, one to select on and one to score on.

Kereliuk, Sturm & Larsen. Deep learning and music adversaries. IEEE Trans. Multimedia 17, 2015.
"""

from core.data.protocols.gtzan_lists import check_has_gtzan, coverage, listed, present
from core.data.splits import Protocol, Split
from core.data.table import FeatureTable
from core.errors import DataError

_PARTS = tuple(f"gtzan_filtered_{part}.txt" for part in ("train", "valid", "test"))


def make(table: FeatureTable, seed: int) -> list[Split]:
    """The three parts as they are published, as far as the table has their tracks."""
    check_has_gtzan(table, PROTOCOL.name)
    parts = [listed(name) for name in _PARTS]
    note = coverage(table, [track_id for part in parts for track_id in part])
    train, valid, test = (present(part, table) for part in parts)
    if not valid:
        raise DataError("fault-filtered: the table has no track of the valid part; it needs more tracks")
    return [Split(train, valid, test, note)]


PROTOCOL = Protocol(
    name="fault-filtered",
    badge="repeats and faults left out",
    sentence=(
        "443 GTZAN tracks to fit on, 197 to select on and 290 to score on, without known faults (Kereliuk, Sturm "
        "& Larsen 2015); 1 of the 290 shares an artist with the rest (disco.00069), and 2 more do when a repeat "
        "counts for the track that it repeats (hiphop.00051, hiphop.00062)."
    ),
    leaky=False,
    make=make,
    shared_tracks=frozenset({"disco.00069", "hiphop.00051", "hiphop.00062"}),
    tested=lambda: [track_id for name in _PARTS[1:] for track_id in listed(name)],
)
