"""A model that may be chosen in, what people read beside its name out: its score with its protocol, and its price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.figures.words import NBSP, listed

if TYPE_CHECKING:
    from core.ui.engine import ModelOption


def option_title(option: ModelOption) -> str:
    """The name of a model as people know it; a run without a title keeps its own."""
    record = option.record
    return str(record.extra.get("title") or record.name)


def option_words(option: ModelOption) -> str:
    """ "Names 71 of 100 held-out songs (65 to 77; 484 tracks by 312 artists), no artist on both sides; ..."."""
    record = option.record
    words = [f"{_score(record.scores)}, {record.protocol['badge']}"]
    if record.protocol["leaky"]:
        words.append("leaky")
    if option.listeners:
        words += [option.badge, _price(option)]
    return "; ".join(words)


def megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f}{NBSP}MB"


def of_100(accuracy: float) -> int:
    return int(100 * accuracy + 0.5)


def licences_of(option: ModelOption) -> str:
    """The licences of the listeners that a model hears by, each once: "ISC and Apache-2.0"."""
    return listed(list(dict.fromkeys(listener.licence for listener in option.listeners)))


def _score(scores: Mapping[str, Any]) -> str:
    inside = []
    if scores.get("interval"):
        low, high = (of_100(edge) for edge in scores["interval"])
        inside.append(f"{low} to {high}")
    n_artists = scores.get("n_artists")
    inside.append(f"{scores['n_tracks']:,} tracks" + (f" by {n_artists:,} artists" if n_artists else ""))
    return f"Names {of_100(scores['accuracy'])} of 100 held-out songs ({'; '.join(inside)})"


def _price(option: ModelOption) -> str:
    names = _names([listener.title for listener in option.listeners])
    if not option.n_bytes:
        return f"hears by {names}"
    there = f"{megabytes(option.n_missing_bytes)} of it not here yet" if option.missing else "here"
    return f"hears by {names} ({megabytes(option.n_bytes)}, {there})"


def _names(titles: Sequence[str]) -> str:
    return listed(list(dict.fromkeys(titles)))
