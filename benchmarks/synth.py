"""A recipe of the band -> clips a minute on one and on two workers, and the memory of workers from 100 to 1,000 clips.

    python -m benchmarks.synth [--json] [--only speed memory] [--clips 100] [--rounds 3] [--many 1000] [--seconds 10]

The whole job is timed as `python -m core synth` runs it, files and sidecars on the disk included; the start of the
workers, their first clips and what they prepare for maps when they are new (some seconds each) are not. One worker and
two take turns, for other work on the machine comes and goes; the medians of the rounds are compared. Wanted: two
workers at least 1.7 times one, and at least 100 ten-second clips a minute on two cores. Each measurement has a
workspace of its own, which goes when it ends.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks.report import Tables, parser, run, show
from core.errors import JobError
from core.jobs import get_ready, stop_cluster, submit, wait_for
from core.jobs.client import connect
from core.synthesis import Recipe, recipe_named
from core.synthesis.making import KIND, make_dataset

GENRES = 10  # of gtzan-synth
WARM_SEED, OTHER_SEED = 1_000_001, 1_000_002  # other clips than those that are measured
WANTED_RATIO, WANTED_A_MINUTE = 1.7, 100.0


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--only", nargs="+", default=["speed", "memory"], choices=["speed", "memory"])
    arguments.add_argument("--clips", type=int, default=100, help="clips that are timed, all genres together")
    arguments.add_argument("--rounds", type=int, default=3, help="how often one worker and two are timed, in turn")
    arguments.add_argument("--many", type=int, default=1_000, help="clips after which memory is looked at again")
    arguments.add_argument("--seconds", type=float, default=10.0, help="of each clip")
    asked = arguments.parse_args()
    tables: Tables = {}
    if "speed" in asked.only:
        tables |= speed(_recipe(asked.clips, asked.seconds), n_rounds=asked.rounds)
    if "memory" in asked.only:
        tables |= memory(_recipe(asked.clips, asked.seconds), n_many=asked.many)
    show(tables, as_json=asked.json)


def speed(recipe: Recipe, *, n_rounds: int) -> Tables:
    """The same recipe on one worker and on two, in turn."""
    took_s: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(n_rounds):
        for n_workers, seconds in took_s.items():
            with workers(n_workers):
                seconds.append(made(recipe))
    rows: list[dict[str, Any]] = [
        {"workers": n, "s": ", ".join(f"{s:.1f}" for s in seconds), "a minute": 60 * recipe.n_clips / median(seconds)}
        for n, seconds in took_s.items()
    ]
    ratio = rows[1]["a minute"] / rows[0]["a minute"]
    rows[1] |= {"times one": ratio, "wanted": WANTED_RATIO, "a minute wanted": WANTED_A_MINUTE}
    return {f"{recipe.n_clips} clips of {recipe.duration_s:g} s by the band": rows}


def memory(recipe: Recipe, *, n_many: int) -> Tables:
    """What each of two workers holds after some clips, and after many more."""
    more = replace(recipe, clips_per_genre=max(1, (n_many - recipe.n_clips) // GENRES), seed=OTHER_SEED)
    with workers(2):
        made(recipe)
        before = held_mb()
        made(more)
        after = held_mb()
    rows = [
        {"clips": recipe.n_clips, "MB of each worker": before},
        {"clips": recipe.n_clips + more.n_clips, "MB of each worker": after, "times": max(after) / max(before)},
    ]
    return {"Memory of two workers (resident set)": rows}


@contextmanager
def workers(n: int) -> Iterator[None]:
    """So many workers that have played before, with a workspace that is theirs alone."""
    with tempfile.TemporaryDirectory(prefix="genrescope-synth-") as home:
        os.environ |= {"GENRESCOPE_HOME": home, "GENRESCOPE_WORKERS": str(n), "GENRESCOPE_WARM": "0"}
        try:
            get_ready()
            made(replace(_recipe(2 * GENRES, 2.0), seed=WARM_SEED))
            yield
        finally:
            stop_cluster()


def made(recipe: Recipe) -> float:
    """Make a recipe and say how many seconds the job took; raises JobError where a clip is missing."""
    began = time.perf_counter()
    job = wait_for(submit(make_dataset, recipe, owner="benchmark", kind=KIND, title="synth").id)
    took_s = time.perf_counter() - began
    if job.state != "done" or job.result["n_made"] != recipe.n_clips:
        raise JobError(f"the job ended as {job.state} with {job.result}: {job.error}; look at its log")
    return took_s


def held_mb() -> list[float]:
    """What each worker holds in memory now, in MB."""
    return sorted(n_bytes / 1e6 for n_bytes in connect().client.run(_held_bytes).values())


def _held_bytes() -> int:
    import psutil

    return psutil.Process().memory_info().rss


def _recipe(n_clips: int, duration_s: float) -> Recipe:
    return recipe_named("gtzan-synth", clips_per_genre=max(1, n_clips // GENRES), duration_s=duration_s)


if __name__ == "__main__":
    run(main)
