"""What is left out of a dataset in, what that changes out: test sets, the names of protocols, what stays together."""

from collections.abc import Collection
from dataclasses import dataclass

from core.data.exclusions import Exclusions, one_recording
from core.data.opened import OpenDataset
from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol
from core.errors import CoreError


@dataclass(frozen=True)
class ProtocolChange:
    """What becomes of one protocol.

    Attributes
    ----------
    name, used : as it is called, and the name under which scores stand now; equal where its test set is whole
    n_gone, n_tested : tracks that left its test set, of how many; None where it tests whatever a table holds
    problem : why that is not known, where its published list cannot be read
    """

    name: str
    used: str
    leaky: bool
    n_gone: int = 0
    n_tested: int | None = None
    problem: str = ""

    @property
    def is_another(self) -> bool:
        return self.used != self.name


@dataclass(frozen=True)
class Consequences:
    """What exclusions change.

    Attributes
    ----------
    n_everywhere, n_training : tracks that leave every part of a split, and those that leave training parts only
    n_recordings, n_together : recordings that are there more than once, and the tracks that they are
    protocols : those that the dataset may be scored by
    """

    n_everywhere: int
    n_training: int
    n_recordings: int
    n_together: int
    protocols: tuple[ProtocolChange, ...]


def consequences(opened: OpenDataset, exclusions: Exclusions) -> Consequences:
    """What leaving these tracks out changes; a list that cannot be read is a problem of its protocol alone."""
    together = one_recording(exclusions.twins)
    return Consequences(
        n_everywhere=len(exclusions.everywhere),
        n_training=len(exclusions.training),
        n_recordings=len(set(together.values())),
        n_together=len(together),
        protocols=tuple(_change(PROTOCOLS[name], exclusions) for name in protocols_of(opened)),
    )


def protocols_of(opened: OpenDataset) -> tuple[str, ...]:
    """The protocols for a dataset by name: its official ones, then the contrast."""
    splits = {track.split for track in opened.tracks()}
    published = ("official-split",) if "test" in splits else ()
    return tuple(dict.fromkeys((*opened.dataset.protocols, *published, "random-tracks")))


def _change(protocol: Protocol, exclusions: Exclusions) -> ProtocolChange:
    try:
        tested = None if protocol.tested is None else set(protocol.tested())
        used = protocol.without(exclusions).name
    except CoreError as error:
        return ProtocolChange(protocol.name, protocol.name, protocol.leaky, problem=str(error))
    n_tested = None if tested is None else len(tested)
    return ProtocolChange(protocol.name, used, protocol.leaky, _n_gone(exclusions.everywhere, tested), n_tested)


def _n_gone(gone: Collection[str], tested: set[str] | None) -> int:
    return len(gone) if tested is None else len(tested.intersection(gone))
