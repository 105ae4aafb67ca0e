"""A page that says who its visitor is, and how often it ran; the browser test reads it."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from core.ui import state
from core.ui.visitor import meet_visitor, visitor_id

st.session_state.runs = st.session_state.get("runs", 0) + 1
if st.query_params.get("scene") != "patient":  # asks at once; the other only when a button is pressed
    st.text(f"visitor: {visitor_id()}")
st.fragment(meet_visitor)()
if st.button("Who am I?"):
    st.text(f"you are {state.visitor()}")
st.text(f"runs: {st.session_state.runs}")
