"""The cards of jobs on a page in, buttons out that screen readers tell apart: each with the title of its job."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_namer = st.components.v2.component(
    "genrescope_job_namer",
    js=(Path(__file__).parent / "naming.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def name_buttons() -> None:
    """Name the buttons of all cards, those inside pages too; Streamlit's own buttons take no such name."""
    _namer(key="job-namer")
