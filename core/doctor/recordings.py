"""Pairs of tracks that hold one recording in; findings in plain words out."""

from collections.abc import Iterable, Mapping

from core.data.duplicates import EXACT, DuplicatePair
from core.data.findings import Finding

LONGER_S = 1.0
_SAME_SPEED = 0.002
_SAME_START_S = 0.1


def duplicate_findings(pairs: Iterable[DuplicatePair], duration_s: Mapping[str, float]) -> list[Finding]:
    """One finding for each pair, about the track that may leave: the shorter, or else the later of the two."""
    return [_exact(pair) if pair.kind == EXACT else _near(pair, duration_s) for pair in pairs]


def _exact(pair: DuplicatePair) -> Finding:
    # The other track is named beside the reason wherever one is shown; names may be long.
    reason = "it holds the same sound as the other one, sample by sample"
    return Finding(pair.second, "exact-duplicate", reason, pair.first, pair.score)


def _near(pair: DuplicatePair, duration_s: Mapping[str, float]) -> Finding:
    turned = duration_s[pair.second] >= duration_s[pair.first] + LONGER_S
    leaves, stays = (pair.first, pair.second) if turned else (pair.second, pair.first)
    # What it holds at t, the other one holds at offset_s + speed * t.
    speed = 1 / pair.speed if turned else pair.speed
    offset_s = -pair.offset_s / pair.speed if turned else pair.offset_s
    how = [f"{pair.overlap_s:.0f} s of it are heard in the other one too"]
    if abs(offset_s) > _SAME_START_S:
        how.append(f"it begins {abs(offset_s):.1f} s {'later' if offset_s > 0 else 'earlier'}")
    if abs(speed - 1) > _SAME_SPEED:
        how.append(f"it runs {100 * abs(speed - 1):.1f} % {'faster' if speed > 1 else 'slower'}")
    how.append(f"{100 * pair.score:.0f} % of their fingerprints agree (unrelated music: 50 %)")
    return Finding(leaves, "near-duplicate", ", ".join(how), stays, pair.score)
