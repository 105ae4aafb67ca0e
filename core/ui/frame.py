"""A title in, the frame that all pages share out: config, look, logo, navigation, jobs and what listens."""

import streamlit as st

from core.ui import jobs, state
from core.ui.markup import show, tag
from core.ui.pages import links, navigation
from core.ui.theme import watch_theme
from core.workspace import asset


def run_app() -> None:
    """Run the page that the visitor asked for; all that app.py does."""
    page = navigation()
    state.mark_framed()
    page.run()


def open_page(title: str, about: str) -> None:
    """Begin a page: its title asks the one question it answers, ``about`` says in a sentence what it does.

    A deep link may run a page file without app.py; then the navigation is built here.
    """
    st.set_page_config(page_title=f"{title} - Genrescope", page_icon=str(asset("icon.svg")), layout="wide")
    if not state.is_framed():
        navigation()
    st.html(asset("theme", "genrescope.css"))
    st.logo(str(asset("logo.svg")), size="large", icon_image=str(asset("icon.svg")))
    with st.sidebar:
        links()
        watch_theme()
        state.keep_place(st.container(key="in-use"))
        jobs.panel()
    show(tag("h1", title, cls="gs-title"), tag("p", about, cls="gs-lead"))
