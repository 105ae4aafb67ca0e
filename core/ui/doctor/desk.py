"""Where a visitor stands in the findings of a dataset: what is shown, and what is heard; lives in the session."""

from dataclasses import dataclass, field

import streamlit as st

from core.ui.calls import next_call

_DESK = "doctor_desk"
_PROBLEM = "doctor_problem"
ALL = "all"


@dataclass
class Desk:
    """``kind`` and ``status`` filter the list, ``page`` counts from 0.

    ``heard`` is the key of the finding that has players; ``calls``: for each of its sides the number of the click that
    asked for it, which only ever rises: a player follows each number once.
    """

    dataset: str
    kind: str = ALL
    status: str = ALL
    page: int = 0
    heard: str = ""
    calls: dict[int, int] = field(default_factory=dict)

    def show(self, *, kind: str | None = None, status: str | None = None) -> None:
        """Filter the list, which then begins at its first page."""
        self.kind, self.status = kind or self.kind, status or self.status
        self.page = 0

    def turn_to(self, page: int) -> None:
        self.page = page
        self.stop_hearing()

    def hear(self, key: str, side: int) -> None:
        """Open the players of a finding and play one side; what was heard before goes."""
        if self.heard != key:
            self.heard, self.calls = key, {}
        self.calls[side] = next_call()

    def stop_hearing(self) -> None:
        self.heard, self.calls = "", {}


def desk_of(dataset: str) -> Desk:
    """The visitor's desk for this dataset; whoever turns to another dataset begins anew."""
    desk = st.session_state.get(_DESK)
    if desk is None or desk.dataset != dataset:
        desk = st.session_state[_DESK] = Desk(dataset)
    return desk


def tell_problem(words: str) -> None:
    """What refused the last decision; nothing when it went well."""
    st.session_state[_PROBLEM] = words


def problem() -> str:
    return st.session_state.get(_PROBLEM, "")
