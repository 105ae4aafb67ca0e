"""Clips of the band -> whether it keeps its laws, genre by genre, and how it compares with real music.

    python -m benchmarks.band [--json] [--per-genre 50] [--genres blues jazz] [--workers 2] [--keep FILE.jsonl]

Takes about a minute for each genre on two idle cores; with --keep a run that was stopped goes on, and clips that have
not changed since are not measured again. Clips of GTZAN's ten genres are those of Arranged-10, the others are made
likewise; the classifier learns from clips of other seeds.
Beats: `librosa.beat.beat_track` with all its defaults on the mono mix at 22,050 Hz, which knows no tempo beforehand,
against the quarter notes of the brief by `mir_eval.beat.f_measure` (70 ms; what lies before 5 s is left out).
The column "told" is the same tracker when it is given the tempo. Real clips come from GENRESCOPE_DATA/gtzan/audio, and
for electronica and orchestral from GENRESCOPE_DATA/emotify (electronic and classical there); there are none of funk.
"""

import json
import multiprocessing
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest
from tqdm import tqdm

from benchmarks.band_clip import ALL, ROLES, fingerprint, learnt, measured, real, seconds_for
from benchmarks.band_notes import shared_bars
from benchmarks.recordings import Recording, emotify_clips, gtzan_clips
from benchmarks.report import parser, run, show
from core.data.datasets import emotify, gtzan
from core.data.datasets.arranged import FIRST_SEED, N_PER_GENRE
from core.data.genre_names import stand_ins
from core.generation.arranger import GENRES
from core.models.loaded import BUILT_IN, built_in_records
from core.training.config import TrainConfig
from core.training.fit import unfitted

FIRST_LEARNT_SEED, N_LEARNT = 50_000, 25  # of each genre: clips that the classifier learns from
MIN_F = 0.8
# Emotify's genre -> what the band plays of it; GTZAN has the others.
FROM_EMOTIFY = {real: made for made, real in stand_ins(set(GENRES) - set(gtzan.GENRES), emotify.GENRES).items()}
COMPARED = ("centroid_hz", "onsets_per_s", "crest_db")
Clips = list[dict[str, Any]]


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--per-genre", type=int, default=N_PER_GENRE, help="clips of each genre")
    arguments.add_argument("--genres", nargs="+", default=list(GENRES), choices=list(GENRES))
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--keep", type=Path, metavar="FILE.jsonl", help="keep what is measured, and go on from it")
    asked = arguments.parse_args()
    speed = _speed(asked.genres)
    clips, others, reals = _measure(asked.genres, asked.per_genre, asked.workers, Kept(asked.keep))
    show(
        tables(clips, others, reals) | {"Seconds for 10 s of music, from brief to recording": speed}, as_json=asked.json
    )


def tables(clips: Clips, others: Clips, reals: Clips) -> dict[str, list[dict[str, Any]]]:
    """The tables of the benchmark, each with a row per genre and one for all."""
    return {
        "Laws of the notes": _per_genre(clips, _notes),
        "Share of the bars of one clip that another clip of its genre has too": _per_genre(
            clips, _shared, with_all=False
        ),
        "The recordings": _per_genre(clips, _recordings),
        "Players in the mix, LU against the whole, of every fifth clip": _players(clips),
        f"Beats that librosa hears, F-measure (needed: {MIN_F:g} in the mean)": _per_genre(clips, _beats),
        "Named by a classifier that learnt from clips of other seeds": _named(clips, others),
        "Medians against the 5th to 95th percentile of real clips": _against_real(clips, reals),
        "Report only: what the built-in model, which learnt from real music, hears": _per_genre(clips, _heard_as),
    }


class Kept:
    """What earlier runs have measured: lines of JSON in a file, or nothing where there is none."""

    def __init__(self, path: Path | None):
        self.path = path
        lines = path.read_text().splitlines() if path and path.is_file() else []
        self.rows = {row["key"]: row["value"] for row in map(json.loads, lines)}

    def keep(self, key: str, value: dict[str, Any]) -> None:
        self.rows[key] = value
        if self.path:
            with self.path.open("a") as file:
                file.write(json.dumps({"key": key, "value": value}) + "\n")


