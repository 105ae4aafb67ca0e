"""The one door of the Doctor page to what is slow to import: examinations, decisions, and what they change.

Only functions of this folder import it, when it is first needed, so that a fresh server shows the page's title first.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from core.data.consequences import Consequences, consequences
from core.data.decisions import Decision, decide, decisions, exclusions, exclusions_of, found_twins, undo
from core.data.findings import Finding
from core.data.hashing import hash_tracks
from core.data.loading import load_table
from core.data.opened import OpenDataset
from core.data.sparing import sparing_one, turned
from core.data.stored import tables_of
from core.doctor.examine import KIND, DoctorParams, examine
from core.doctor.stored import Examination, read_findings
from core.errors import JobError
from core.jobs import Job, list_jobs
from core.jobs.cluster import n_workers
from core.jobs.records import read_request
from core.runs import now
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    from core.ui.datasets.contents import Contents

__all__ = [
    "KIND",
    "DoctorParams",
    "Examination",
    "consequences",
    "decide",
    "decisions",
    "examine",
    "exclusions",
    "read_findings",
    "sparing_one",
    "turned",
    "undo",
]

HASHED_S = 30.0
# Rough: seconds that one core is busy with a track of 30 s, and with what concerns all tracks together.
HEARING_S, JUDGING_S = 0.5, 15.0
USUAL_S = 30.0
_hashes = Shelf(max_entries=32)


def last_examination(opened: OpenDataset, *, owner: str) -> Job | None:
    """The newest examination of this dataset that this visitor asked for."""
    jobs = (job for job in list_jobs(owner) if job.kind == KIND)
    return next((job for job in jobs if _dataset_of(job) == opened.id), None)


def estimate_s(opened: OpenDataset, contents: "Contents") -> float:
    """How long an examination takes on this machine, from how long it took on others."""
    usual_s = contents.length_s or opened.dataset.published.clip_s or USUAL_S
    seconds = sum(track.duration_s or usual_s for track in contents.tracks if track.sound is not None)
    return JUDGING_S + HEARING_S * seconds / USUAL_S / max(n_workers(), 1)


@lru_cache(maxsize=2)
def has_changed(contents: "Contents", examined: str) -> bool:
    """Whether the tracks are others than those that were examined."""
    return hash_tracks(contents.tracks) != examined


def if_left_out(opened: OpenDataset, findings: Iterable[Finding]) -> Consequences:
    """What it would change to leave out the tracks of these findings too."""
    new = [Decision(found.track, found.kind, found.other, "exclude", found.reason, now()) for found in findings]
    return consequences(opened, exclusions_of([*decisions(opened), *new], twins=found_twins(opened)))


def data_hashes(opened: OpenDataset) -> tuple[str, str] | None:
    """The data hash of the table of 30 s segments as it was made, and with the decisions; None where there is none."""
    stored = next((table for table in tables_of(opened) if table.segment_s == HASHED_S), None)
    if stored is None:
        return None
    left_out = exclusions(opened)
    if not left_out:
        return stored.data_hash, stored.data_hash
    key = (stored.folder, stored.data_hash, left_out.digest)
    return stored.data_hash, _hashes.get_or_make(key, lambda: load_table(opened.id, learnable=False).data_hash)


def _dataset_of(job: Job) -> str | None:
    try:
        return read_request(job.folder).params.get("dataset")
    except JobError:  # dismissed in another tab since
        return None
