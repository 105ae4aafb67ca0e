"""The record of a run in, its card in Markdown out: what it is, what it scored and by what rules, and its licence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.figures.runs.genre_scores import rows_of
from core.figures.words import printable
from core.ui.runs.making import facts_of
from core.ui.runs.words import calibration_words, draws_words, headline, protocol_words, score_words

if TYPE_CHECKING:
    from core.runs import RunRecord

HEAD = ("Genre", "Recall", "95 % interval", "Precision", "F1", "Tracks", "Artists")


def card_markdown(record: RunRecord, title: str) -> str:
    """The card; names are written so that no Markdown is read in them."""
    protocol = record.protocol
    leaky = ["**This score is leaky.** It promises nothing for music by artists that the model has not heard."]
    lines = [
        f"# {plain(title)}",
        f"**{plain(headline(record))}** {plain(score_words(record))}",
        *(leaky if protocol["leaky"] else []),
        f"Protocol: {plain(protocol['name'])}, {plain(protocol['badge'])}.",
        *(plain(words) for words in (*protocol_words(protocol), draws_words(record)) if words),
        plain(calibration_words(record)),
        "## Genres",
        genre_table(record),
        "## Facts",
        "\n".join(f"- {plain(term)}: {plain(words)}" for term, words in facts_of(record).items()),
    ]
    if command := record.extra.get("command"):
        lines += ["## Train it again", f"    {printable(command)}"]
    return "\n\n".join(lines) + "\n"


def genre_table(record: RunRecord) -> str:
    """Recall, precision and F1 of each genre."""
    rows = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    for cells in genre_cells(record):
        rows.append(f"| {' | '.join(map(plain, cells))} |")
    return "\n".join(rows)


def genre_cells(record: RunRecord) -> list[tuple[str, ...]]:
    """The scores of each genre as words, in the order of ``HEAD``."""
    return [
        (
            row.genre,
            _number(row.recall),
            f"{row.interval[0]:.2f} to {row.interval[1]:.2f}" if row.interval else row.note or "none",
            _number(row.precision),
            _number(row.f1),
            str(row.n_tracks),
            "unknown" if row.n_artists is None else str(row.n_artists),
        )
        for row in rows_of(record.scores)
    ]


def plain(text: str) -> str:
    """``text`` as Markdown shows it letter by letter."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", printable(text))


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"
