"""Shares told over time -> the seconds that are left, from the pace of this attempt alone."""

MIN_ELAPSED_S = 0.5


class Pace:
    """What was there at the first word (reused parts, too) counts for nothing; a share that falls is a new first."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None
        self._last = 0.0

    def seconds_left(self, share: float, *, now: float) -> float | None:
        """An estimate of the seconds left at time ``now``; None while there is nothing to go by."""
        if self._first is None or share < self._last:
            self._first = (share, now)
        self._last = share
        gained, elapsed = share - self._first[0], now - self._first[1]
        if gained <= 0 or elapsed < MIN_ELAPSED_S:
            return None
        return (1 - share) * elapsed / gained
