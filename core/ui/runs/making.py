"""A run in, how it was made out: everything that trains it again, what it tried, and what it may be used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.data.datasets import DATASETS
from core.figures.words import as_sentence
from core.ui.markup import Html, caption, heading, show, tag
from core.ui.runs.words import duration_words, excluded_words, size_words, value_words

if TYPE_CHECKING:
    from core.runs import RunRecord
    from core.ui.runs.reading import OpenRun


def making(run: OpenRun) -> None:
    """Show the facts of a run, its search, and the command that reproduces it."""
    record = run.record
    heading("How was it made?")
    if command := record.extra.get("command"):
        show(tag("p", "This line trains the same again:", cls="gs-muted"))
        st.code(command, language="bash", wrap_lines=True)
    with st.expander("Parameters, data, versions and licence", icon=":material/tune:"):
        pairs = [tag("dt", name) + tag("dd", words) for name, words in facts_of(record).items()]
        show(tag("dl", Html("".join(pairs)), cls="gs-facts"))
    search = record.extra.get("search")
    if search and search.get("candidates"):
        _search(run, search)


def facts_of(record: RunRecord) -> dict[str, str]:
    """Term -> words, those that are known."""
    data, config, extra = record.data, record.config, record.extra
    settings = config.get("settings") or {}
    excluded = excluded_words(record)
    facts = {
        "Run": record.name,
        "Made": record.made[:16].replace("T", " "),
        "Data": f"{data_title(record)}, {data['n_tracks']:,} tracks",
        "Data hash": f"{data.get('hash', '')}",
        "Left out of the data": excluded or "Nothing.",
        "Licence": as_sentence(extra.get("licence") or data.get("licence", "")),
        "Protocol": record.protocol["name"],
        "Model": record.model,
        "Settings": ", ".join(f"{name} = {value_words(value)}" for name, value in settings.items()) or "none",
        "Inputs": f"{config['inputs']}: {_inputs(record)}",
        "Scaling": str(config.get("scaling", "")),
        "Selection": _selection(config),
        "Seed": str(config.get("seed", "")),
        "Listens to": f"{config['context_s']:g} s for each answer",
        "Training took": duration_words(extra.get("train_s")),
        "Size": size_words(extra.get("size_bytes")),
        "Genres": ", ".join(record.genres),
        "Versions": ", ".join(f"{name} {number}" for name, number in record.versions.items() if number),
    }
    return {term: words for term, words in facts.items() if words}


def _inputs(record: RunRecord) -> str:
    from core.ui.runs.engine import inputs_words

    return inputs_words(record)


def data_title(record: RunRecord) -> str:
    """The dataset as people know it; a table of one's own keeps its name."""
    name = record.data["name"]
    return DATASETS[name].title if name in DATASETS else name


def _selection(config: dict) -> str:
    how = config.get("selection", "none")
    return "none: all of them" if how == "none" else f"{config.get('n_selected')} numbers by {how}"


def _search(run: OpenRun, search: dict) -> None:
    candidates = search["candidates"]
    with st.expander(f"The {len(candidates):,} candidates of its search", icon=":material/manage_search:"):
        rows = [
            {
                "Candidate": candidate_words(candidate),
                "Log loss": candidate.get("log_loss"),
                "Accuracy": 100 * candidate["accuracy"] if candidate.get("accuracy") is not None else None,
            }
            for candidate in candidates
        ]
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            key=f"search-{run.name}",
            column_config={
                "Candidate": st.column_config.TextColumn(width=380),
                "Log loss": st.column_config.NumberColumn(format="%.3f", width=80),
                "Accuracy": st.column_config.NumberColumn(format="%.1f %%", width=80),
            },
            alt=f"Table of {len(rows)} candidates with their log loss and accuracy in the inner folds",
        )
        caption(
            f"Chosen by {search.get('by', 'log-loss')} in inner folds alone, grouped as the protocol groups; the best "
            "is first. These numbers chose, so they are no score."
        )


def candidate_words(candidate: dict) -> str:
    """A candidate in a line: its model, its settings and its steps."""
    settings = [f"{name} = {value_words(value)}" for name, value in (candidate.get("settings") or {}).items()]
    steps = [f"{step} {candidate[step]}" for step in ("scaling", "selection") if candidate.get(step, "none") != "none"]
    return ", ".join(filter(None, [candidate.get("model", ""), *settings, *steps])) or "the defaults"
