"""A case in, its findings as a file for spreadsheets out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.data.findings import KINDS
from core.figures.words import as_sentence
from core.ui.doctor.case import KEPT, OPEN, OUT
from core.ui.files import download_name, spreadsheet_text
from core.ui.markup import caption, heading
from core.ui.sections.downloads import as_csv

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.doctor.case import Case, Verdict

HEAD = ("track", "kind", "title", "reason", "other", "score", "decision", "left_out")
DECISIONS = {OPEN: "", OUT: "left out", KEPT: "kept"}


def table(opened: OpenDataset, case: Case) -> None:
    """Offer the findings as a table, where the provider of the dataset allows it."""
    if not case.verdicts:
        return
    heading("Keep the findings")
    licence = opened.dataset.licence
    if not licence.may_download:
        return caption(f"They cannot be downloaded: {as_sentence(licence.words)}")
    st.download_button(
        "Findings (CSV)",
        findings_csv(case).encode(),
        file_name=download_name("findings", opened.title, "csv"),
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        key="doctor-download",
    )
    caption(f"One row per finding, with what you decided. {as_sentence(licence.words)}")


def findings_csv(case: Case) -> str:
    """One row per finding in reading order; names are written so that a spreadsheet runs none of them."""
    return as_csv(HEAD, map(_row, case.verdicts))


def _row(verdict: Verdict) -> tuple[str, ...]:
    finding = verdict.finding
    return (
        spreadsheet_text(finding.track),
        finding.kind,
        KINDS[finding.kind].title,
        spreadsheet_text(finding.reason),
        spreadsheet_text(finding.other or ""),
        "" if finding.score is None else f"{finding.score:.6g}",
        DECISIONS[verdict.status],
        spreadsheet_text(" + ".join(verdict.left_out)),
    )
