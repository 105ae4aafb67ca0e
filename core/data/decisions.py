"""A finding and a verdict in, the exclusions of the dataset out; what a visitor decided is stored with the dataset."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal

from filelock import FileLock, Timeout

from core.data.exclusions import Exclusions
from core.data.findings import KINDS, Finding
from core.data.opened import FINDINGS, OpenDataset
from core.errors import DataError, WorkspaceError
from core.runs import now
from core.workspace import not_written, write_atomic

DECISIONS = "decisions.json"
VERDICTS = ("exclude", "keep")
LOCK_TIMEOUT_S = 20.0
# A published fault that names a second track is a repeat of it.
_TWINS = ("exact-duplicate", "near-duplicate", "published-fault")
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

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Decision":
        """What was stored; raises TypeError where something else stands."""
        made = cls(**stored)
        texts = (made.track, made.reason, made.made, "" if made.other is None else made.other)
        if not all(isinstance(text, str) for text in texts) or made.kind not in KINDS or made.verdict not in VERDICTS:
            raise TypeError(f"{stored} is no decision")
        return made


def decide(opened: OpenDataset, findings: Iterable[Finding], verdict: Verdict) -> None:
    """Store one verdict on each of these findings, in the place of an earlier one; raises DataError for no verdict."""
    if verdict not in VERDICTS:
        raise DataError(f"verdict={verdict!r} is not known; choose one of {', '.join(VERDICTS)}")
    with _changing(opened) as kept:
        for found in findings:
            new = Decision(found.track, found.kind, found.other, verdict, found.reason, now())
            kept.pop(new.key, None)  # the new word stands at the end
            kept[new.key] = new


def undo(opened: OpenDataset, findings: Iterable[Finding | Decision]) -> None:
    """Forget what was decided about these findings."""
    with _changing(opened) as kept:
        for found in findings:
            kept.pop((found.track, found.kind, found.other), None)


def decisions(opened: OpenDataset) -> tuple[Decision, ...]:
    """What was decided, in the order of deciding; raises DataError when the file is not what this program writes."""
    return tuple(_read(opened, DECISIONS, "decisions", Decision.from_json))


def found_twins(opened: OpenDataset) -> tuple[tuple[str, str], ...]:
    """The pairs that the doctor found to be one recording: kept or not, no split comes between them."""
    findings = _read(opened, FINDINGS, "findings", Finding.from_json)
    return tuple((found.track, found.other) for found in findings if found.kind in _TWINS and found.other)


def exclusions(opened: OpenDataset) -> Exclusions:
    """What the decisions mean for tables, splits and trainings."""
    return exclusions_of(decisions(opened), twins=found_twins(opened))


def exclusions_of(decided: Iterable[Decision], *, twins: tuple[tuple[str, str], ...]) -> Exclusions:
    """What decisions would mean: faults leave every part of a split, doubts of a model leave training parts."""
    excluded = [decision for decision in decided if decision.verdict == "exclude"]
    faults = {decision.track: decision.reason for decision in excluded if KINDS[decision.kind].objective}
    doubts = {decision.track: decision.reason for decision in excluded if decision.track not in faults}
    return Exclusions(everywhere=faults, training=doubts, twins=twins)


def _read(opened: OpenDataset, name: str, field: str, make: Callable[[Any], Any]) -> list:
    file = opened.folder / name
    try:
        return [make(stored) for stored in json.loads(file.read_text(encoding="utf-8"))[field]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(
            f"{file} is not what this program writes ({type(error).__name__}); move it away, and run the doctor again"
        ) from error


@contextmanager
def _changing(opened: OpenDataset) -> Iterator[dict[tuple[str, str, str | None], Decision]]:
    """The decisions as they are, to be changed: stored when the block ends, and nobody else changes them meanwhile."""
    file = opened.folder / DECISIONS
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f".{DECISIONS}.lock"), timeout=LOCK_TIMEOUT_S):
            stored = decisions(opened)
            kept = {decision.key: decision for decision in stored}
            yield kept
            if tuple(kept.values()) != stored:
                content = json.dumps({"decisions": [asdict(decision) for decision in kept.values()]}, indent=1)
                write_atomic(file, (content + "\n").encode())
    except Timeout as error:
        raise WorkspaceError(
            f"{file} was held by another program for {LOCK_TIMEOUT_S:.0f} s; wait until that has ended, and try again"
        ) from error
    except OSError as error:
        raise not_written(file, error) from error