def _measure(genres: Sequence[str], n: int, n_workers: int, kept: Kept) -> tuple[Clips, Clips, Clips]:
    ours = [(genre, FIRST_SEED + i) for i in range(n) for genre in genres]
    others = [(genre, FIRST_LEARNT_SEED + i) for i in range(min(n, N_LEARNT)) for genre in genres]
    reals = [clip for clip in _recordings_to_compare() if clip.genre in genres]
    # Started afresh: a fork would copy locks of the threads that numba and scipy have begun.
    with ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        clips = _mapped(pool, measured, {f"clip {fingerprint(clip)}": clip for clip in ours}, kept)
        learning = _mapped(pool, learnt, {f"learnt {fingerprint(clip)}": clip for clip in others}, kept)
        return clips, learning, _mapped(pool, real, {f"real {clip.name}": clip for clip in reals}, kept)


def _recordings_to_compare() -> list[Recording]:
    """Real recordings under the names that the band has for their genres."""
    emotify = [clip for clip in emotify_clips() if clip.genre in FROM_EMOTIFY]
    return [*gtzan_clips(), *(replace(clip, genre=FROM_EMOTIFY[clip.genre]) for clip in emotify)]


def _mapped(pool: ProcessPoolExecutor, function: Callable, things: dict[str, Any], kept: Kept) -> Clips:
    missing = {key: thing for key, thing in things.items() if key not in kept.rows}
    done = pool.map(function, missing.values())
    for key, value in tqdm(zip(missing, done, strict=True), total=len(missing), desc=function.__name__):
        kept.keep(key, value)
    return sorted((kept.rows[key] for key in things), key=lambda row: row["genre"])


def _per_genre(clips: Clips, row: Callable[[Clips], dict[str, Any]], *, with_all: bool = True) -> list[dict[str, Any]]:
    genres = list(dict.fromkeys(clip["genre"] for clip in clips))
    rows = [{"genre": genre, "clips": len(of), **row(of)} for genre in genres for of in [_of(clips, genre)]]
    return [*rows, {"genre": ALL, "clips": len(clips), **row(clips)}] if with_all else rows


def _of(clips: Clips, genre: str) -> Clips:
    return [clip for clip in clips if clip["genre"] == genre]


def _notes(clips: Clips) -> dict[str, Any]:
    n_bass = sum(clip["n_bass"] for clip in clips)
    off = [abs(clip["swing_played"] / clip["swing"] - 1) for clip in clips]
    played = [clip["swing_played"] for clip in clips]
    return {
        "strong bass notes": n_bass,
        "in the chord": sum(clip["bass_in_chord"] for clip in clips) / n_bass if n_bass else None,
        "out of register": sum(clip["out_of_register"] for clip in clips),
        "off the grid": sum(clip["off_grid"] for clip in clips),
        "empty bars": sum(clip["empty_bars"] for clip in clips),
        "tempo off, BPM": max(clip["tempo_off_bpm"] for clip in clips),
        "swing meant": _span(clip["swing"] for clip in clips),
        "swing played": _span(played),
        "swing off, worst": max(off),
    }


def _shared(clips: Clips) -> dict[str, Any]:
    shares = shared_bars([clip["bars"][ALL] for clip in clips])
    by_role = {role: shared_bars([clip["bars"][role] for clip in clips]) for role in ROLES}
    return {
        "mean": float(shares.mean()) if shares.size else None,
        "worst pair": float(shares.max()) if shares.size else None,
        **{f"{role} alone, mean": float(found.mean()) if found.size else None for role, found in by_role.items()},
    }


def _recordings(clips: Clips) -> dict[str, Any]:
    return {
        "LUFS": _span(clip["lufs"] for clip in clips),
        "highest peak, dBFS": max(clip["peak_dbfs"] for clip in clips),
        "highest true peak": max(clip["true_peak_dbfs"] for clip in clips),
        "longest gap, s": max(clip["gap_s"] for clip in clips),
        "latest start, s": max(clip["start_s"] for clip in clips),
        "samples off": max(abs(clip["n_samples_off"]) for clip in clips),
    }


def _players(clips: Clips) -> list[dict[str, Any]]:
    return [
        {"genre": genre, "role": role, "clips": len(found), "LU": _span(found)}
        for genre in dict.fromkeys(clip["genre"] for clip in clips)
        for role in dict.fromkeys(role for clip in _of(clips, genre) for role in clip["roles_lu"])
        for found in [[clip["roles_lu"][role] for clip in _of(clips, genre) if role in clip["roles_lu"]]]
    ]


