"""The pages of the dashboard in reading order: one line each, and navigation and tests follow."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.ui.markup import show, tag
from core.workspace import PROJECT_ROOT


@dataclass(frozen=True)
class PageEntry:
    """One page: its group in the sidebar, its file under ``pages/``, its short name there, and a Material icon."""

    group: str
    file: str
    name: str
    icon: str

    @property
    def path(self) -> Path:
        return PROJECT_ROOT / "pages" / self.file

    @property
    def url_path(self) -> str:
        """As Streamlit reads it off the file name, so that a link holds whichever way the page is run."""
        return Path(self.file).stem.split("_", 1)[1]


PAGES: tuple[PageEntry, ...] = (
    PageEntry(group="Listen", file="1_Genre_mix.py", name="Genre mix", icon=":material/graphic_eq:"),
    PageEntry(group="Listen", file="5_Anatomy.py", name="Anatomy", icon=":material/stacked_line_chart:"),
    PageEntry(group="Data", file="2_Datasets.py", name="Datasets", icon=":material/library_music:"),
    PageEntry(group="Data", file="3_Doctor.py", name="Doctor", icon=":material/stethoscope:"),
    PageEntry(group="Data", file="4_Explore.py", name="Explore", icon=":material/scatter_plot:"),
    PageEntry(group="Models", file="6_Train.py", name="Train", icon=":material/model_training:"),
    PageEntry(group="Models", file="7_Runs.py", name="Runs", icon=":material/leaderboard:"),
    PageEntry(group="Models", file="8_Leaks.py", name="Leaks", icon=":material/water_drop:"),
    PageEntry(group="Models", file="9_Explain.py", name="Explain", icon=":material/help:"),
    PageEntry(group="Create", file="10_Jazz.py", name="Jazz", icon=":material/piano:"),
    PageEntry(group="Create", file="11_Text_to_music.py", name="Text to music", icon=":material/edit_note:"),
    PageEntry(group="Create", file="12_Synthetic_dataset.py", name="Synthetic dataset", icon=":material/library_add:"),
)


def navigation():
    """Register the pages with Streamlit and return the one that the visitor asked for.

    The sidebar draws its own links (`links`): with icons of its own, Streamlit asks another host for a favicon.
    """
    pages = [_page(entry) for entry in PAGES]
    pages.append(_first_by_name())
    return st.navigation(pages, position="hidden")


def links() -> None:
    """Links to all pages, in their groups."""
    group = None
    for entry in PAGES:
        if entry.group != group:
            group = entry.group
            show(tag("p", group, cls="gs-label"))
        st.page_link(_linked(entry), label=entry.name, icon=entry.icon, width="stretch")


def _first_by_name():
    """The first page is the root; its own address would be unknown without a second, hidden entry."""
    first = PAGES[0]
    return st.Page(first.path, title=first.name, url_path=first.url_path, visibility="hidden")


def _linked(entry: PageEntry):
    """The page that a link leads to; of the two addresses of the first page the one where the visitor is."""
    is_here = (st.context.url or "").split("?")[0].rstrip("/").endswith(f"/{entry.url_path}")
    return _first_by_name() if entry is PAGES[0] and is_here else _page(entry)


def _page(entry: PageEntry):
    is_first = entry is PAGES[0]
    return st.Page(entry.path, title=entry.name, default=is_first, url_path="home" if is_first else entry.url_path)
