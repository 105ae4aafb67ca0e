"""The wish to know how near a made dataset is to a real one in; a job that measures it, and what it keeps, out."""

from typing import Any

from core.data.datasets import Track
from core.data.opened import open_dataset
from core.errors import DataError
from core.fidelity.against import compare
from core.fidelity.gathering import MEASURED, gather
from core.fidelity.report import MADE, Fidelity
from core.fidelity.sources import comparable
from core.fidelity.stored import fidelity_folder, kept_fidelity, key_of, store_fidelity
from core.fidelity.wish import FidelityWish
from core.generation.marks import mark_at
from core.genre_mix import check_listens
from core.jobs import Job, Workbench, ask_once, noted_job, submit
from core.models.loaded import load_model

KIND = "fidelity"
_JOB = "job.txt"  # in the report's folder: the id of the job that makes it


def measure_fidelity(wish: FidelityWish, bench: Workbench) -> dict[str, Any]:
    """The job: compare two datasets, without the tracks that were excluded from them, and keep the report.

    Returns
    -------
    dict of ``key`` (see `core.fidelity.stored.kept_fidelity`), ``made``, ``real``, ``n`` tracks of each set, ``auc`` by
    the columns, ``right`` (the share of clips heard as asked, None where nobody listened) and ``n_faulty`` of the clips

    Raises
    ------
    DataError
        The sets have no genres in common, too few tracks, or the real one holds made clips.
    ModelError
        The model selected these clips, or cannot listen; a listener cannot be had.
    DownloadError
        Files of a listener cannot be had.
    """
    wish.check()
    key = key_of(wish)
    fidelity = measured(wish, bench)
    store_fidelity(key, wish, fidelity)
    report = fidelity.report
    return {
        "key": key,
        "made": report.made,
        "real": report.real,
        "n": report.n,
        "auc": report.spaces[0].of(MADE).told_apart.auc,
        "right": report.confusion.of(MADE).right if report.confusion else None,
        "n_faulty": report.checks_of(MADE).n_faulty,
    }


def measured(wish: FidelityWish, bench: Workbench) -> Fidelity:
    """What the job measures; raises as it does."""
    made, real = open_dataset(wish.made), open_dataset(wish.real)
    model = load_model(wish.model) if wish.model else None
    if model is not None:
        check_listens(model)
    real_tracks = comparable(real)
    _check_real(real_tracks)
    gathered = gather(comparable(made), real_tracks, wish=wish, model=model, bench=bench)

    def tell(share: float, words: str) -> None:
        bench.tell(MEASURED + (1 - MEASURED) * share, words)

    return compare(gathered, names=(made.title, real.title), wish=wish, model=model, progress=tell)


def ask_for_fidelity(wish: FidelityWish, *, owner: str, title: str) -> Job | None:
    """Have two sets compared: the job, the running one if somebody wants the same; None where the report is kept.

    Raises
    ------
    DataError, ModelError
        Something is asked for that cannot be.
    JobError, WorkspaceError
        The job cannot be started.
    """
    wish.check()
    key = key_of(wish)

    def start() -> Job:
        return submit(measure_fidelity, wish, owner=owner, kind=KIND, title=title)

    return ask_once(fidelity_folder(key) / _JOB, is_made=lambda: kept_fidelity(key) is not None, start=start)


def job_of(wish: FidelityWish) -> Job | None:
    """The job that compares, or last tried to; None where nobody asked or it is done."""
    return noted_job(fidelity_folder(key_of(wish)) / _JOB)


def _check_real(tracks: list[Track]) -> None:
    if made := [track.id for track in tracks if track.is_synthetic or _is_marked(track)]:
        raise DataError(
            f"{len(made)} tracks of the real set were made by a program, such as {made[0]}; compare with recordings of "
            "real music"
        )


def _is_marked(track: Track) -> bool:
    """Whether a file says that this program made it, wherever it lies now."""
    if track.path is None:
        return False
    try:
        return mark_at(track.path) is not None
    except DataError:  # it cannot be opened: it is left out with its reason as soon as somebody listens
        return False
