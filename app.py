"""Genrescope's dashboard: navigation only. `streamlit run app.py`, or `make app`."""

from core.ui.frame import run_app

run_app()
