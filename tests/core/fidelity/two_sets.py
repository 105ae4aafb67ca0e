"""Two folders of made sounds, of which the one is taken for real music: for the job, its report and the command."""

from pathlib import Path

import numpy as np
import soundfile

from core.features.frames import SR


def write_sets(folder: Path, n: int, *, tone, clicks, noise) -> tuple[Path, Path]:
    """Folders of ``n`` clips and of 2 ``n`` "real" tracks that are made in the very same way.

    Half of them are rock; the others the made set calls orchestral and the real one classical.
    """
    sets = (("made", range(1000, 1000 + n), "orchestral"), ("real", range(2 * n), "classical"))
    for name, seeds, genre in sets:
        for i in seeds:
            low, high, beat = np.random.default_rng(i).uniform((100, 400, 70), (350, 2500, 170))
            y = tone(low, 3.0) + 0.4 * tone(high, 3.0) + 0.6 * clicks(beat, 3.0) + noise(3.0, amplitude=0.02, seed=i)
            place = folder / name / ("rock", genre)[i % 2]
            place.mkdir(parents=True, exist_ok=True)
            soundfile.write(place / f"{name}-{i}.wav", (0.3 * y).astype(np.float32), SR)
    return folder / "made", folder / "real"
