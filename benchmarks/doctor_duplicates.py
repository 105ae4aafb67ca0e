"""Copies planted among real recordings -> how many are found as duplicates, and what is found where none was planted.

    python -m benchmarks.doctor_duplicates [--tracks 1000 10000] [--json]

Every other GTZAN clip, in the order of ids from the first, served to set thresholds (with other seeds). Copies are
planted here of the other GTZAN clips and of all Emotify clips, and looked for among all clips. The excerpts are of
tracks of both halves; none of them served to set anything.
"""

import time
import tracemalloc
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from scipy.signal import fftconvolve

from benchmarks.not_music import not_music
from benchmarks.planted import COPIES, Copy
from benchmarks.recordings import data_folder, emotify_clips, gtzan_clips
from benchmarks.report import parser, run, show
from core.data.datasets import gtzan
from core.data.duplicates import DuplicatePair, find_duplicates
from core.sound.decode import decode
from core.sound.fingerprint import SR, Fingerprint, fingerprint

SEED = 20_260_802
N_TRACKS = (1_000, 10_000)  # of the collections that are made to measure time
LOOP_S = (1.0, 4.0)
N_LOOPS = 40

Rows = list[dict[str, Any]]


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--tracks", type=int, nargs="+", default=N_TRACKS, help="sizes of made collections")
    asked = arguments.parse_args()
    show(tables(n_tracks=asked.tracks), as_json=asked.json)


def tables(*, n_tracks: Sequence[int] = N_TRACKS, seed: int = SEED) -> dict[str, Rows]:
    """The tables of this part of the doctor's benchmark."""
    sounds = {clip.name: decode(clip.path, sr=SR).y for clip in (*gtzan_clips(), *emotify_clips())}
    started = time.process_time()
    clips = {name: fingerprint(y) for name, y in sounds.items()}
    seconds_each = (time.process_time() - started) / len(clips)
    measured = [clip.name for clip in (*gtzan_clips()[1::2], *emotify_clips())]
    return {
        "Copies that were planted": [
            _planted(copy, measured, sounds, clips, np.random.default_rng(seed + n)) for n, copy in enumerate(COPIES)
        ],
        "Duplicates found where none was planted": _unplanted(measured, sounds, clips, np.random.default_rng(seed)),
        **_excerpts(sounds, clips),
        "Time and memory": [_scale(n, clips, seconds_each, np.random.default_rng(seed)) for n in n_tracks],
    }


