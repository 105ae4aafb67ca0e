"""What one visit to a page that makes clips remembers: the clip that is shown, the click to hear it, what is wanted.

A click ends the run of the page before it, but not at once: that run goes on beside the new one until it shows
something or looks at ``st.session_state``. What it was making might so be stored and never shown, or be made twice.
So all this is one object, looked up once, on which no run ends, and one run at a time makes what is wanted.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from core.figures.words import NBSP
from core.ui.calls import next_call

PLAYING = f"Playing{NBSP}…"


@dataclass(frozen=True, eq=False)
class Click:
    """What a click asked to be made, None for what the widgets say, and its number: by that it is played once."""

    wanted: Any
    number: int


@dataclass
class Visit:
    """The part that such pages have in common; each has a kind of its own, with more to remember."""

    shown: Any = None
    call: int = 0  # the number of the last click on a clip to hear, which the player follows once; 0 is none
    click: Click | None = None  # what was asked for and has not been made
    _making: Lock = field(default_factory=Lock, repr=False)

    def want(self, wanted: Any = None) -> None:
        """Noted by a button: this run of the page shall make something."""
        self.click = Click(wanted, next_call())

    def show(self, shown: Any, *, call: int | None = None) -> None:
        """Show this from now on; with the number of a click, play it once, too, unless a later one called another."""
        if call is not None:
            if call < self.call:
                return
            self.call = call
        self.shown = shown

    def met(self, click: Click | None) -> None:
        """What this click asked for is made; a later one's is not."""
        if self.click is click:
            self.click = None

    @contextmanager
    def granting(self) -> Iterator[Click | None]:
        """Around the making of what was asked for: the click, or None where another run has made it meanwhile.

        Done or refused, it is wanted no more. Should another click end this run first, the next run makes it.
        """
        with self._turn():
            click, is_ended = self.click, False
            try:
                yield click
            except (RerunException, StopException):
                is_ended = True
                raise
            finally:
                if not is_ended:
                    self.met(click)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Alone with what is wanted: a run that was ended by a click may still be making it."""
        with ExitStack() as turn:
            if not self._making.acquire(blocking=False):
                turn.enter_context(st.spinner(PLAYING))
                self._making.acquire()
            turn.callback(self._making.release)
            yield
