"""An order in, a take out: what the band plays in a moment is played at once, all else is a job."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, shortened
from core.generation.musicgen.params import checked_prompt
from core.ui import state
from core.ui.jobs import board
from core.ui.jobs.words import duration_words
from core.ui.text import kept
from core.ui.text.order import Order
from core.ui.text.takes import BAND, MUSICGEN, Take, keep, new_id, now, takes_of
from core.ui.visit import PLAYING
from core.ui.visitor import visitor_id
from core.workspace import write_atomic

if TYPE_CHECKING:
    from core.generation.arranger.job import BandParams
    from core.generation.musicgen.job import TextParams
    from core.jobs import Job
    from core.ui.visit import Click

N_LAST = 5  # takes of whose pace the next one is reckoned
HERE_S = 30.0  # of music, that the band plays in about half a second
TITLE_CHARS = 60
ORDER = "order.json"  # in the folder of a job: what the page knows of it


def make(order: Order, visitor: str, click: Click) -> None:
    """Make what is ordered, or start the job of it; what stands in the way is told, and nothing is lost."""
    state.tell_problem(kept.TEXT, "")
    try:
        checked_prompt(order.prompt)
        params = params_of(order)
        if order.engine == BAND and params.duration_s * params.n_clips <= HERE_S:
            _play_at_once(order, params, visitor, click)
        else:
            _submit(order, params, visitor, click)
    except CoreError as error:
        state.tell_problem(kept.TEXT, as_sentence(str(error)))


def params_of(order: Order) -> BandParams | TextParams:
    """The parameters of a job, checked; raises CoreError with words for the visitor."""
    from core.jobs.functions import from_json

    values = {name: list(value) if isinstance(value, tuple) else value for name, value in order.params.items()}
    params = from_json(_kind_of(order.engine), values)
    params.check()
    return params


def estimate_words(order: Order | None, takes: Sequence[Take]) -> str:
    """How long a take may last to make: by the pace of the last takes of its kind, where there are some."""
    if order is None:
        return ""
    duration_s = float(order.params.get("duration_s", 0.0))
    n_clips = int(order.params.get("n_clips" if order.engine == BAND else "batch", 1))
    if order.engine == BAND and duration_s * n_clips <= HERE_S:
        return "It plays at once."
    pace, like = _best_pace(order, takes)
    about = f"About {duration_words(pace * duration_s * n_clips)}, as {like}. " if pace else ""
    return f"{about}It is a job: you may leave the page meanwhile."


def own_takes() -> list[Take]:
    """This visitor's takes, the newest first."""
    visitor = visitor_id()
    return takes_of(visitor) if visitor else []


def own_jobs() -> list[Job]:
    """This visitor's jobs of this page, the newest first; those that are done become takes, and are jobs no more."""
    visitor = visitor_id()
    if visitor is None or not board.any_job():
        return []
    try:
        ours = [job for job in board.jobs_of(visitor) if job.kind in (BAND, MUSICGEN)]
    except CoreError:
        return []  # the panel meets the same error and tells the visitor
    for job in reversed([job for job in ours if job.state == "done"]):
        _take_up(job, visitor)
    return [job for job in ours if job.state != "done"]


def engine():
    """`core.ui.text.engine`, imported when it is first needed: it brings scipy and the soundfont."""
    from core.ui.text import engine as found

    return found


@cache
def start_warm_up() -> Thread:
    """Import in the background what the first press would wait for; once per server."""
    thread = Thread(target=_warm_up, name="text-warm-up", daemon=True)
    thread.start()
    return thread


def _best_pace(order: Order, takes: Sequence[Take]) -> tuple[float | None, str]:
    """The pace of the fastest of the last few takes of its kind, and what they were.

    The first one of a worker loads the model or the soundfont, which those after it need not.
    """
    alike = (take for take in takes if take.engine == order.engine and _model(take.params) == _model(order.params))
    paces = list(islice((pace for take in alike if (pace := _pace(take))), N_LAST))
    whose = "the band" if order.engine == BAND else "this model"
    many = f"the fastest of your last {len(paces)} takes of {whose}"
    return min(paces, default=None), many if len(paces) > 1 else f"your last take of {whose}"


