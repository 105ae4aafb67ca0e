"""What was measured in, sentences on it out: how much of a score is a leak, and what a slip is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.figures.words import NBSP, as_sentence, give_or_take, minus, percent

if TYPE_CHECKING:
    from core.ui.leaks.engine import Bar, Leakage, Pair

Interval = tuple[float, float] | None


def headline(found: Leakage) -> tuple[str, str, str]:
    """The fall in one sentence, in three parts: what is a leak stands in the middle, "" where there is none to tell."""
    fall = found.fall
    if fall is None:
        return "Only one way to cut these tracks is possible: there is nothing to compare.", "", ""
    first, n = points(bar_of(found, fall.first).accuracy), points(fall.difference)
    if n <= 0 or (fall.interval and fall.interval[0] <= 0):
        return f"Of {first} points, none is a leak that could be told from chance.", "", ""
    are = "are" if n != 1 else "is"
    if fall.interval is None:
        few = f"there are too few {found.interval_over} to tell that from chance"
        return f"Of {first} points, {n} {are} lost from the first bar to the last; {few}.", "", ""
    give = f"give or take{NBSP}{give_or_take(fall.difference, *fall.interval)}"
    return f"Of {first} points, ", str(n), f" {are} a leak, {give}."


def story(found: Leakage) -> str:
    """The first step and the last that stand, what is between them, and what segments say."""
    if found.fall is None:
        return ""
    first, last = (bar_of(found, name) for name in (found.fall.first, found.fall.last))
    told = (
        f"With {first.title.lower()} it names {percent(first.accuracy)} of the tracks right, with {last.title.lower()} "
        f"{percent(last.accuracy)}."
    )
    if first.by_segment is not None and last.by_segment is not None:
        told += (
            f" Counted by segment, as most notebooks do: {percent(first.by_segment)} and {percent(last.by_segment)}."
        )
    if last.leaky:
        told += " Even the last step is leaky: the artists are unknown here, and what they leak cannot be seen."
    return told


def same_for_all(found: Leakage) -> str:
    """What the bars have in common: how many tracks and rows, and which of them were left out."""
    told = (
        f"Every bar scores the same {found.n_tracks:,} tracks after learning from {found.n_train:,} rows in each fold."
    )
    return f"{told} {as_sentence(found.note)}".strip()


def facts(found: Leakage) -> list[tuple[str, str]]:
    """What is the same for all bars, by name."""
    fall = found.fall
    told = [
        ("Scored", f"{found.n_tracks:,} tracks, the same in every bar"),
        ("Learnt from", f"{found.n_train:,} rows of {found.segment_s:g}{NBSP}s in every fold of every bar"),
        ("Guessing", f"{percent(found.baseline)}: always the most frequent genre"),
        ("Intervals", f"95{NBSP}%, over {found.interval_over}" if _has_intervals(found) else "too few to draw from"),
    ]
    if fall and fall.by_segment is not None:
        told.append(("Segments fall by", f"{points(fall.by_segment)} points{span_words(fall.segment_interval)}"))
    if found.note:
        told.append(("Which tracks", as_sentence(found.note)))
    return told


def step_sentence(bar: Bar, found: Leakage) -> str:
    """The hover of a step: its score, the interval, the draws, and what it changes."""
    if bar.accuracy is None:
        return f"{bar.title}: not possible here"
    lines = [f"{bar.title}: {percent(bar.accuracy)} of {bar.n_tracks:,} tracks right", *_folded(bar.words)]
    if bar.interval:
        low, high = bar.interval
        lines.append(f"over {found.interval_over} {percent(low)} to {percent(high)}")
    if bar.band:
        lines.append(f"its draws {percent(bar.band[0])} to {percent(bar.band[1])}")
    if bar.by_segment is not None:
        lines.append(f"of segments {percent(bar.by_segment)}")
    return "\n".join([*lines, f"{bar.protocol}{', leaky' if bar.leaky else ''}"])


def pair_sentence(pair: Pair) -> str:
    """The hover of a slip."""
    if pair.honest is None or pair.leaky is None:
        return f"{pair.title}: not possible here"
    lines = [f"{pair.title}: {percent(pair.honest)} honest, {percent(pair.leaky)} leaky", *_folded(pair.words)]
    return "\n".join([*lines, verdict(pair)])


def verdict(pair: Pair) -> str:
    """What a slip is worth, in a sentence; why it cannot be shown where it cannot."""
    if pair.difference is None:
        return as_sentence(pair.reason)
    n = points(pair.difference)
    if pair.interval is None:
        return f"{signed(n)} points, too few to draw an interval from."
    if pair.interval[0] <= 0 <= pair.interval[1]:
        return f"{signed(n)} points{span_words(pair.interval)}: no more than chance here."
    kind = "for nothing" if n > 0 else "lost"
    return f"{signed(n)} points {kind}{span_words(pair.interval)}."


def bar_of(found: Leakage, name: str) -> Bar:
    return next(bar for bar in found.bars if bar.name == name)


def reason_words(bar: Bar) -> str:
    """Why a bar is missing; what begins with the name of its protocol goes without it."""
    return f"{bar.reason.removeprefix(f'{bar.protocol}: ')}."


def points(share: float) -> int:
    """A share as whole points of accuracy."""
    return round(100 * share)


def signed(n: int) -> str:
    return minus(f"{n:+d}") if n else "0"


def span_words(interval: Interval) -> str:
    """ " (35 to 48)"; nothing without an interval."""
    if interval is None:
        return ""
    low, high = (minus(str(points(edge))) for edge in interval)
    return f" ({low} to {high})"


def _has_intervals(found: Leakage) -> bool:
    return any(bar.interval for bar in found.bars)


def _folded(words: str, at: int = 44) -> list[str]:
    """A long line on several, so that a hover fits a phone."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) > at:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
