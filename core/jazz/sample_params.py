"""How to play: how boldly, how long, by which seed; and what is taken where nobody says."""

from dataclasses import dataclass, replace

import numpy as np

from core.errors import DataError
from core.jazz.representations.tokens import STEP_S

LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE = 0.05, 3.0
MAX_NOTES, MAX_DURATION_S = 5000, 600.0
MAX_SEED = 2**63 - 1
# By representation. Of performances, 100 clips are nearer to the jazz of the validation part than an n-gram's on 5
# distances of 7 with these, the most of twelve pairs that were tried; with 1 and 0.95 on 3:
# `python -m benchmarks.jazz_judging jazz-performance-lstm --only notes --valid --seed 500 --temperature T --top-p P`.
TASTES = {
    "performance": {"temperature": 0.5, "top_p": 1.0},
    "tokens": {"temperature": 1.0, "top_p": 0.95},
}


@dataclass(frozen=True)
class SampleParams:
    """How to play.

    Attributes
    ----------
    temperature : 0.05 to 3; 1 plays as it learnt, less more surely, more more wildly; 0 plays what is most probable;
        None as `TASTES` has it
    top_p : above 0, up to 1: only the most probable codes that together have this probability are drawn (Holtzman et
        al. 2020); 1 draws from all. None as `TASTES` has it. Neither this nor a temperature above 0 touches the times
        of a performance, see `core.jazz.drawing.Draws`
    seed : whole number from 0 on; the same seed gives the same notes
    n_notes : new steps: notes of a performance model, notes or chords of a token model
    duration_s : or seconds of new music instead: no note starts later, and none sounds beyond
    repetition_guard : forbids to go on with a loop, see `core.jazz.repetition`
    """

    temperature: float | None = None
    top_p: float | None = None
    seed: int = 0
    n_notes: int | None = None
    duration_s: float | None = None
    repetition_guard: bool = True

    def __post_init__(self) -> None:
        if self.temperature:
            _check_range("temperature", self.temperature, LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE, "or be 0")
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise DataError(f"top_p={self.top_p:g} must lie above 0 and at most at 1; choose 0.95")
        if not _is_whole(self.seed) or not 0 <= self.seed <= MAX_SEED:
            raise DataError(f"seed={self.seed!r} must be a whole number from 0 to 2**63 - 1")
        if (self.n_notes is None) == (self.duration_s is None):
            raise DataError(
                f"n_notes={self.n_notes} and duration_s={self.duration_s}: exactly one says how long to play; set the "
                "other to None"
            )
        if self.duration_s is not None:
            _check_range("duration_s", self.duration_s, STEP_S, MAX_DURATION_S)
        elif not _is_whole(self.n_notes) or not 1 <= self.n_notes <= MAX_NOTES:
            raise DataError(f"n_notes={self.n_notes!r} must be a whole number from 1 to {MAX_NOTES}")

    def told_to(self, representation: str) -> "SampleParams":
        """The same, with everything said that was left to taste."""
        left = {name: value for name, value in TASTES[representation].items() if getattr(self, name) is None}
        return replace(self, **left)


def _check_range(name: str, value: float, low: float, high: float, otherwise: str = "") -> None:
    if not low <= value <= high:
        raise DataError(f"{name}={value:g} must lie between {low:g} and {high:g} {otherwise}".rstrip())


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