def _pace(take: Take) -> float | None:
    """Seconds that a second of a clip took; MusicGen makes the clips of a batch together."""
    took_s = take.mark.took_s
    return None if took_s is None else took_s / (take.duration_s * int(take.params.get("batch", 1)))


def _model(params: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(params.get(name) for name in ("model", "engine", "device"))


def _kind_of(name: str) -> type:
    if name == BAND:
        from core.generation.arranger.job import BandParams

        return BandParams
    from core.generation.musicgen.job import TextParams

    return TextParams


def _play_at_once(order: Order, params: BandParams, visitor: str, click: Click) -> None:
    visit = kept.visit()
    with st.spinner(PLAYING), tempfile.TemporaryDirectory(prefix="genrescope-") as folder:
        made_as = f"{folder} {now()}"
        files = engine().play_here(params, Path(folder))
        takes = [_stored(order, made_as, place, path, visitor) for place, path in enumerate(files)]
        _show(visit, order, takes, call=click.number)
        visit.met(click)


def _submit(order: Order, params: BandParams | TextParams, visitor: str, click: Click) -> None:
    """Start the job; the page looks for jobs when all is asked."""
    title = f"Music of “{shortened(' '.join(order.prompt.split()), TITLE_CHARS)}”"
    note = {"way": order.way, "beside": order.beside}
    visit = kept.visit()
    with st.spinner("Starting the job"):
        job = _job_of(order, params, visitor, title)
        with suppress(OSError):  # the take is made all the same
            write_atomic(job.folder / ORDER, json.dumps(note).encode())
        visit.follows = True
        visit.met(click)


def _job_of(order: Order, params: BandParams | TextParams, visitor: str, title: str) -> Job:
    if order.engine == BAND:
        from core.generation.arranger.job import play_clips

        return board.engine().submit(play_clips, params, owner=visitor, kind=BAND, title=title)
    from core.generation.musicgen.job import submit_clips

    return submit_clips(params, owner=visitor, title=title)


def _take_up(job: Job, visitor: str) -> None:
    """The clips of a job that is done become takes; then the job is forgotten: what it made says all."""
    from core.jobs import forget_job
    from core.jobs.records import read_request

    visit = kept.visit()
    result: Mapping[str, Any] = job.result or {}
    try:
        order = Order(job.kind, read_request(job.folder).params, **_note_of(job))
        files = [job.folder / Path(str(file)).name for file in result.get("files", [])]
        takes = [
            _stored(order, job.id, place, path, visitor, result.get("notes", ())) for place, path in enumerate(files)
        ]
        forget_job(job.id)
    except CoreError as error:
        state.tell_problem(kept.TEXT, as_sentence(str(error)))
        return
    _show(visit, order, takes)


def _note_of(job: Job) -> dict[str, str]:
    try:
        note = json.loads((job.folder / ORDER).read_text(encoding="utf-8"))
        return {name: str(note[name]) for name in ("way", "beside")}
    except (OSError, ValueError, LookupError, TypeError):
        return {}  # a crash fell between the job and its note: the take has all else


def _stored(order: Order, made_as: str, place: int, path: Path, visitor: str, notes: tuple[str, ...] = ()) -> Take:
    identity = new_id(made_as, place)
    take = Take(identity, 0, now(), order.engine, dict(order.params), order.way, place, tuple(map(str, notes)))
    return keep(visitor, take, sound=path)


def _show(visit: kept.TextVisit, order: Order, takes: list[Take], *, call: int | None = None) -> None:
    """Show the first of what was made, unless the visitor listens to something else meanwhile; play it for a click."""
    if not takes:
        return
    if order.beside:
        visit.pair = (order.beside, takes[0].id)
    elif call is not None or visit.follows or visit.shown is None:
        visit.show(takes[0].id, call=call)


def _warm_up() -> None:
    with suppress(CoreError):  # whoever presses is told
        engine().warm_up()