def _planted(
    copy: Copy,
    names: list[str],
    sounds: dict[str, np.ndarray],
    clips: dict[str, Fingerprint],
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Plant one copy of each of ``names`` among all clips."""
    copies = {f"copy of {name}": fingerprint(copy.plant(sounds[name], rng)) for name in names}
    pairs = find_duplicates({**clips, **copies})
    found = {pair.first: pair for pair in pairs if pair.second == f"copy of {pair.first}"}
    return {
        "copy": copy.how,
        "promised": "0.95" if copy.promised else None,
        "n": len(names),
        "found": len(found) / len(names),
        "false pairs": len(pairs) - len(found),
        "lowest score": min((pair.score for pair in found.values()), default=None),
        "not found": ", ".join(name for name in names if name not in found) or None,
    }


def _unplanted(
    measured: list[str], sounds: dict[str, np.ndarray], clips: dict[str, Fingerprint], rng: np.random.Generator
) -> Rows:
    tones = {
        f"{kind} {n}": fingerprint(y) for n, (kind, y) in enumerate(not_music(n_each=10, seed=int(rng.integers(99))))
    }
    rows = [
        _pairs_of("127 GTZAN and 60 Emotify clips as they are", clips),
        _pairs_of("noise, sines, sweeps, clicks", tones),
    ]
    for gain_db in (0, 6, 12):
        pairs = [_over_one_loop(measured, sounds, gain_db, rng) for _ in range(N_LOOPS)]
        n_found = sum(bool(find_duplicates(dict(zip("ab", map(fingerprint, pair), strict=True)))) for pair in pairs)
        rows.append(
            {"among": f"two clips over one loop, {gain_db} dB louder", "n": N_LOOPS, "found": n_found, "which": None}
        )
    return rows


def _pairs_of(title: str, prints: dict[str, Fingerprint]) -> dict[str, Any]:
    pairs = find_duplicates(prints)
    which = ", ".join(f"{pair.first} = {pair.second}" for pair in pairs) or None
    return {"among": title, "n": len(prints) * (len(prints) - 1) // 2, "found": len(pairs), "which": which}


def _over_one_loop(
    names: list[str], sounds: dict[str, np.ndarray], gain_db: float, rng: np.random.Generator
) -> list[np.ndarray]:
    """Two clips, each mixed with the same seconds of a third one, again and again."""
    loop, *songs = (sounds[name] for name in rng.choice(names, 3, replace=False))
    n_samples = min(song.size for song in songs)
    n_loop = round(rng.uniform(*LOOP_S) * SR)
    start = int(rng.integers(0, loop.size - n_loop))
    loop = np.resize(loop[start : start + n_loop], n_samples)
    shifted = [loop, np.roll(loop, int(rng.integers(n_loop)))]
    gain = 10 ** (gain_db / 20)
    mixes = [_levelled(song[:n_samples]) + gain * _levelled(part) for song, part in zip(songs, shifted, strict=True)]
    return [(0.05 * mix).astype(np.float32) for mix in mixes]


def _levelled(y: np.ndarray) -> np.ndarray:
    return y / np.sqrt(np.mean(y**2) + 1e-12)


def _excerpts(sounds: dict[str, np.ndarray], clips: dict[str, Fingerprint]) -> dict[str, Rows]:
    """What is right is known: an excerpt belongs to the clip of its id, or to one that repeats that track."""
    tracks = gtzan.index(data_folder() / "gtzan" / "excerpts")
    excerpts = {track.id: decode(track.path, sr=SR).y for track in tracks}
    mark = "excerpt of "
    pairs = find_duplicates({**clips, **{mark + name: fingerprint(y) for name, y in excerpts.items()}})
    within = {(pair.first, pair.second.removeprefix(mark)): pair for pair in pairs if pair.first in clips}
    same = {(name, name) for name in clips if name in excerpts}
    repeated = {(clip, name) for clip in clips for name in excerpts if _root(clip) == _root(name)} - same
    others = {key: pair for key, pair in within.items() if key not in same}
    return {
        "The 456 excerpts beside the clips": [
            _share("the clip of the same id", within, same),
            _share("a clip that is a published repeat", within, repeated),
            {"excerpts of": "any other clip", "n": None, "found": len(others.keys() - repeated), "not found": None},
            {"excerpts of": "each other", "n": None, "found": len(pairs) - len(within), "not found": None},
        ],
        "Excerpts that were found in a clip of another id": [
            _listened(pair, sounds[clip], excerpts[name], published=(clip, name) in repeated)
            for (clip, name), pair in others.items()
        ]
        or [{"found": None}],
    }


def _share(title: str, found: Collection[tuple[str, str]], right: set[tuple[str, str]]) -> dict[str, Any]:
    missing = sorted(name for clip, name in right - set(found))
    n_found = len(right) - len(missing)
    return {"excerpts of": title, "n": len(right), "found": n_found, "not found": ", ".join(missing) or None}


def _root(name: str) -> str:
    return gtzan.REPEATS.get(name, name)


def _listened(pair: DuplicatePair, clip: np.ndarray, excerpt: np.ndarray, *, published: bool) -> dict[str, Any]:
    """A pair beside the place where the two waveforms correlate best: another way to say that it is one recording."""
    correlation, at_s = _correlated(clip, excerpt)
    return {
        "found": f"{pair.first} = {pair.second}",
        "score": pair.score,
        "at_s": pair.offset_s,
        "waveforms correlate": correlation,
        "there at_s": at_s,
        "published repeat": published,
    }


def _correlated(y: np.ndarray, part: np.ndarray) -> tuple[float, float]:
    """The strongest normalised correlation of ``part`` with as many samples of ``y``, and where these begin."""
    power = fftconvolve(y**2, np.ones_like(part), "valid").clip(1e-9) * np.sum(part**2)
    correlation = fftconvolve(y, part[::-1], "valid") / np.sqrt(power)
    best = int(np.argmax(np.abs(correlation)))
    return float(correlation[best]), best / SR


def _scale(n: int, clips: dict[str, Fingerprint], seconds_each: float, rng: np.random.Generator) -> dict[str, Any]:
    """Processor time and memory for a made collection."""
    made = {f"{i}": each for i, each in enumerate(_made(n, list(clips.values()), rng))}
    tracemalloc.start()
    started = time.process_time()
    pairs = find_duplicates(made)
    seconds = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "n tracks of 30 s": n,
        "fingerprint_s of one": seconds_each,
        "bytes of one": len(made["0"].to_bytes()),
        "find_s": seconds,
        "more memory_mb": peak / 1e6,
        "pairs": len(pairs),
        "planted": n // 100,
    }


def _made(n: int, real: list[Fingerprint], rng: np.random.Generator) -> list[Fingerprint]:
    """Runs of four real frames, each with 9 % of its bits turned; every hundredth track is a copy of the one before.

    So unrelated tracks share as many values of 32 bits as real ones do (0.014 a pair), and as much around them.
    """
    pool = np.concatenate([each.bits for each in real], axis=1)
    run, n_frames = 4, 633
    n_runs = -(-n_frames // run)
    made = []
    for i in range(n):
        if i % 100 == 99:
            bits = made[-1].bits ^ _turned(made[-1].bits.shape, 0.05, rng)
        else:
            starts = rng.integers(0, pool.shape[1] - run, n_runs)
            frames = (starts[:, None] + np.arange(run)).ravel()[:n_frames]
            bits = pool[:, frames] ^ np.repeat(_turned((n_runs,), 0.09, rng), run)[:n_frames]
        made.append(Fingerprint((i + 1).to_bytes(16, "little"), 30 * SR, bits, np.ones(n_frames, bool)))
    return made


def _turned(shape: tuple[int, ...], share: float, rng: np.random.Generator) -> np.ndarray:
    """uint32 with about ``share`` of the bits set."""
    bits = np.packbits(rng.random((*shape, 32)) < share, axis=-1)
    return np.ascontiguousarray(bits).view(np.uint32)[..., 0]


if __name__ == "__main__":
    run(main)
