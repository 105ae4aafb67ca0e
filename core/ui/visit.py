"""What one visit to a page that makes clips remembers: the clip that is shown, the click to hear it, what is wanted.

It is one object, looked up once. Streamlit ends a run of the page for the visitor's next click as soon as that run
shows something or looks at ``st.session_state``: what was just stored might then never be shown, or be made twice.
Between two lines on this object no run ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from streamlit.runtime.scriptrunner import RerunException


@dataclass
class Visit:
    """The part that such pages have in common; each has a kind of its own, with more to remember."""

    shown: Any = None
    call: int = 0  # the number of the last click on a clip to hear, which the player follows once; 0 is none
    wanted: Any = None  # what a click asked to be made, until it is; None is nothing

    def show(self, shown: Any, *, call: int | None = None) -> None:
        """Show this from now on; with the number of a click, play it once, too."""
        self.shown = shown
        if call is not None:
            self.call = call

    @contextmanager
    def granting(self) -> Iterator[None]:
        """Around the making of what is wanted: done or refused, it is wanted no more.

        Should another click end this run first, the next run finds it still wanted, unless it was made by then.
        """
        ended_by_a_click = False
        try:
            yield
        except RerunException:
            ended_by_a_click = True
            raise
        finally:
            if not ended_by_a_click:
                self.wanted = None
