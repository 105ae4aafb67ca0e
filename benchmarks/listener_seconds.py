"""How long each pretrained listener whose files are here takes to hear a clip and a song -> seconds.

    OMP_NUM_THREADS=2 python -m benchmarks.listener_seconds [--json]

The sound is noise, since what it is makes no difference; the shorter of two runs counts, after one segment that loads.
``processor s`` is the time of all threads together, which other work on the machine does not lengthen.
"""

import time
from typing import Any

import numpy as np
import torch

from benchmarks.report import parser, run, show
from core.downloads import is_here
from core.models.backbones import BACKBONES
from core.models.backbones.listening import listen
from core.models.backbones.spec import Backbone

CLIP_S, SONG_S = 30.0, 240.0
N_RUNS = 2


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    here = [one for one in BACKBONES.values() if one.is_offered and all(map(is_here, one.files))]
    rows = [row(one, duration_s, n_threads) for one in here for duration_s in (CLIP_S, SONG_S) for n_threads in (1, 2)]
    show({"Seconds to hear": rows}, as_json=asked.json)


def row(backbone: Backbone, duration_s: float) -> dict[str, Any]:
    y = np.random.default_rng(0).normal(scale=0.1, size=round(duration_s * backbone.sr)).astype(np.float32)
    listen(y[: backbone.n_samples], sr=backbone.sr, backbone=backbone)
    wall, processor = zip(*(_timed(y, backbone) for _ in range(N_RUNS)), strict=True)
    return {
        "listener": backbone.name,
        "sound s": duration_s,
        "threads": torch.get_num_threads(),
        "s": min(wall),
        "processor s": min(processor),
    }


def _timed(y: np.ndarray, backbone: Backbone) -> tuple[float, float]:
    before = time.perf_counter(), time.process_time()
    listen(y, sr=backbone.sr, backbone=backbone)
    return time.perf_counter() - before[0], time.process_time() - before[1]


if __name__ == "__main__":
    run(main)
