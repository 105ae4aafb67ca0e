"""Three folds for tracks whose artists nobody knows: near duplicates stay together, more cannot be promised."""

from core.data.protocols.choice import three_folds
from core.data.splits import RECORDING, Protocol, Split
from core.data.table import FeatureTable


def make(table: FeatureTable, seed: int) -> list[Split]:
    """Three folds by genre with no recording on both sides, as far as somebody knows of it or its numbers tell."""
    return three_folds(table, table.recording_groups, PROTOCOL.name, what="recording", apart=RECORDING, seed=seed)


PROTOCOL = Protocol(
    name="track-groups",
    badge="the same artists may stand on both sides",
    sentence=(
        "Three random folds for tracks without artists: near duplicates are kept together, but the same artists may "
        "be in train and test, so it flatters."
    ),
    leaky=True,
    make=make,
    apart=RECORDING,
)
