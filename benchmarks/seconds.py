"""Something to do -> the seconds it takes at first, and the median of doing it again."""

import statistics
import time
from collections.abc import Callable
from typing import Any

N_AGAIN = 5


def timed(do: Callable[[], Any], *, n_again: int = N_AGAIN) -> dict[str, float]:
    """``first_s``, with all that has to be imported or compiled once, and ``again_s``."""
    first, *again = (_seconds(do) for _ in range(1 + n_again))
    return {"first_s": first, "again_s": statistics.median(again)}


def _seconds(do: Callable[[], Any]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started
