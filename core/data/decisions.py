"""A finding and a verdict in, the exclusions of the dataset out; what a visitor decided is stored with the dataset."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from core.data.exclusions import Exclusions
from core.data.findings import KINDS, Finding
from core.data.opened import OpenDataset
from core.errors import DataError
from core.runs import now
from core.workspace import not_written, write_atomic

DECISIONS, FINDINGS = "decisions.json", "findings.json"
VERDICTS = ("exclude", "keep")
_TWINS = ("exact-duplicate", "near-duplicate")
Verdict = Literal["exclude", "keep"]


@dataclass(frozen=True)
class Decision:
    """What a visitor decided about one finding, and when; ``reason`` keeps the finding's words."""

    track: str
    kind: str
    other: str | None
    verdict: Verdict
    reason: str
    made: str

    @property
    def key(self) -> tuple[str, str, str | None]:
        return self.track, self.kind, self.other


def decide(opened: OpenDataset, findings: Iterable[Finding], verdict: Verdict) -> None:
    """Store one verdict on each of these findings, in the place of an earlier one; raises DataError for no verdict."""
    if verdict not in VERDICTS:
        raise DataError(f"verdict={verdict!r} is not known; choose one of {', '.join(VERDICTS)}")
    kept = {decision.key: decision for decision in decisions(opened)}
    for found in findings:
        new = Decision(found.track, found.kind, found.other, verdict, found.reason, now())
        kept[new.key] = new
    _write(opened, kept.values())


def undo(opened: OpenDataset, findings: Iterable[Finding]) -> None:
    """Forget what was decided about these findings."""
    gone = {(found.track, found.kind, found.other) for found in findings}
    _write(opened, [decision for decision in decisions(opened) if decision.key not in gone])


def decisions(opened: OpenDataset) -> tuple[Decision, ...]:
    """What was decided, in the order of deciding; raises DataError when the file is not what this program writes."""
    return tuple(_read(opened, DECISIONS, "decisions", lambda stored: Decision(**stored)))


def found_twins(opened: OpenDataset) -> tuple[tuple[str, str], ...]:
    """The pairs that the doctor found to be one recording: kept or not, no split comes between them."""
    findings = _read(opened, FINDINGS, "findings", Finding.from_json)
    return tuple((found.track, found.other) for found in findings if found.kind in _TWINS and found.other)


def exclusions(opened: OpenDataset) -> Exclusions:
    """What the decisions mean for tables, splits and trainings."""
    excluded = [decision for decision in decisions(opened) if decision.verdict == "exclude"]
    faults = {decision.track: decision.reason for decision in excluded if KINDS[decision.kind].objective}
    doubts = {decision.track: decision.reason for decision in excluded if decision.track not in faults}
    return Exclusions(everywhere=faults, training=doubts, twins=found_twins(opened))


def _read(opened: OpenDataset, name: str, field: str, make) -> list:
    file = opened.folder / name
    try:
        return [make(stored) for stored in json.loads(file.read_text(encoding="utf-8"))[field]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            f"{file} is not what this program writes ({type(error).__name__}); move it away, and run the doctor again"
        ) from error


def _write(opened: OpenDataset, kept: Iterable[Decision]) -> None:
    content = json.dumps({"decisions": [asdict(decision) for decision in kept]}, indent=1, ensure_ascii=False)
    file = opened.folder / DECISIONS
    try:
        write_atomic(file, (content + "\n").encode())
    except OSError as error:
        raise not_written(file, error) from error
