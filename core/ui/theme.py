"""The visitor's theme in, the look of charts out, and a watch that draws them again when the theme changes."""

from pathlib import Path

import streamlit as st

from core.figures.look import PAPER, STUDIO, Look

_WATCH = "theme-watch"
_watch = st.components.v2.component(
    "genrescope_theme", js=(Path(__file__).parent / "theme.js").read_text(encoding="utf-8"), isolate_styles=False
)


def look() -> Look:
    """The theme that the visitor sees: as the browser reported it last, else as the session began."""
    reported = st.session_state.get(_WATCH)
    scheme = (reported.scheme if reported is not None else None) or st.context.theme.type
    return PAPER if scheme == "light" else STUDIO


def watch_theme() -> None:
    """Run the page again when the theme is no longer that of `look`."""
    drawn_for = "light" if look() is PAPER else "dark"
    _watch(data={"scheme": drawn_for}, key=_WATCH, on_scheme_change=_no_callback)


def _no_callback() -> None:
    # Streamlit names the field in its answer only when a callback is given.
    return None
