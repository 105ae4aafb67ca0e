"""A 4-minute song -> how long its genre mix takes, decoding included, with each built-in model that can listen.

    python -m benchmarks.mix [--json] [--runs 5] [--threads 2] [--models gtzan-listener]

The song is a demo clip, repeated to 4 minutes, as mp3 and as wav, 44.1 kHz stereo. A first pass compiles and loads
what a running app has ready.
"""

import io
import statistics
import time
from typing import Any

import numpy as np
import soundfile as sf

from benchmarks.mp3 import as_mp3
from benchmarks.report import parser, run, show
from core.generation.demos import DEMOS, make_demo
from core.genre_mix import genre_mix
from core.models.loaded import LoadedModel, built_in_records, load_model, missing_files
from core.sound.decode import decode

DURATION_S = 240
SONG_SR = 44_100
BITS_PER_S = 192_000


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=5, help="counted runs; the median is shown")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--models", nargs="+", default=ready_models(), metavar="NAME")
    asked = arguments.parse_args()
    y = four_minutes()
    songs = {"mp3": as_mp3(y, sr=SONG_SR, bits_per_s=BITS_PER_S), "wav": as_wav(y)}
    rows, loading = [], []
    for name in asked.models:
        started = time.perf_counter()
        model = load_model(name)
        loading.append({"model": name, "seconds": time.perf_counter() - started})
        rows += [_row(kind, song, model, asked.runs, asked.threads) for kind, song in songs.items()]
    tables = {
        f"Seconds for a mix of {DURATION_S} s with a cell every 3 s, median of {asked.runs} runs": rows,
        "Loading a model, without the networks that it listens with": loading,
    }
    show(tables, as_json=asked.json)


def ready_models() -> list[str]:
    """The built-in models whose files are all here."""
    return [name for name, record in built_in_records().items() if not missing_files(record)]


def four_minutes() -> np.ndarray:
    """A demo clip, again and again, stereo, shape (2, n_samples), at 44.1 kHz."""
    y = decode(make_demo(next(iter(DEMOS))), sr=SONG_SR).y
    n_samples = DURATION_S * SONG_SR
    left = np.resize(y, n_samples)
    return np.stack([left, np.roll(left, SONG_SR // 100)]).astype(np.float32)


def as_wav(y: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    sf.write(buffer, y.T, SONG_SR, format="WAV", subtype="PCM_16")
    return buffer.getvalue()


def _row(name: str, song: bytes, model: LoadedModel, n_runs: int, n_threads: int) -> dict[str, Any]:
    _seconds(song, model, n_threads)
    runs = [_seconds(song, model, n_threads) for _ in range(n_runs)]
    decoding, listening = (statistics.median(part) for part in zip(*runs, strict=True))
    total = statistics.median(map(sum, runs))
    return {
        "model": model.name,
        "song": name,
        "decode_s": decoding,
        "mix_s": listening,
        "total_s": total,
        "threads": n_threads,
    }


def _seconds(song: bytes, model: LoadedModel, n_threads: int) -> tuple[float, float]:
    started = time.perf_counter()
    signal = decode(song, sr=model.sr)
    decoded = time.perf_counter()
    genre_mix(signal, model=model, n_threads=n_threads)
    return decoded - started, time.perf_counter() - decoded


if __name__ == "__main__":
    run(main)
