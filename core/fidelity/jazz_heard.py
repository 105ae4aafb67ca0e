"""What a genre model heard in sources of jazz in, the same as values to store and to show out; knows no model.

How much jazz is heard in a clip means nothing by itself, so that there is no place for it here: only differences from
held-out jazz, and the caveat that is told beside them.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.jazz.judging.report import NGRAM, SHUFFLED
from core.workspace import not_written, workspace, write_atomic

REAL, MADE, CLASSICAL = "held-out jazz", "generated", "classical rules"
SOURCES = (MADE, NGRAM, SHUFFLED, CLASSICAL)  # all that is compared with held-out jazz
HEARD = "heard"  # the key in what is stored about a model that ships
VERSION = 1  # of the way in which the sources are made and heard
CAVEAT = (
    "The genre model learnt from recordings; here it hears the piano of a synthesiser, every note struck alike, which "
    "it may take for anything. How much jazz it hears in a clip means nothing by itself: only differences from real "
    "jazz, played by the same piano, are told."
)


@dataclass(frozen=True)
class Heard:
    """The probability of jazz that is heard in a source, less that of held-out jazz; 95 % bootstrap over tracks."""

    source: str
    n_clips: int
    difference: float
    interval: tuple[float, float]

    @property
    def is_told_apart(self) -> bool:
        """Whether the interval holds no 0."""
        return not self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True)
class HeardReport:
    """What ``model`` hears in each source beside ``n_real`` clips of ``n_tracks`` tracks of held-out jazz.

    ``duration_s`` is what is heard of a clip at most; ``caveat`` is told beside it.
    """

    model: str
    n_real: int
    n_tracks: int
    duration_s: float
    sources: tuple[Heard, ...]
    caveat: str = CAVEAT

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def of(self, source: str) -> Heard:
        """What is heard in one of SOURCES."""
        return next(heard for heard in self.sources if heard.source == source)


@dataclass(frozen=True)
class Hearing:
    """A report on a jazz model's own clips, and what measured it.

    Attributes
    ----------
    jazz_model : its name
    listener : sha256 of the weights of the genre model that listened
    n_clips, seed : how many clips of each source were asked for, and the seed of the first one
    made : ISO 8601, UTC
    command : what measures it again; "" where a job of the page did
    """

    jazz_model: str
    report: HeardReport
    listener: str
    n_clips: int
    seed: int
    made: str
    command: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `hearing_of` reads it."""
        return {"version": VERSION} | asdict(self)


def hearing_of(stored: Any) -> Hearing | None:
    """A stored hearing; None for what is none, or was heard in another way: it counts as never measured."""
    try:
        if stored["version"] != VERSION:
            return None
        fields = {name: value for name, value in stored.items() if name not in ("version", "report")}
        hearing = Hearing(**fields, report=_report(stored["report"]))
        return hearing if _is_whole(hearing) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def hearings_in(about: Mapping[str, Any]) -> list[Hearing]:
    """What was measured of a model that ships, as `with_hearing` stored it."""
    stored = about.get(HEARD)
    found = map(hearing_of, stored if isinstance(stored, list) else [])
    return [hearing for hearing in found if hearing is not None]


def with_hearing(about: Mapping[str, Any], hearing: Hearing) -> dict[str, Any]:
    """What is stored about a model, with one more hearing in place of an earlier one by the same genre model."""
    others = [one for one in hearings_in(about) if one.report.model != hearing.report.model]
    return dict(about) | {HEARD: [one.as_dict() for one in (*others, hearing)]}


def key_of(weights_sha256: str, listener: str) -> str:
    """Under which a hearing is kept in the workspace: by what the weights of both models are."""
    return hashlib.sha256(f"{VERSION} {weights_sha256} {listener}".encode()).hexdigest()


def store_hearing(key: str, hearing: Hearing) -> None:
    """Keep the newest hearing of two models; raises WorkspaceError when the disk refuses it."""
    try:
        write_atomic(_path(key), json.dumps(hearing.as_dict(), allow_nan=False).encode())
    except OSError as error:
        raise not_written(_path(key), error) from error


def find_hearing(key: str) -> Hearing | None:
    """What is kept under a key; None where nothing is, or nothing that can be read: measuring it again helps."""
    try:
        return hearing_of(json.loads(_path(key).read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return None


def _path(key: str) -> Path:
    return workspace() / "jazz" / HEARD / f"{key}.json"


def _report(stored: Mapping[str, Any]) -> HeardReport:
    sources = tuple(Heard(**{**one, "interval": _pair(one["interval"])}) for one in stored["sources"])
    return HeardReport(**{**stored, "sources": sources, "caveat": CAVEAT})


def _pair(ends: Sequence[float]) -> tuple[float, float]:
    low, high = ends
    return low, high


def _is_whole(hearing: Hearing) -> bool:
    """Whether all numbers are finite ones, all words words, and every source is there."""
    report = hearing.report
    counts = (hearing.n_clips, hearing.seed, report.n_real, report.n_tracks, *(one.n_clips for one in report.sources))
    numbers = (report.duration_s, *(end for one in report.sources for end in (one.difference, *one.interval)))
    words = (hearing.jazz_model, hearing.listener, hearing.made, hearing.command, report.model)
    return (
        all(isinstance(count, int) for count in counts)
        and all(map(math.isfinite, numbers))
        and all(isinstance(word, str) for word in words)
        and {one.source for one in report.sources} == set(SOURCES)
    )
