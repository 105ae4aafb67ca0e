"""Faults of sound planted in real recordings -> how many the doctor finds, and what it finds where none was planted.

    python -m benchmarks.doctor_sound [--json]

The thresholds were set on the clips as they are and with other seeds.
"""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.doctor_faults import FAULTS, Fault
from benchmarks.recordings import Recording, emotify_clips, gtzan_clips
from benchmarks.report import parser, run, show
from core.data.datasets import Track
from core.data.findings import Finding
from core.doctor.measures import Measures, listen
from core.doctor.sound_faults import sound_faults
from core.errors import AudioError
from core.sound.decode import decode

SEED = 20_260_801
N_EACH = 40


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    show(tables(), as_json=asked.json)


def tables(*, n_each: int = N_EACH, seed: int = SEED) -> dict[str, list[dict[str, Any]]]:
    """The tables of this part of the doctor's benchmark."""
    sets = {"GTZAN": gtzan_clips(), "Emotify": emotify_clips()}
    clean = {name: _measured(clips) for name, clips in sets.items()}
    return {
        "Faults of sound that were planted": [
            _recall(fault, sets, clean, n_each=n_each, seed=seed + i) for i, fault in enumerate(FAULTS)
        ],
        "Faults of sound found in the clips as they are": _found_in(clean),
    }


def _measured(clips: list[Recording]) -> dict[str, Measures]:
    return {clip.name: listen(_track(clip.name, clip.path))[1] for clip in clips}


def _recall(
    fault: Fault, sets: dict[str, list[Recording]], clean: dict[str, dict[str, Measures]], *, n_each: int, seed: int
) -> dict[str, Any]:
    """Plant a fault in one clip at a time, among its clean neighbours."""
    rng = np.random.default_rng(seed)
    names = list(sets)
    hits, others = 0, []
    for _ in range(n_each):
        name = names[rng.integers(len(names))]
        clip = sets[name][rng.integers(len(sets[name]))]
        kinds = {found.kind for found in _examined(fault.plant(*_channels(clip.path), rng), clean[name], clip.name)}
        hits += fault.kind in kinds
        others += sorted(kinds - {fault.kind})
    extra = ", ".join(f"{others.count(kind)} {kind}" for kind in dict.fromkeys(others))
    return {"kind": fault.kind, "how": fault.how, "n": n_each, "found": hits / n_each, "found besides": extra or None}


def _examined(content: bytes, neighbours: dict[str, Measures], name: str) -> list[Finding]:
    """What is found of a file that stands in the place of a clip."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planted"
        path.write_bytes(content)
        try:
            measured = listen(_track(name, path))[1]
        except AudioError as error:
            return [Finding(name, "unreadable", str(error))]
    return [found for found in sound_faults({**neighbours, name: measured}) if found.track == name]


def _found_in(clean: dict[str, dict[str, Measures]]) -> list[dict[str, Any]]:
    return [
        {"set": name, "n_clips": len(measures), "track": found.track, "kind": found.kind, "reason": found.reason}
        for name, measures in clean.items()
        for found in sound_faults(measures)
    ]


def _channels(path: Path) -> tuple[np.ndarray, int]:
    blocks, rates = [], []

    def keep(block: np.ndarray, sr: int) -> None:
        blocks.append(block)
        rates.append(sr)

    decode(path, sr=22_050, listen=keep)
    return np.concatenate(blocks).astype(np.float64), rates[0]


def _track(name: str, path: Path) -> Track:
    return Track(name, path, {})


if __name__ == "__main__":
    run(main)
