"""The pages of the dashboard in reading order: one line each, and navigation and tests follow."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

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
)


def navigation():
    """Register the pages with Streamlit, in groups, and return the one that the visitor asked for."""
    groups: dict[str, list] = {}
    for number, entry in enumerate(PAGES):
        common = {"title": entry.name, "icon": entry.icon}
        if number == 0:
            # The first page is the root; its own address would be unknown without a second, hidden entry.
            groups.setdefault(entry.group, []).append(st.Page(entry.path, default=True, url_path="home", **common))
            common["visibility"] = "hidden"
        groups.setdefault(entry.group, []).append(st.Page(entry.path, url_path=entry.url_path, **common))
    return st.navigation(groups)
