"""What a genre model heard in a jazz model's clips in, the words and the rows of its picture out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.fidelity.jazz_heard import CLASSICAL, MADE, NGRAM, SHUFFLED
from core.figures.jazz.heard import HeardRow, points_words
from core.figures.words import as_sentence, listed

if TYPE_CHECKING:
    from core.fidelity.jazz_heard import Heard, HeardReport, Hearing

TITLES = {
    MADE: "New clips of this model",
    NGRAM: "Clips of an n-gram",
    SHUFFLED: "Real jazz, notes shuffled",
    CLASSICAL: "Band by classical rules",
}
_OTHERS = {NGRAM: "clips of an n-gram", SHUFFLED: "shuffled notes", CLASSICAL: "a band by classical rules"}


def rows_of(report: HeardReport) -> list[HeardRow]:
    """A row for each source, what the model made first."""
    return [_row(report.of(source), title) for source, title in TITLES.items()]


def answer_words(report: HeardReport) -> str:
    """What it comes to for the model's own clips."""
    made = report.of(MADE)
    points = points_words(_row(made, ""))
    if not made.is_told_apart:
        return f"No difference that is sure: {points} points of jazz against real jazz."
    return f"It hears {_less(made.difference)} jazz in new clips than in real jazz: {points} points."


def worth_words(report: HeardReport) -> str:
    """Whether the genre model tells anything from real jazz, without which its word on the clips is worth little."""
    apart = {source: report.of(source).difference for source in _OTHERS if report.of(source).is_told_apart}
    if not apart:
        return "It tells none of the other sources from real jazz either, so its word is worth little here."
    told = [
        f"{_less(sign)} jazz in {listed([_OTHERS[source] for source, value in apart.items() if value * sign > 0])}"
        for sign in (-1, 1)
        if any(value * sign > 0 for value in apart.values())
    ]
    doubt = ": its word is worth little here" if max(apart.values()) > 0 else ""
    return as_sentence(f"of the other sources it hears {', and '.join(told)} than in real jazz{doubt}")


def facts_words(hearing: Hearing) -> str:
    """What was heard by whom, how much of it, and what measures it again."""
    report = hearing.report
    counts = sorted({one.n_clips for one in report.sources})
    clips = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    how = hearing.command or "a job on this machine"
    return (
        f"Heard by {report.model} on {hearing.made[:10]}: {clips} clips of each source, from seed {hearing.seed} on, "
        f"and {report.n_real} of real jazz ({report.n_tracks} tracks), up to {report.duration_s:.0f} s of each. "
        f"Measured by {how}."
    )


def _row(heard: Heard, title: str) -> HeardRow:
    row = HeardRow(title, "", heard.difference, heard.interval, is_own=heard.source == MADE)
    sentence = f"{title}: {points_words(row)} points of jazz against real jazz, {heard.n_clips} clips"
    return HeardRow(title, sentence, heard.difference, heard.interval, is_own=row.is_own)


def _less(difference: float) -> str:
    return "less" if difference < 0 else "more"
