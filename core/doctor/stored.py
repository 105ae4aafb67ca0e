"""An examination <-> ``findings.json`` in the folder of its dataset, written whole or not at all."""

import json
from dataclasses import dataclass
from typing import Any

from core.data.findings import Finding
from core.data.opened import FINDINGS, OpenDataset
from core.errors import DataError
from core.workspace import not_written, write_atomic


@dataclass(frozen=True)
class Examination:
    """What the doctor found the last time.

    Attributes
    ----------
    data : of the tracks that were examined, see ``hash_tracks``: another one means that the dataset has changed since
    made : ISO 8601, UTC
    n_tracks, n_heard : tracks of the dataset, and those of them whose sound was read
    findings : in the order of ``KINDS``, the strongest of each kind first
    skipped : a sentence for everything that could not be looked at, with the reason
    settings : the thresholds behind the findings, by the part that used them
    """

    data: str
    made: str
    n_tracks: int
    n_heard: int
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...]
    settings: dict[str, dict[str, Any]]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each kind that was found."""
        kinds = [finding.kind for finding in self.findings]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def write_findings(opened: OpenDataset, examination: Examination) -> None:
    """Put an examination in the place of the last one; raises WorkspaceError when the disk refuses it."""
    content = {
        "dataset": opened.id,
        "data": examination.data,
        "made": examination.made,
        "n_tracks": examination.n_tracks,
        "checked": examination.n_heard,
        "findings": [finding.to_json() for finding in examination.findings],
        "skipped": list(examination.skipped),
        "settings": examination.settings,
    }
    file = opened.folder / FINDINGS
    try:
        write_atomic(file, (json.dumps(content, indent=1) + "\n").encode())
    except OSError as error:
        raise not_written(file, error) from error


def read_findings(opened: OpenDataset) -> Examination | None:
    """The last examination of a dataset, None where there was none; raises DataError when its file is broken."""
    file = opened.folder / FINDINGS
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return Examination(
            data=str(stored["data"]),
            made=str(stored["made"]),
            n_tracks=int(stored["n_tracks"]),
            n_heard=int(stored["checked"]),
            findings=tuple(map(Finding.from_json, stored["findings"])),
            skipped=tuple(map(str, stored["skipped"])),
            settings=dict(stored["settings"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DataError) as error:
        raise DataError(
            f"{file} is not what the doctor writes ({type(error).__name__}); run the doctor again"
        ) from error
