"""A run in, its report as one HTML file out: the pictures of its page, its facts, and no sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.figures.runs.confusion import confusion_table
from core.figures.runs.genre_scores import genre_scores, rows_of
from core.figures.runs.reliability import reliability_chart
from core.figures.runs.report import ReportPart, run_report
from core.ui.runs.card import HEAD, genre_cells
from core.ui.runs.confusions import confusion_words, counting_words, matrix_of
from core.ui.runs.evidence import genre_words
from core.ui.runs.learning import epochs_of, learning_words, pictures_of
from core.ui.runs.making import facts_of
from core.ui.runs.rivals import held_out_track
from core.ui.runs.words import calibration_words, draws_words, headline, protocol_words, score_words

if TYPE_CHECKING:
    from core.figures.look import Look
    from core.ui.runs.reading import OpenRun

N_WORST = 20


def report_of(run: OpenRun, look: Look) -> str:
    """The whole document."""
    record = run.record
    protocol = record.protocol
    leaky = "This score is leaky: it promises nothing for music by artists that the model has not heard."
    command = record.extra.get("command")
    return run_report(
        title=f"{run.title}: {record.name}",
        headline=headline(record),
        lines=[
            score_words(record),
            f"Protocol: {protocol['name']}, {protocol['badge']}.",
            *filter(None, (*protocol_words(protocol), draws_words(record), leaky if protocol["leaky"] else "")),
        ],
        facts=facts_of(record) | ({"Train it again": command} if command else {}),
        parts=[_confusion(run, look), _genres(run, look), _reliability(run, look), *_learning(run, look), _worst(run)],
        look=look,
    )


def _confusion(run: OpenRun, look: Look) -> ReportPart:
    labels, counts = matrix_of(run)
    words = " ".join(filter(None, (confusion_words(labels, counts, run.what), counting_words(run))))
    figure = confusion_table(labels, counts, look=look, what=run.what)
    return ReportPart("What does it mix up?", words, figure, f"Table of truth and answer. {words}")


def _genres(run: OpenRun, look: Look) -> ReportPart:
    rows = rows_of(run.record.scores)
    words = f"{genre_words(rows)} Disc: recall with its interval. Diamond: precision."
    figure = genre_scores(rows, look=look)
    table = (HEAD, *genre_cells(run.record))
    return ReportPart("Which genres does it hear?", words, figure, f"Scores of each genre. {words}", table)


def _reliability(run: OpenRun, look: Look) -> ReportPart:
    from core.ui.runs.engine import reliability_bins

    words = calibration_words(run.record)
    figure = reliability_chart(reliability_bins(run.stored.held_out), look=look, what=run.what)
    return ReportPart("Can its percentages be believed?", words, figure, f"Reliability diagram. {words}")


def _learning(run: OpenRun, look: Look) -> list[ReportPart]:
    parts = []
    for picture in pictures_of(run):
        heading = f"How did it learn? {picture.measure.capitalize()} by {picture.axis}"
        words = learning_words(picture.kind, epochs_of(run))
        parts.append(ReportPart(heading, words, picture.draw(look), heading))
    return parts


def _worst(run: OpenRun) -> ReportPart:
    from core.ui.runs.engine import worst

    rows = [held_out_track(row) for row in worst(run.tracks, N_WORST).itertuples()]
    table = (("Track", "What it was called"), *((row.title, row.words) for row in rows)) if rows else ()
    return ReportPart("Where is it most wrong?", "" if rows else "Nowhere.", table=table)
