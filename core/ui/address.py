"""Nothing in; whether the visitor sits at the machine that Genrescope runs on, out."""

import streamlit as st

LOCAL = ("localhost", "127.0.0.1", "::1")


def is_local() -> bool:
    """Whether the server answers this machine alone: only then may a page open a path that somebody names."""
    return st.get_option("server.address") in LOCAL
