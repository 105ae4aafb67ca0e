"""A dataset and its contents in, what one should know before using it out: licence, source, protocols, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import as_sentence
from core.ui.markup import Html, banner, heading, show, tag

if TYPE_CHECKING:
    from core.data.datasets import Dataset
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents


def facts(opened: OpenDataset, contents: Contents) -> None:
    """Show what the dataset is, what its licence allows, and what is known to be wrong with it."""
    dataset = opened.dataset
    heading("What to know before you use it")
    if dataset.leaky_only:
        banner("unsure", "Only leaky scores are possible with it", as_sentence(dataset.leaky_only))
    rows = (
        ("What it is", dataset.about),
        ("Licence", licence_words(contents)),
        ("Cite as", dataset.citation),
        ("Year", str(dataset.published.year or "")),
        ("Official protocols", protocol_words(dataset)),
        ("Known faults", fault_words(dataset)),
        ("Published tables", ", ".join(dataset.tables)),
        ("Where it lies", place_words(opened)),
    )
    pairs = [tag("dt", name) + tag("dd", words) for name, words in rows if words]
    show(tag("div", tag("dl", Html("".join(pairs)), cls="gs-facts"), cls="gs-card"))
    if dataset.faults:
        _list_faults(dataset)


def licence_words(contents: Contents) -> str:
    """The licence in plain words; where tracks differ, the strictest rules."""
    counts: dict[str, int] = {}
    for track in contents.tracks:
        counts[track.licence.title] = counts.get(track.licence.title, 0) + 1
    words = as_sentence(contents.licence.words)
    if len(counts) < 2:
        return words
    each = ", ".join(f"{title} {count:,}" for title, count in sorted(counts.items(), key=lambda pair: -pair[1]))
    return f"{words} Tracks differ ({each}): what is made of them all follows the strictest."


def protocol_words(dataset: Dataset) -> str:
    """The ways to separate train and test that others use with it, as badges say them."""
    from core.ui.datasets.engine import PROTOCOLS

    known = [PROTOCOLS[name] for name in dataset.protocols if name in PROTOCOLS]
    if not known:
        return "None: its scores compare with nobody's"
    return "; ".join(f"{protocol.name}: {protocol.badge}" for protocol in known)


def fault_words(dataset: Dataset) -> str:
    if not dataset.faults:
        return "None published; the doctor may find some"
    n_repeats = sum(fault.repeats is not None for fault in dataset.faults.values())
    repeats = f", {n_repeats:,} of them repeats of others" if n_repeats else ""
    return f"{len(dataset.faults):,} tracks{repeats}; nothing is left out unless you decide so"


def place_words(opened: OpenDataset) -> str:
    """Its folder, for who works on this machine; an upload has no place that its visitor knows."""
    return "" if opened.owner else str(opened.path)


def _list_faults(dataset: Dataset) -> None:
    with st.expander(f"The {len(dataset.faults):,} known faults, track by track", icon=":material/report:"):
        rows = [
            {"Track": track, "Fault": fault.reason, "Repeats": fault.repeats or ""}
            for track, fault in dataset.faults.items()
        ]
        st.dataframe(
            rows, hide_index=True, key="known-faults", alt="Table of known faults: track, fault, what it repeats"
        )
