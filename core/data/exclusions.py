"""What to leave out of a dataset and why, as plain values: faulty tracks, labels in doubt, recordings twice."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Exclusions:
    """What a visitor decided about a dataset.

    Attributes
    ----------
    everywhere : track id -> reason, of an objective fault: it leaves every part of a split, the test part too
    training : track id -> reason, where only a model disagrees: it leaves training parts, never a test part
    twins : pairs of track ids that are one recording: no split comes between them
    """

    everywhere: Mapping[str, str] = field(default_factory=dict)
    training: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.everywhere or self.training or self.twins)

    @property
    def tracks(self) -> frozenset[str]:
        """All track ids that something is said of."""
        return frozenset((*self.everywhere, *self.training, *(track for pair in self.twins for track in pair)))

    @property
    def digest(self) -> str:
        """sha256 over the content, the same in whatever order it was decided; reasons are words and do not count."""
        twins = sorted(sorted(pair) for pair in self.twins)
        content = json.dumps([sorted(self.everywhere), sorted(self.training), twins])
        return hashlib.sha256(content.encode()).hexdigest()

    def renamed(self, names: Mapping[str, str]) -> "Exclusions":
        """The same of tracks under other names, as far as ``names`` has some."""
        return Exclusions(
            everywhere={names.get(track, track): reason for track, reason in self.everywhere.items()},
            training={names.get(track, track): reason for track, reason in self.training.items()},
            twins=tuple((names.get(a, a), names.get(b, b)) for a, b in self.twins),
        )

    def to_json(self) -> dict[str, Any]:
        """What a run says about it."""
        return {
            "everywhere": dict(self.everywhere),
            "training": dict(self.training),
            "twins": [list(pair) for pair in self.twins],
        }


NOTHING = Exclusions()


def one_recording(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Pairs of what belongs together -> each member's group, named by its first member in alphabetical order."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in pairs:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    return {name: root(name) for name in parent}


def pairs_among(pairs: Iterable[tuple[str, str]], present: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Pairs that hold together the same recordings as ``pairs`` do, among those present alone.

    Two copies of a third one stay together also where that one is not here.
    """
    members: dict[str, list[str]] = {}
    for name, recording in sorted(one_recording(pairs).items()):
        if name in present:
            members.setdefault(recording, []).append(name)
    return tuple(pair for names in members.values() for pair in pairwise(names))
