"""The GTZAN clips -> how many tracks a minute become a table with one worker and with two, and the memory it takes.

    python -m benchmarks.table [--json] [--tracks 60] [--small 100] [--large 1000]

Each row has a workspace and a cluster of its own, on which a first table of a few tracks has imported and compiled what
every worker needs once. Speed is measured on whole clips of 30 s with segments of 30 s and of 3 s; memory on the short
excerpts, under as many names as it takes, because only the number of tracks shall differ: the largest sum of the
resident memory of scheduler and workers, sampled every 50 ms.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

from benchmarks.recordings import data_folder
from benchmarks.report import parser, run, show
from core.data.building import TableParams, build_tables
from core.data.opened import open_dataset
from core.errors import JobError
from core.jobs import stop_cluster, submit, wait_for

WARM_UP_TRACKS = 6
SAMPLE_S = 0.05


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--tracks", type=int, default=60, help="clips for the speed")
    arguments.add_argument("--small", type=int, default=100, help="tracks of the small dataset, for the memory")
    arguments.add_argument("--large", type=int, default=1000, help="tracks of the large dataset, for the memory")
    asked = arguments.parse_args()
    clips = sorted((data_folder() / "gtzan" / "audio").glob("*/*.*"))[:: max(1, 127 // asked.tracks)][: asked.tracks]
    excerpts = sorted((data_folder() / "gtzan" / "excerpts").glob("*/*.ogg"))
    speed = [_measured(clips, n_workers) for n_workers in (1, 2)]
    memory = [_measured(_repeated(excerpts, n), 2) for n in (asked.small, asked.large)]
    gain = {"two workers against one": speed[1]["tracks_per_minute"] / speed[0]["tracks_per_minute"]}
    growth = {f"{asked.large} tracks against {asked.small}": memory[1]["peak_mb"] / memory[0]["peak_mb"]}
    tables = {
        "Tables of 30 s and 3 s segments, clips of 30 s": speed,
        "Speed, ratio": [gain],
        "Peak memory of scheduler and workers": memory,
        "Peak memory, ratio": [growth],
    }
    show(tables, as_json=asked.json)


def _repeated(files: Sequence[Path], n: int) -> list[Path]:
    return [files[i % len(files)] for i in range(n)]


def _measured(files: Sequence[Path], n_workers: int) -> dict[str, Any]:
    """One table of these files, on a fresh cluster that is warm."""
    with tempfile.TemporaryDirectory(prefix="genrescope-") as made, _workspace(Path(made) / "home", n_workers):
        _make_table(_linked(files[:WARM_UP_TRACKS], Path(made) / "few"))
        folder = _linked(files, Path(made) / "all")
        with _peak_memory(str(Path(made) / "home")) as peak:
            started = time.perf_counter()
            _make_table(folder)
            seconds = time.perf_counter() - started
    return {
        "workers": n_workers,
        "tracks": len(files),
        "seconds": seconds,
        "tracks_per_minute": 60 * len(files) / seconds,
        "peak_mb": max(peak) / 1e6,
    }


def _linked(files: Sequence[Path], folder: Path) -> Path:
    """A folder of genre folders with a name of its own for every file."""
    for n, file in enumerate(files):
        link = folder / file.parent.name / f"track {n:05d}{file.suffix}"
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(file)
    return folder


def _make_table(folder: Path) -> None:
    params = TableParams(open_dataset(f"folder:{folder}").id)
    job = wait_for(submit(build_tables, params, owner="benchmark", kind="table", title=folder.name).id)
    if job.state != "done":
        raise JobError(f"the table was not made: {job.error or job.state}; log: {job.log()[-500:]}")


@contextmanager
def _workspace(home: Path, n_workers: int) -> Iterator[None]:
    """A workspace whose cluster has ``n_workers``, and is stopped at the end."""
    before = {name: os.environ.get(name) for name in ("GENRESCOPE_HOME", "GENRESCOPE_WORKERS")}
    os.environ.update(GENRESCOPE_HOME=str(home), GENRESCOPE_WORKERS=str(n_workers))
    try:
        yield
    finally:
        stop_cluster()
        shutil.rmtree(home, ignore_errors=True)
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@contextmanager
def _peak_memory(home: str) -> Iterator[list[int]]:
    """A list that fills with the resident bytes of all processes of the cluster in the workspace ``home``."""
    samples, stop = [0], Event()
    processes = _cluster_of(home)

    def watch() -> None:
        while not stop.wait(SAMPLE_S):
            samples.append(sum(process.memory_info().rss for process in processes if process.is_running()))

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        stop.set()
        thread.join()


def _cluster_of(home: str) -> list[psutil.Process]:
    """Scheduler, nannies and workers: those that name the workspace, and their children."""
    roots = [process for process in psutil.process_iter() if home in " ".join(_command(process))]
    families = {member.pid: member for root in roots for member in (root, *root.children(recursive=True))}
    return [member for pid, member in families.items() if pid != os.getpid()]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


if __name__ == "__main__":
    run(main)
