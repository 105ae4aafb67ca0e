"""Charts of many points on a page in, a page on which none of them goes blank out."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_free = st.components.v2.component(
    "genrescope_webgl",
    js=(Path(__file__).parent / "webgl.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def free_unseen_charts() -> None:
    """Take back what charts of WebGL draw with as soon as they are gone; a page has enough for eight of them."""
    _free(key="webgl")
