"""Prompts in, how much they differ out: a picture of tempi, and a few sentences with the numbers of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.synthetic.tempi import GenreTempi, tempi_chart, tempi_words
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence, percent
from core.ui.explore.background import Background
from core.ui.markup import Html, banner, caption, heading, show, tag, term
from core.ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ui.synthetic.engine import Begun, Prompt, Recipe, TextDiversity

DISTINCT = "distinct-n (Li et al., NAACL 2016): different words, pairs or triples of words among all of them."
NEAREST = "One less the Jaccard index of their words: 0 % is the same words, 100 % none in common."
SEE = "Each dot is a prompt; the pale band is what the grammar knows for the genre. Gaps are tempi nobody asked for."
_reports = Background("prompt-variety", max_entries=16)


def recipe_variety(recipe: Recipe) -> None:
    """How much the prompts of a recipe differ, before anything is made."""
    _variety(recipe, "How varied are its prompts?")


def set_variety(one: Begun) -> None:
    """The same for what was made; its sound is part of the report of fidelity."""
    if one.wording is None:
        caption("Its descriptions are not here any more, so that nothing can be said of how varied its prompts are.")
        return
    whose = "were its prompts" if one.is_whole else "are the prompts of the whole recipe"
    _variety(one.wording, f"How varied {whose}?")


def _variety(recipe: Recipe, title: str) -> None:
    from core.ui.synthetic.engine import checked, prompts_of, text_diversity

    heading(title)

    def make() -> tuple[list[Prompt], TextDiversity]:
        prompts = prompts_of(checked(recipe))
        return prompts, text_diversity(prompts)

    try:
        found = _reports.get(recipe, make, "Comparing the prompts")
    except CoreError as error:
        banner("error", "The prompts cannot be compared", as_sentence(str(error)))
        return
    if found is not None:
        _show(*found)


def _show(prompts: Sequence[Prompt], report: TextDiversity) -> None:
    show(tag("p", answer_words(report), cls="gs-strong"))
    rows = tempi_of(prompts)
    if rows:
        st.plotly_chart(
            tempi_chart(rows, look=look()),
            theme=None,
            config=CHART_CONFIG,
            key="synth-tempi",
            alt=tempi_words(rows),
        )
        caption(SEE)
    show(_facts(report))


def tempi_of(prompts: Sequence[Prompt]) -> list[GenreTempi]:
    """The tempi that prompts ask for, genre by genre, beside what the grammar knows; no row where none is asked for."""
    from core.ui.synthetic.engine import VOCABULARIES

    asked: dict[str, list[tuple[float, str]]] = {}
    for prompt in prompts:
        if prompt.description.tempo_bpm is not None:
            asked.setdefault(prompt.genre, []).append((prompt.description.tempo_bpm, prompt.text))
    return [
        GenreTempi(
            genre,
            tuple(tempo for tempo, _ in said),
            tuple(text for _, text in said),
            VOCABULARIES[genre].tempo_bpm if genre in VOCABULARIES else None,
        )
        for genre, said in asked.items()
    ]


def answer_words(report: TextDiversity) -> str:
    """The answer in one sentence."""
    if report.n == 1:
        return "One prompt: there is nothing to compare it with."
    same = "no two alike" if report.n_distinct == report.n else f"{report.n_distinct:,} of them different"
    half = f"half of them differ from their nearest in more than {percent(report.nearest_median)} of the words"
    return as_sentence(f"{report.n:,} prompts, {same}; {half}")


def _rare(report: TextDiversity) -> list[tuple[str, str]]:
    """The instruments that are named least, where all are named at all."""
    if not report.rarely or report.rarely[0][1] == 0:
        return []
    return [("Rarest", ", ".join(f"{name} (in {n:,})" for name, n in report.rarely[:4]))]


def _facts(report: TextDiversity) -> Html:
    """The numbers, each with what it means."""
    pairs = [
        (
            term("Different words", DISTINCT),
            f"{percent(report.distinct_1)} of all words, {percent(report.distinct_2)} of pairs, "
            f"{percent(report.distinct_3)} of triples",
        )
    ]
    for name, cover, what in (
        ("Instruments", report.instrument_coverage, "that the grammar knows for these genres"),
        ("Tempi", report.tempo_coverage, "steps of 10 beats a minute that these genres have"),
    ):
        if cover.n_named:  # a table may leave them to the band
            pairs.append((name, f"{cover.n_named:,} of {cover.n_known:,} {what}"))
    if report.instrument_coverage.n_known:
        pairs += _rare(report)
    if report.nearest_pair is not None:
        pairs.append(
            (
                term("The two most alike", NEAREST),
                f"{percent(report.nearest_min)} apart: “{report.nearest_pair[0]}” and “{report.nearest_pair[1]}”",
            )
        )
    if report.n_voices:
        pairs.append(("Voices", f"{report.n_voices:,} prompts mention one; the generators here are instrumental"))
    return tag("dl", Html("".join(tag("dt", name) + tag("dd", words) for name, words in pairs)), cls="gs-facts")
