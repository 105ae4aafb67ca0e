"""A few things by name in, the number of the one that the visitor picked out; none is picked at first."""

from collections.abc import Sequence

import streamlit as st


def pick_one(label: str, names: Sequence[str], *, key: str) -> int | None:
    """The place of the picked name, or None. Two of the same name are two places."""
    return st.selectbox(
        label, range(len(names)), index=None, format_func=lambda place: names[place], placeholder="Choose one", key=key
    )
