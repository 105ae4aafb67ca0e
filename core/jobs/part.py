"""One part of a job on a worker: the work done, its bytes stored here, a small word about it sent back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from distributed import get_worker

from core.jobs.deaths import MAX_DEATHS, died
from core.jobs.facts import program
from core.jobs.guard import Ending, ending_of
from core.jobs.marks import Mark, deaths, lay_down, take_up
from core.jobs.parts import Parts
from core.jobs.records import append_log, cancel_flag, read_attempt
from core.jobs.workbench import Cancelled, Workbench

CHANGED = (
    "the program was changed while it ran; start it anew, or end its workers with `python -m core jobs --stop`, "
    "then start this job again"
)


def run_part(job_folder: str, attempt: int, version: str, name: str, work: Callable, item: Any) -> Ending:
    """Make and store one part, unless it is there or the job is over; the value of the ending is None.

    ``version`` is the program of who waits for it. That of a worker that was started anew meanwhile may be another.
    """
    if version != program():
        return Ending("failed", error=CHANGED)
    folder = Path(job_folder)
    parts = Parts(folder, work)
    path = parts.path(name)
    if path.exists():
        return Ending("done")
    current = read_attempt(folder)
    if current is None or current.number != attempt:
        return Ending("cancelled")
    n_died = deaths(folder, path, attempt=attempt)
    if n_died >= MAX_DEATHS:  # not taken up: a job that died beside it asks again, and this would count as a death
        return Ending("failed", error=died(f"the part {name!r}", n_died))
    take_up(folder, path, Mark(get_worker().address, attempt, tries=n_died + 1))

    def heed(share: float, words: str) -> None:
        if cancel_flag(folder, attempt).exists():
            raise Cancelled

    def make() -> None:
        heed(0, "")
        parts.store(name, work(item, Workbench(folder, told=heed)))

    try:
        return ending_of(make, log=lambda line: append_log(folder, f"{name}: {line}"))
    finally:
        lay_down(folder, path)
