"""Where widgets stand: at first where the page says, then where the visitor or a taken clip put them.

A widget is given its first value each time, so that it falls back on that one and not on its lowest should the browser
lose its state; but not in the run in which a callback put it elsewhere, as Streamlit takes only one of the two.
"""

from typing import Any

import streamlit as st

_PUT = "put"


def put(key: str, value: Any) -> None:
    """Have a widget stand at this value from the next run on; called by callbacks, and before the widget is made."""
    st.session_state[key] = value
    st.session_state.setdefault(_PUT, set()).add(key)


def first(key: str, value: Any) -> dict[str, Any]:
    """``value=`` for a widget, or nothing where it was just put elsewhere."""
    return {} if key in st.session_state.get(_PUT, ()) else {"value": value}


def settled() -> None:
    """All widgets of the run have been made."""
    st.session_state.pop(_PUT, None)
