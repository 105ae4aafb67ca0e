"""Findings of pairs in, the same findings out, turned so that to exclude them all leaves one of each recording."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from core.data.exclusions import one_recording
from core.data.findings import Finding


def turned(found: Finding) -> Finding:
    """The same finding with its second track first: to exclude it leaves that one out. One of a single track stays."""
    return found if found.other is None else replace(found, track=found.other, other=found.track)


def sparing_one(findings: Iterable[Finding], *, gone: Collection[str] = ()) -> list[Finding]:
    """The findings, turned so that of tracks that are one recording, also by way of others, exactly one stays.

    It is one that is not among the ``gone``, which are left out already, and rather one that no finding names first.
    """
    findings = list(findings)
    ways = defaultdict(list)
    for place, found in enumerate(findings):
        if found.other is not None:
            ways[found.track].append(place)
            ways[found.other].append(place)
    spared = _spared(findings, gone)
    reached, waiting, aimed = set(spared), list(spared), {}
    while waiting:
        here = waiting.pop()
        for place in ways[here]:
            if place in aimed:
                continue
            # Away from the track that stays: so each of the others is met by one finding that leaves it out.
            found = findings[place] if findings[place].other == here else turned(findings[place])
            aimed[place] = turned(found) if found.track in spared else found
            if found.track not in reached:
                reached.add(found.track)
                waiting.append(found.track)
    return [aimed.get(place, found) for place, found in enumerate(findings)]


def _spared(findings: list[Finding], gone: Collection[str]) -> set[str]:
    """One track of each recording."""
    pairs = [(found.track, found.other) for found in findings if found.other is not None]
    recording, first = one_recording(pairs), {track for track, _ in pairs}
    ranked = sorted(recording, key=lambda track: (track in gone, track in first))
    stays: dict[str, str] = {}
    for track in ranked:
        stays.setdefault(recording[track], track)
    return set(stays.values())
