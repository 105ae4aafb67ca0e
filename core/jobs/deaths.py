"""Workers that died with a job in hand: how many it may cost, and which of the deaths were not its own."""

from pathlib import Path

MAX_DEATHS = 3  # with the same work in hand: then it is the work


def died(what: str, times: int) -> str:
    """The sentence for work that ends its workers."""
    return (
        f"{what} ended its worker {times} times, most likely for want of memory; give it less to do at once, "
        "or set GENRESCOPE_WORKERS to fewer workers, which have more memory each, and start it again"
    )


def spare(job_folder: Path, attempt: int) -> None:
    """Note that a worker of this job is about to end for reasons that are not this job's."""
    with open(_path(job_folder, attempt), "ab", buffering=0) as file:
        file.write(b".")


def spared(job_folder: Path, attempt: int) -> int:
    """How many of the deaths in an attempt are not this job's."""
    try:
        return _path(job_folder, attempt).stat().st_size
    except FileNotFoundError:
        return 0


def _path(job_folder: Path, attempt: int) -> Path:
    return job_folder / f"spared-{attempt}"
