"""The protocols: ways to separate train and test, each by name. One file per protocol, one line each in ``PROTOCOLS``.

The first four keep what nobody should do without: no artist on both sides. The others are leaky, from what is left
where nobody knows the artists down to what most published numbers come from. One is for clips by a program alone.
"""

from core.data.protocols import (
    artist_folds,
    artist_groups,
    fault_filtered,
    leaky_segments,
    official_split,
    prompt_groups,
    random_tracks,
    track_groups,
)
from core.data.protocols.official_split import OFFICIAL_PARTS
from core.data.splits import Protocol

__all__ = ["OFFICIAL_PARTS", "PROTOCOLS"]

_HONEST = (artist_folds, fault_filtered, official_split, artist_groups)
_LEAKY = (prompt_groups, track_groups, random_tracks, leaky_segments)
PROTOCOLS: dict[str, Protocol] = {module.PROTOCOL.name: module.PROTOCOL for module in (*_HONEST, *_LEAKY)}
