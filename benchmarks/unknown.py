"""How often the built-in model says "I don't know": to held-out tracks, to music from elsewhere, to what is no music.

    python -m benchmarks.unknown [--json]

The threshold comes from held-out artists alone. The noises are drawn with a seed of this benchmark's own; speech is
the one shared recording, whole and in pieces of 5 s, and synthetic voices where espeak-ng is installed.
"""

import shutil
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.external import listen
from benchmarks.not_music import not_music
from benchmarks.recordings import emotify_clips, songs
from benchmarks.report import parser, run, show
from core.features import SR
from core.genre_mix import genre_mix
from core.models.loaded import BUILT_IN, LoadedModel, available_models, load_model
from core.runs import read_run
from core.sound.decode import Signal, decode

SEED = 20261120
N_EACH = 10
SPEECH = "198-209-0000.ogg"
PIECE_S = 5.0
VOICES = ("en-us", "en-gb", "de", "fr", "es", "it", "pl", "ru")
READ_ALOUD = "The quick brown fox jumps over the lazy dog, and nobody in the old town hears it. " * 8


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    held_out = read_run(available_models()[BUILT_IN]).held_out
    show({"Called unknown": unknown(load_model(), held_out)}, as_json=asked.json)


def unknown(model: LoadedModel, held_out: pd.DataFrame) -> list[dict[str, Any]]:
    """One row per kind of sound: how many were heard and which share was called unknown."""
    by_unseen_artists = {"GTZAN tracks by held-out artists": list(held_out["unknown"] > 0)}
    flags = by_unseen_artists | _emotify_flags(model) | _not_music_flags(model) | _speech_flags(model)
    return [{"sound": kind, "n": len(each), "unknown": float(np.mean(each))} for kind, each in flags.items()]


def _emotify_flags(model: LoadedModel) -> dict[str, list[bool]]:
    flags = defaultdict(list)
    for clip in emotify_clips():
        flag = not listen(clip, model).known
        flags["Emotify"].append(flag)
        flags[f"Emotify, {clip.genre}"].append(flag)
    return dict(flags)


def _not_music_flags(model: LoadedModel) -> dict[str, list[bool]]:
    flags = defaultdict(list)
    for kind, y in not_music(n_each=N_EACH, seed=SEED):
        flag = not _is_known(y, model)
        flags["noise, sines, sweeps and clicks"].append(flag)
        flags[kind].append(flag)
    return dict(flags)


def _speech_flags(model: LoadedModel) -> dict[str, list[bool]]:
    path = next(path for path in songs() if path.name == SPEECH)
    y = decode(path, sr=SR).y
    pieces = [y[i : i + int(PIECE_S * SR)] for i in range(0, y.size - int(PIECE_S * SR) + 1, int(PIECE_S * SR))]
    flags = {
        "a reader, whole recording": [not _is_known(y, model)],
        f"a reader, pieces of {PIECE_S:.0f} s": [not _is_known(piece, model) for piece in pieces],
    }
    voices = [not _is_known(voice, model) for voice in _synthetic_voices()]
    return flags | ({"synthetic voices": voices} if voices else {})


def _synthetic_voices() -> list[np.ndarray]:
    if not shutil.which("espeak-ng"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{voice}.wav" for voice in VOICES]
        for voice, path in zip(VOICES, paths, strict=True):
            subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), READ_ALOUD], check=True, capture_output=True)
        return [decode(path, sr=SR).y[: int(30 * SR)] for path in paths]


def _is_known(y: np.ndarray, model: LoadedModel) -> bool:
    return genre_mix(Signal(y=np.ascontiguousarray(y), sr=SR, notes=()), model=model).known


if __name__ == "__main__":
    run(main)
