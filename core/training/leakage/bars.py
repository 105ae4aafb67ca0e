"""The bars of the leakage meter, from the leakiest way to cut tracks to the strictest; each changes one thing."""

from dataclasses import dataclass, replace

import numpy as np

from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol, Split
from core.data.table import FeatureTable
from core.errors import DataError


@dataclass(frozen=True)
class BarSpec:
    """A bar: the first of its ``protocols`` that is made for the table cuts it ``n_draws`` times, by other seeds.

    Where random folds are cut once, luck moves a bar by more than what it shall show. The pieces of songs leave nothing
    to luck, published folds have no seed, and ``artist-groups`` cuts ten times by itself.
    """

    name: str
    title: str
    words: str
    protocols: tuple[str, ...]
    n_draws: int = 1

    def protocol(self, table: FeatureTable) -> Protocol:
        """The protocol for a table; the last one where none is made for it."""
        if "artist-folds" in self.protocols and table.gtzan_ids:
            return PROTOCOLS["artist-folds"]
        return PROTOCOLS[self.protocols[-1]]

    def splits(self, table: FeatureTable, *, seed: int) -> tuple[tuple[Split, ...], str]:
        """The splits of all draws; or none, and why there are none."""
        protocol = self.protocol(table)
        seeds = [seed, *map(int, np.random.SeedSequence(seed).generate_state(self.n_draws - 1))]
        try:
            drawn = [protocol.splits(table, seed=one) for one in seeds]
        except DataError as error:
            return (), str(error)
        if self.n_draws == 1:
            return drawn[0], ""
        return tuple(replace(split, draw=draw) for draw, splits in enumerate(drawn) for split in splits), ""


BARS = (
    BarSpec(
        "segments",
        "Shuffled segments",
        "pieces of the same song are learnt from and tested",
        ("leaky-segments",),
    ),
    BarSpec(
        "tracks",
        "Whole tracks",
        "a song stands on one side; copies of it and its artist may stand on both",
        ("random-tracks",),
        n_draws=5,
    ),
    BarSpec(
        "recordings",
        "Duplicates apart",
        "copies of a recording stand on one side, too; its artist may stand on both",
        ("track-groups",),
        n_draws=5,
    ),
    BarSpec(
        "artists",
        "Artists apart",
        "no artist stands on both sides: ten random draws",
        ("artist-groups",),
    ),
    BarSpec(
        "official",
        "Official folds",
        "the folds that are published for this dataset, no artist on both sides",
        ("artist-folds", "official-split"),
    ),
)
