"""How far a score falls as one leak after another is closed: the same tracks and model, as many rows to learn from.

    python -m benchmarks.leakage [--only clips table] [--json]

``clips``: the nearest neighbour (k = 1) on 3-second features of the clips in ``<GENRESCOPE_DATA>/gtzan/audio``. What is
promised: the fall is at least 30 points, and its interval by artists lies above 15. ``table``: the SVM on the public
table of 30-second features, known to fall from 0.736 (random tracks) by 0.55 to 0.58 (artists apart) to 0.515 (the
published folds).
"""

import os
from pathlib import Path

from benchmarks.report import Parts, Tables, run_parts
from core.errors import DataError
from core.jobs import run_here
from core.training.config import TrainConfig
from core.training.leakage.job import LeakageParams, measure_leakage
from core.training.leakage.result import Leakage
from core.training.leakage.stored import read_leakage

MIN_FALL, MIN_LOW = 0.30, 0.15
ALL_COLUMNS = "gtzan-57"


def clips() -> Tables:
    """The nearest neighbour on the clips."""
    root = os.environ.get("GENRESCOPE_DATA")
    if not root:
        raise DataError("set GENRESCOPE_DATA to the folder that holds gtzan/audio")
    nearest = TrainConfig("knn", inputs=ALL_COLUMNS, settings={"n_neighbors": 1, "weights": "uniform"})
    found = _measured(f"gtzan:{Path(root) / 'gtzan' / 'audio'}", nearest, segment_s=3.0)
    kept = found.fall.difference >= MIN_FALL and found.fall.interval[0] > MIN_LOW
    promise = f"a fall of at least {MIN_FALL} with an interval above {MIN_LOW}: {'kept' if kept else 'MISSED'}"
    return _tables("nearest neighbour on 3 s of the clips", found, promise)


def table() -> Tables:
    """The SVM on the public table."""
    found = _measured("gtzan", TrainConfig("svm", inputs=ALL_COLUMNS))
    return _tables("SVM on the public table", found, "known: 0.736 -> 0.55-0.58 -> 0.515")


def _measured(source: str, config: TrainConfig, *, segment_s: float | None = None) -> Leakage:
    done = run_here(measure_leakage, LeakageParams(source, config.to_json(), segment_s))
    return read_leakage(done["key"])


def _tables(title: str, found: Leakage, promise: str) -> Tables:
    bars = [
        {
            "bar": bar.title,
            "tracks right": bar.accuracy,
            "95 % interval": bar.interval,
            "draws": bar.band,
            "segments right": bar.by_segment,
            "why missing": bar.reason or "-",
        }
        for bar in found.bars
    ]
    fall = found.fall
    fallen = {
        "from": fall.first,
        "to": fall.last,
        "tracks": fall.difference,
        "95 % interval": fall.interval,
        "segments": fall.by_segment,
        "of segments": fall.segment_interval,
        "promised": promise,
    }
    slips = [
        {"slip": pair.title, "honest": pair.honest, "leaky": pair.leaky, "gain": pair.difference}
        | {"95 % interval": pair.interval, "why missing": pair.reason or "-"}
        for pair in found.pairs
    ]
    same = f"{found.n_tracks} tracks, {found.n_train} rows to learn from; {found.note}"
    return {f"{title}: {same}": bars, f"{title}: the fall": [fallen], f"{title}: under {found.pairs_under}": slips}


PARTS: Parts = {"clips": clips, "table": table}


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], PARTS)
