"""A dataset in; what of it can be compared out: tracks with sound, without known faults, each recording once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.data.datasets import Track
from core.data.datasets.track import GENRE
from core.data.decisions import exclusions
from core.data.exclusions import one_recording
from core.data.opened import OpenDataset


def comparable(opened: OpenDataset) -> list[Track]:
    """The tracks but for those that somebody excluded as faulty, and the second one of what is there twice.

    A recording that is there twice would have itself as its nearest neighbour, or stand in both halves. Which are, the
    dataset's own list of faults and the doctor's findings tell.
    """
    known = exclusions(opened)
    published = ((id, fault.repeats) for id, fault in opened.dataset.faults.items() if fault.repeats)
    first = one_recording([*published, *known.twins])
    kept: dict[str, Track] = {}
    for track in sorted(opened.tracks(), key=lambda track: track.id):
        if track.sound is not None and not track.is_skipped and track.id not in known.everywhere:
            kept.setdefault(first.get(track.id, track.id), track)
    return list(kept.values())


def called(tracks: Iterable[Track], names: Mapping[str, str]) -> list[Track]:
    """The tracks with their genres under other names, as far as ``names`` has some."""
    return [
        replace(track, labels={**track.labels, GENRE: names[track.genre]}) if track.genre in names else track
        for track in tracks
    ]