def _beats(clips: Clips) -> dict[str, Any]:
    heard = Counter(clip["tempo"] for clip in clips)
    return {
        "F mean": statistics.mean(clip["f"] for clip in clips),
        f"clips of {MIN_F:g}": sum(clip["f"] >= MIN_F for clip in clips) / len(clips),
        "at the tempo": heard["the beat"] / len(clips),
        "other tempi": ", ".join(f"{name} {n}" for name, n in heard.most_common() if name != "the beat") or "-",
        "F mean there": _mean(clip["f"] for clip in clips if clip["tempo"] == "the beat"),
        "told: F mean": statistics.mean(clip["f_told"] for clip in clips),
    }


def _named(clips: Clips, others: Clips) -> list[dict[str, Any]]:
    if len({clip["genre"] for clip in others}) < 2:
        return [{"genre": "-", "recall": "one genre alone cannot be told from others"}]
    config = TrainConfig(model="logistic", inputs="gtzan-57")
    X, y = np.array([clip["features"] for clip in others]), [clip["genre"] for clip in others]
    model = unfitted(config, n_rows=len(others)).fit(X, y)
    named = model.predict(np.array([clip["features"] for clip in clips]))
    hits = [
        {"genre": clip["genre"], "hit": str(name) == clip["genre"], "named": str(name)}
        for clip, name in zip(clips, named, strict=True)
    ]
    return [row | {"learnt from": len(others)} for row in _per_genre(hits, _recall)]


def _heard_as(clips: Clips) -> dict[str, Any]:
    """The recall of genres that the model knows; what is taken for what of all."""
    known = built_in_records()[BUILT_IN].genres
    named = [{"hit": clip["heard_as"] == clip["genre"], "named": clip["heard_as"]} for clip in clips]
    could_hit = [one for one, clip in zip(named, clips, strict=True) if clip["genre"] in known]
    found = _recall(could_hit) if could_hit else {"recall": None, "95 %": None}
    return {"of genres it knows": len(could_hit)} | found | {"taken for": _taken_for(named)}


def _recall(hits: Clips) -> dict[str, Any]:
    """The share of hits with Wilson's interval; clips of different seeds are independent draws."""
    n_hits = sum(clip["hit"] for clip in hits)
    interval = binomtest(n_hits, len(hits)).proportion_ci(method="wilson")
    return {
        "recall": n_hits / len(hits),
        "95 %": [float(interval.low), float(interval.high)],
        "taken for": _taken_for(hits),
    }


def _taken_for(hits: Clips) -> str:
    missed = Counter(clip["named"] for clip in hits if not clip["hit"])
    return ", ".join(f"{name} {n}" for name, n in missed.most_common(4)) or "-"


def _against_real(clips: Clips, reals: Clips) -> list[dict[str, Any]]:
    return [
        _row_against_real(
            genre, name, [clip[name] for clip in _of(clips, genre)], [clip[name] for clip in _of(reals, genre)]
        )
        for genre in dict.fromkeys(clip["genre"] for clip in clips if _of(reals, clip["genre"]))
        for name in COMPARED
    ]


def _row_against_real(genre: str, name: str, ours: list[float], real: list[float]) -> dict[str, Any]:
    low, high = np.percentile(real, [5, 95])
    middle = float(np.median(ours))
    return {
        "genre": genre,
        "number": name,
        "median": middle,
        "real, 5 to 95 %": [float(low), float(high)],
        "real median": float(np.median(real)),
        "real clips": len(real),
        "inside": "yes" if low <= middle <= high else "MISSED",
    }


def _speed(genres: Sequence[str], *, n_runs: int = 3) -> list[dict[str, Any]]:
    rows = []
    for genre in genres:
        seconds_for(genre, seed=0, duration_s=10.0)
        took = [seconds_for(genre, seed=seed, duration_s=10.0) for seed in range(1, 1 + n_runs)]
        by_clock, used = zip(*took, strict=True)
        rows.append({"genre": genre, "median": statistics.median(by_clock), "worst": max(by_clock)})
        rows[-1]["median of the processor's"] = statistics.median(used)
    return rows


def _span(values: Iterable[float]) -> list[float]:
    values = list(values)
    return [min(values), max(values)]


def _mean(values: Iterable[float]) -> float | None:
    values = list(values)
    return statistics.mean(values) if values else None


if __name__ == "__main__":
    run(main)
