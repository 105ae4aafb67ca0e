"""The record of a run in, sentences on it out: what it scored and by what rules, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.figures.words import NBSP, as_sentence, listed, percent
from core.intervals import TRACKS

if TYPE_CHECKING:
    from core.runs import RunRecord

HASH_CHARACTERS = 8
MAY_KNOW = ", by artists that it may know"
_KNOWN = {"nothing": ", out of songs that it knows"}


def headline(record: RunRecord) -> str:
    """The score in a sentence."""
    before, score, after = headline_parts(record)
    return f"{before}{score}{after}"


def headline_parts(record: RunRecord) -> tuple[str, str, str]:
    """The same in three parts, the number in the middle."""
    from core.ui.runs.engine import is_pretrained  # slow to import; who shows a run has it

    known = _KNOWN.get(record.protocol.get("apart"), MAY_KNOW) if record.protocol["leaky"] else ""
    # What it hears by was trained by others, perhaps on these very tracks.
    unheard = "it did not learn from" if is_pretrained(record) else "it had not heard"
    after = f" of the {unit_of(record)}s right that {unheard}{known}."
    return "Names ", percent(record.scores["accuracy"]), after


def score_words(record: RunRecord) -> str:
    """The interval, the number of tracks and artists, and what guessing would get."""
    scores = record.scores
    n_artists = scores.get("n_artists")
    over = scores["interval_over"]
    unknown = ", artists unknown" if over == TRACKS else ""
    by = f" by {n_artists:,} artists" if n_artists else unknown
    # Where the same artists stand on both sides, the interval says nothing about others.
    others = "over" if record.protocol["leaky"] else "with other"
    span = (
        f"{interval_words(scores)} {others} {over} (95{NBSP}%)"
        if scores["interval"]
        else f"too few {over} for an interval"
    )
    return (
        f"Of {scores['n_tracks']:,} held-out {unit_of(record)}s{by}; {span}. "
        f"Always saying the most frequent genre gets {percent(scores['baseline'])}."
    )


def interval_words(scores: Mapping) -> str:
    """ "48 % to 60 %"; nothing where there is no interval."""
    if not scores.get("interval"):
        return ""
    low, high = scores["interval"]
    return f"{percent(low)} to {percent(high)}"


def draws_words(record: RunRecord) -> str:
    """How far the draws of a protocol lie apart, where it has several."""
    draws = record.scores.get("draws")
    if not draws or len(draws) < 2:
        return ""
    return f"{len(draws)} random draws, from {percent(min(draws))} to {percent(max(draws))}."


def calibration_words(record: RunRecord) -> str:
    """How far its percentages are from what happens, against what an honest model would show."""
    error = record.scores.get("ece")
    if error is None:
        return "How far its percentages are off was not measured."
    low, high = record.scores["ece_band"]
    usual = f"a perfectly calibrated model would show {percent(low)} to {percent(high)} on as many"
    within = f"They are no more off than those of a calibrated model of as many {unit_of(record)}s would be."
    believed = "Do not take them at their word." if error > high else within
    return f"Its percentages are off by {percent(error)} on average; {usual}. {believed}"


def protocol_words(protocol: Mapping) -> list[str]:
    """What the protocol is, and what of it holds here."""
    return [protocol["sentence"], as_sentence(protocol.get("note", ""))]


def value_words(value: Any) -> str:
    """A setting as people read it."""
    if isinstance(value, (list, tuple)):
        return " ".join(map(value_words, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def excluded_words(record: RunRecord) -> str:
    """What was left out of the data by hand, and why; nothing where nothing was."""
    excluded = record.data.get("excluded") or {}
    parts = []
    if everywhere := excluded.get("everywhere"):
        parts.append(f"for their faults: {_named(everywhere)}")
    if training := excluded.get("training"):
        parts.append(f"from training parts, because their labels are in doubt: {_named(training)}")
    if twins := excluded.get("twins"):
        parts.append(f"{len(twins):,} pair{'s' * (len(twins) != 1)} kept together as one recording")
    return as_sentence("; ".join(parts))


def duration_words(seconds: float | None) -> str:
    """ "12 s", "3 min"; nothing where nobody knows."""
    if seconds is None:
        return ""
    if seconds < 1:
        return f"<{NBSP}1{NBSP}s"
    return f"{seconds:.0f}{NBSP}s" if seconds < 100 else f"{seconds / 60:.0f}{NBSP}min"


def size_words(n_bytes: int | None) -> str:
    """ "1.2 MB"; nothing where nobody knows."""
    if n_bytes is None:
        return ""
    return f"{n_bytes / 1e6:.1f}{NBSP}MB" if n_bytes >= 1e5 else f"{n_bytes / 1e3:.0f}{NBSP}kB"


def unit_of(record: RunRecord) -> str:
    return record.scores.get("unit") or "track"


def _named(tracks: Mapping[str, str], n: int = 5) -> str:
    names = list(tracks)
    rest = f" and {len(names) - n:,} more" if len(names) > n else ""
    return f"{listed(names) if not rest else ', '.join(names[:n])}{rest}"
