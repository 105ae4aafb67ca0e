"""A job in, what people read about it out: its state, how far it is, how long it will take."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.figures.words import NBSP

if TYPE_CHECKING:
    from core.jobs import Job

# A Material symbol per state: the words beside it carry the meaning.
ICONS = {
    "queued": "schedule",
    "running": "pending",
    "done": "check_circle",
    "failed": "error",
    "cancelled": "cancel",
    "lost": "link_off",
}
STOPPING_ICON = "pending"
STOPPING = "Stopping\u2026"


def icon_of(job: Job, *, stopping: bool = False) -> str:
    return STOPPING_ICON if stopping and not job.is_over else ICONS[job.state]


def state_words(job: Job, *, stopping: bool = False) -> str:
    """The state of a job, as short as it can be said: "Done in 40 s", "Failed after 2 min"."""
    if stopping and not job.is_over:
        return STOPPING
    took = _took(job)
    match job.state:
        case "queued":
            return "Waiting for its turn"
        case "running":
            return "Running"
        case "done":
            return f"Done in {took}" if took else "Done"
        case "lost":
            return "Lost"
        case state:
            return f"{state.capitalize()} after {took}" if took else state.capitalize()


def progress_words(job: Job) -> str:
    """What a job that is not over is doing: "12 of 60 tracks, 40 s left"."""
    if job.state == "queued":
        return "Waiting for its turn"
    return as_words(job.words) + left_words(job.seconds_left)


def left_words(seconds: float | None) -> str:
    """ ", 40 s left"; nothing while it is unknown."""
    return "" if seconds is None else f", {duration_words(max(seconds, 1.0))} left"


def duration_words(seconds: float) -> str:
    """A span of time as people say it: "40 s", "3 min", "1 h 20 min"."""
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"{math.ceil(seconds)}{NBSP}s"
    minutes = math.ceil(seconds / 60)
    if minutes < 90:
        return f"{minutes}{NBSP}min"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{math.ceil(minutes / 1440)} days"
    return f"{hours}{NBSP}h {rest}{NBSP}min" if rest else f"{hours}{NBSP}h"


def spoken_words(job: Job) -> str:
    """What is said aloud when a job has changed its state."""
    return f"{job.title}: {state_words(job).lower()}."


def as_words(words: str) -> str:
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}" or "Starting"


def _took(job: Job) -> str:
    if not job.started or not job.ended:
        return ""
    passed_s = (_moment(job.ended) - _moment(job.started)).total_seconds()
    return duration_words(max(passed_s, 0.0))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
