"""The list's container and its page in; when the page was turned, the list is scrolled to its beginning."""

from pathlib import Path

import streamlit as st

_scroller = st.components.v2.component(
    "genrescope_scroller", js=(Path(__file__).parent / "scrolling.js").read_text(encoding="utf-8"), isolate_styles=False
)


def scroll_to(container: str, page: int) -> None:
    """Scroll to a container of this key whenever ``page`` is another one than before."""
    _scroller(data={"container": f"st-key-{container}", "page": page}, key=f"{container}-scroller")
