"""The wish for a map in; the job that makes it out, one for all who want the same map, or none where it is made."""

from pathlib import Path

from core.explore.maps.job import KIND, make_map
from core.explore.maps.stored import find_map, map_folder
from core.explore.maps.wish import MapParams
from core.jobs import Job, ask_once, noted_job, submit

_JOB = "job.txt"  # in the map's folder: the id of the job that makes it


def ask_for_map(params: MapParams, *, owner: str, title: str) -> Job | None:
    """Have a map made: its job, the running one if somebody wants the same; None where all of it is stored.

    Raises
    ------
    JobError, WorkspaceError
        The job cannot be started.
    """

    def is_made() -> bool:
        made = find_map(params)
        return made is not None and made.is_complete

    def start() -> Job:
        return submit(make_map, params, owner=owner, kind=KIND, title=title)

    return ask_once(_note(params), is_made=is_made, start=start)


def job_of(params: MapParams) -> Job | None:
    """The job that makes, or last tried to make, a map; None where nobody asked or it is done."""
    return noted_job(_note(params))


def _note(params: MapParams) -> Path:
    return map_folder(params) / _JOB
