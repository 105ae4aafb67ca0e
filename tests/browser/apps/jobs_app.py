"""A page of the usual frame that starts tiny jobs and waits for them; the browser test drives it."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from core.ui import jobs
from core.ui.frame import open_page
from core.workspace import workspace

st.session_state.runs = st.session_state.get("runs", 0) + 1
open_page("How far is it?", "Tiny jobs, and how often this page ran.")


def start(function: str, title: str, **values) -> None:
    """Start a job that counts freely as far as ``free``, and on from there when a test has opened its gate."""
    from core.jobs import debug

    diary, gate = workspace() / "diary" / title, workspace() / "gates" / title
    for folder in (diary, gate.parent):
        folder.mkdir(parents=True, exist_ok=True)
    params = debug.Count(diary=str(diary), gate=str(gate), **values)
    if job := jobs.submit_for_visitor(getattr(debug, function), params, kind="count", title=title):
        st.session_state.job = job.id
        st.rerun()


if st.button("Count"):
    start("count", "Counting", n=60, pause_s=0.1, free=5)
if st.button("Count for ever"):
    start("count", "Counting for ever", n=100_000, pause_s=0.1, free=100_000)
if st.button("Count in parts"):
    start("count_in_parts", "Counting in parts", n=6, free=2)
if st.button("Count deaf"):
    start("count_deaf", "Counting deaf", n=100_000, pause_s=0.1, free=100_000)
if st.button("Fail"):
    start("fail", "<b>Failing</b>")
if "job" in st.session_state:
    job = jobs.watch(st.session_state.job)
    st.text(f"result: {job and job.result}")
st.text(f"runs: {st.session_state.runs}")
