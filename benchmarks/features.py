"""30 s clips -> seconds for the 57 public columns: plain librosa, call after call, and this project, side by side.

    python -m benchmarks.features [--json] [--clips 10]

One process, one thread, the same clips in turn; a first pass on each side loads and compiles. The clips lie in the
folder that GENRESCOPE_DATA names, or in `shared` beside the checkout.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import librosa
import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.recordings import data_folder
from benchmarks.report import parser, run, show
from core.features import GTZAN_COLUMNS, SR
from core.features.extract import extract
from core.sound.decode import decode

TARGET_RATIO = 4.0


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--clips", type=int, default=10, help="how many clips, spread over the genres")
    asked = arguments.parse_args()
    paths = sorted((data_folder() / "gtzan" / "audio").glob("*/*.*"))
    paths = paths[:: max(len(paths) // asked.clips, 1)][: asked.clips]
    with threadpool_limits(1):
        clips = [(path.name, decode(path, sr=SR).y) for path in paths]
        rows, plain, ours = compare(clips)
    sd = plain.std(axis=0)
    worst = np.abs(ours - plain).max(axis=0) / np.where(sd > 0, sd, 1)
    summary = {
        "clips": len(rows),
        "librosa_s": statistics.median(row["librosa_s"] for row in rows),
        "ours_s": statistics.median(row["ours_s"] for row in rows),
        "ratio": statistics.median(row["ratio"] for row in rows),
        "needed": TARGET_RATIO,
        "worst_column": GTZAN_COLUMNS[int(worst.argmax())],
        "worst_difference_in_sd": f"{worst.max():.1e}",
    }
    show(
        {"57 columns of a 30 s clip, one thread": rows, "Median, and equality of the values": [summary]},
        as_json=asked.json,
    )


def compare(clips: list[tuple[str, np.ndarray]]) -> tuple[list[dict[str, Any]], np.ndarray, np.ndarray]:
    """Seconds per clip of both ways, and the values of each, shape (n_clips, 57)."""
    rows, plain, ours = [], [], []
    sides: tuple[Callable[[np.ndarray], np.ndarray], ...] = (plain_librosa, this_project)
    for side in sides:
        side(clips[0][1])
    for name, y in clips:
        (values, seconds), (own_values, own_seconds) = (_timed(side, y) for side in sides)
        rows.append({"clip": name, "librosa_s": seconds, "ours_s": own_seconds, "ratio": seconds / own_seconds})
        plain.append(values)
        ours.append(own_values)
    return rows, np.array(plain), np.array(ours)


def this_project(y: np.ndarray) -> np.ndarray:
    """The 57 columns by ``extract``."""
    return extract(y, columns=GTZAN_COLUMNS)[0]


def plain_librosa(y: np.ndarray) -> np.ndarray:
    """The 57 columns as the public table was made: one librosa call after the other, each with its defaults."""
    series = [
        librosa.feature.chroma_stft(y=y, sr=SR),
        librosa.feature.rms(y=y),
        librosa.feature.spectral_centroid(y=y, sr=SR),
        librosa.feature.spectral_bandwidth(y=y, sr=SR),
        librosa.feature.spectral_rolloff(y=y, sr=SR),
        librosa.feature.zero_crossing_rate(y),
        *librosa.effects.hpss(y),
    ]
    values = [statistic(part) for part in series for statistic in (np.mean, np.var)]
    values.append(librosa.feature.tempo(y=y, sr=SR)[0])
    values += [statistic(part) for part in librosa.feature.mfcc(y=y, sr=SR) for statistic in (np.mean, np.var)]
    return np.array(values, np.float64)


def _timed(side: Callable[[np.ndarray], np.ndarray], y: np.ndarray) -> tuple[np.ndarray, float]:
    started = time.perf_counter()
    values = side(y)
    return values, time.perf_counter() - started


if __name__ == "__main__":
    run(main)
