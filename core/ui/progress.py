"""Shares of work done in, one line of words and a bar out: "Listening: 41 of 80 cells, 3 s left"."""

import math
import time
from collections.abc import Callable

# Telling the browser more often than this only slows the work down.
MIN_PAUSE_S = 0.15
# An estimate from less than this is a guess.
MIN_SEEN_S = 0.5


class ProgressLine:
    """Shows how far a piece of work has come, in ``place``; call it with (share of 0 to 1, words)."""

    def __init__(self, place, *, prefix: str = "", clock_s: Callable[[], float] = time.monotonic):
        self.place = place
        self.prefix = prefix
        self._clock_s = clock_s
        # Opening the file goes at another pace than listening: the time left follows what is told after it.
        self._start: tuple[float, float] | None = None
        self._told_s = -math.inf

    def __call__(self, share: float, words: str) -> None:
        now_s = self._clock_s()
        if now_s - self._told_s < MIN_PAUSE_S and share < 1:
            return
        self._told_s = now_s
        if self._start is None and share > 0:
            self._start = (share, now_s)
        first, since_s = self._start or (share, now_s)
        left = time_left(share - first, now_s - since_s, whole=1 - first)
        self.place.progress(min(max(share, 0.0), 1.0), text=f"{self.prefix}{words}{left}")


def time_left(done: float, passed_s: float, *, whole: float = 1.0) -> str:
    """The seconds that the rest of ``whole`` will take at the pace so far, as ", 3 s left"; nothing while unknown."""
    if done <= 0 or done >= whole or passed_s < MIN_SEEN_S:
        return ""
    return f", {math.ceil(passed_s * (whole - done) / done)} s left"
