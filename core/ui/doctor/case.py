"""Findings and decisions in, a ``Case`` out: each finding beside its verdict, counted by kind; plain values."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from core.data.findings import KINDS, Finding
from core.figures import KindCount

if TYPE_CHECKING:
    from core.data.decisions import Decision

OPEN, OUT, KEPT = "open", "out", "kept"
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Verdict:
    """A finding and what was decided about it.

    ``left_out`` are those of its tracks that this finding leaves out; ``elsewhere`` those that another one does:
    track -> the title of that kind.
    """

    finding: Finding
    status: str = OPEN
    left_out: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def tracks(self) -> tuple[str, ...]:
        return tracks_of(self.finding)

    @cached_property
    def key(self) -> str:
        """A short word for this finding, safe in the keys of widgets."""
        finding = self.finding
        named = "\n".join((finding.kind, finding.track, finding.other or ""))
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Case:
    """All findings of a dataset in the order in which people read them, and what was decided.

    ``orphans`` are decisions about findings that the last examination did not make.
    """

    verdicts: tuple[Verdict, ...]
    orphans: tuple[Decision, ...]
    n_tracks: int

    @cached_property
    def counts(self) -> tuple[KindCount, ...]:
        """The kinds that were found, in reading order."""
        counted = ((kind, [v.status for v in self.verdicts if v.finding.kind == kind.name]) for kind in KINDS.values())
        return tuple(
            KindCount(
                kind.name,
                kind.title,
                n_open=found.count(OPEN),
                n_out=found.count(OUT),
                n_kept=found.count(KEPT),
                what=what_of(kind.name),
            )
            for kind, found in counted
            if found
        )

    @cached_property
    def faulty(self) -> frozenset[str]:
        """The tracks with an objective fault; of a pair the one that may leave."""
        return frozenset(v.finding.track for v in self.verdicts if KINDS[v.finding.kind].objective)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The tracks without a fault that are worth a listen."""
        return frozenset(v.finding.track for v in self.verdicts) - self.faulty

    @property
    def n_fine(self) -> int:
        return max(self.n_tracks - len(self.faulty) - len(self.doubtful), 0)

    @property
    def left_out(self) -> frozenset[str]:
        """Every track that some decision leaves out of something."""
        return frozenset(name for v in self.verdicts for name in (*v.left_out, *v.elsewhere))

    def of_kind(self, kind: str, *statuses: str) -> list[Finding]:
        """The findings of one kind with one of these statuses."""
        return [v.finding for v in self.verdicts if v.finding.kind == kind and v.status in statuses]


def case_of(findings: Iterable[Finding], decisions: Sequence[Decision], *, n_tracks: int) -> Case:
    """Lay decisions beside the findings that they are about; of a pair either side may stand first in a decision."""
    found = sorted({(finding.kind, *tracks_of(finding)): finding for finding in findings}.values(), key=_reading_order)
    known = {key for finding in found for key in keys_of(finding)}
    verdict_on = {decision.key: decision.verdict for decision in decisions}
    leaves: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.verdict == "exclude":
            leaves[decision.track].append(decision)
    return Case(
        verdicts=tuple(_verdict(finding, verdict_on, leaves) for finding in found),
        orphans=tuple(decision for decision in decisions if decision.key not in known),
        n_tracks=n_tracks,
    )


def what_of(kind: str) -> str:
    """What one finding of this kind is, to count them: "3 pairs"."""
    if KINDS[kind].pair:
        return "pair"
    return "case" if kind == "artist-in-genres" else "track"


def tracks_of(finding: Finding) -> tuple[str, ...]:
    """The one track of a finding, or both."""
    return (finding.track,) if finding.other is None else (finding.track, finding.other)


def keys_of(finding: Finding) -> tuple[tuple[str, str, str | None], ...]:
    """How decisions about a finding may be named: either track first."""
    if finding.other is None:
        return ((finding.track, finding.kind, None),)
    return (finding.track, finding.kind, finding.other), (finding.other, finding.kind, finding.track)


def _verdict(finding: Finding, verdict_on: Mapping, leaves: Mapping[str, list[Decision]]) -> Verdict:
    keys = keys_of(finding)
    out = tuple(key[0] for key in keys if verdict_on.get(key) == "exclude")
    kept = any(verdict_on.get(key) == "keep" for key in keys)
    elsewhere = {
        decision.track: KINDS[decision.kind].title
        for track in tracks_of(finding)
        for decision in leaves.get(track, ())
        if track not in out and decision.key not in keys
    }
    return Verdict(finding, OUT if out else KEPT if kept else OPEN, out, elsewhere)


def _reading_order(finding: Finding) -> tuple:
    score = -math.inf if finding.score is None or math.isnan(finding.score) else finding.score
    return _RANKS[finding.kind], -score, finding.track, finding.other or ""
