"""Pairs of tracks that hold one recording in; findings in plain words out."""

from collections.abc import Iterable

from core.data.duplicates import DuplicatePair
from core.data.findings import Finding

_SAME_SPEED = 0.002
_SAME_START_S = 0.1


def duplicate_findings(pairs: Iterable[DuplicatePair]) -> list[Finding]:
    """One finding for each pair: of the two the later one, by its id, may leave; the surest pairs first."""
    return sorted(map(_finding, pairs), key=lambda finding: -(finding.score or 0.0))


def _finding(pair: DuplicatePair) -> Finding:
    stays, leaves = sorted((pair.first, pair.second))
    if pair.kind == "exact":
        return Finding(leaves, "exact-duplicate", f"it is {stays}, sample by sample", stays, pair.score)
    # offset and speed say how the second lies in the first
    sign = 1 if leaves == pair.second else -1
    how = [f"{pair.overlap_s:.0f} s of it are heard in {stays}"]
    if abs(pair.offset_s) > _SAME_START_S:
        how.append(f"it begins {abs(pair.offset_s):.1f} s {'later' if sign * pair.offset_s > 0 else 'earlier'}")
    if abs(pair.speed - 1) > _SAME_SPEED:
        faster = (pair.speed > 1) == (sign > 0)
        how.append(f"it runs {100 * abs(pair.speed - 1):.1f} % {'faster' if faster else 'slower'}")
    how.append(f"{100 * pair.score:.0f} % of their fingerprints agree")
    return Finding(leaves, "near-duplicate", ", ".join(how), stays, pair.score)
