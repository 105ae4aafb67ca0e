"""A dataset's published faults and the tracks that are here in; the findings they make out."""

from collections.abc import Iterable

from core.data.datasets import Dataset, Track
from core.data.findings import Finding


def published_faults(dataset: Dataset, tracks: Iterable[Track]) -> list[Finding]:
    """The faults of the tracks that are here, in their order; a repeat names the track it repeats, if that is here."""
    present = {track.id: None for track in tracks}
    return [
        Finding(id, "published-fault", fault.reason, other=fault.repeats if fault.repeats in present else None)
        for id in present
        if (fault := dataset.faults.get(id))
    ]
