"""Three published folds of GTZAN without an artist on both sides.

Foleis & Tavares. Texture selection for automatic music genre classification. Applied Soft Computing 89, 2020.
"""

from core.data.datasets import gtzan
from core.data.protocols.gtzan_lists import check_has_gtzan, coverage, listed, present
from core.data.splits import Protocol, Split
from core.data.table import FeatureTable

_TESTS = tuple(f"gtzan_foleis_f{fold}_evaluate.txt" for fold in gtzan.FOLDS)
_TRAINS = tuple(f"gtzan_foleis_f{fold}_train.txt" for fold in gtzan.FOLDS)


def make(table: FeatureTable, seed: int) -> list[Split]:
    """The folds as they are published, as far as the table has their tracks."""
    check_has_gtzan(table, PROTOCOL.name)
    note = coverage(table, tested())
    return [
        Split(present(listed(train), table), (), present(listed(test), table), note)
        for train, test in zip(_TRAINS, _TESTS, strict=True)
    ]


def tested() -> list[str]:
    """The 948 tracks of the three test parts."""
    return [track_id for name in _TESTS for track_id in listed(name)]


PROTOCOL = Protocol(
    name="artist-folds",
    badge="no artist on both sides",
    sentence=(
        "Three folds of 948 GTZAN tracks, no artist of the list in train and test (Foleis & Tavares 2020); six "
        "recordings (hiphop.00047-00050, reggae.00003, reggae.00023) are there twice under two artist numbers."
    ),
    leaky=False,
    make=make,
    tested=tested,
)
