"""Songs of half a minute to a quarter of an hour -> seconds and memory that it takes to take them apart.

    python -m benchmarks.anatomy [--json]

Two threads, each length in a process of its own, whose functions a short song has compiled before; the promise is 6 s
for a song of 4 minutes. The memory is the most that the process ever had, with what it had before beside it.
"""

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np

from benchmarks.report import parser, run, show
from core.anatomy import take_apart
from core.features import SR
from core.sound.decode import Signal

LENGTHS_S = (30, 240, 900)


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    show({"Taking a song apart": [_alone(duration_s) for duration_s in LENGTHS_S]}, as_json=asked.json)


def _alone(duration_s: int) -> dict[str, Any]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, duration_s).result()


def measure(duration_s: int) -> dict[str, Any]:
    """How long a made song of ``duration_s`` takes, on the clock and of the processors, and the memory in MB."""
    take_apart(Signal(_made_song(5), SR))
    y = _made_song(duration_s)
    before_mb, started, worked = _peak_mb(), time.perf_counter(), time.process_time()
    take_apart(Signal(y, SR))
    return {
        "song_s": duration_s,
        "seconds": time.perf_counter() - started,
        "processor_s": time.process_time() - worked,
        "before_mb": before_mb,
        "peak_mb": _peak_mb(),
    }


def _made_song(duration_s: int) -> np.ndarray:
    """A chord, clicks on the beat and noise, float32, shape (n_samples,)."""
    y = np.random.default_rng(0).standard_normal(duration_s * SR, dtype=np.float32)
    y *= 0.02
    seconds = y.reshape(duration_s, SR)
    for hz in (220, 262, 330):
        seconds += (0.1 * np.sin(2 * np.pi * hz / SR * np.arange(SR))).astype(np.float32)
    y[:: SR // 2] += 0.5
    return y


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    run(main)
