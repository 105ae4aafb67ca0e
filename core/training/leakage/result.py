"""What the leakage meter says, as plain values: a bar per way to cut the same tracks, the fall, three small pairs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Interval = tuple[float, float]


@dataclass(frozen=True)
class Bar:
    """One way to separate train and test, and the score of the model under it; all numbers None where it is missing.

    Attributes
    ----------
    name : of the bar; ``protocol`` is the protocol that cut its folds
    title, words : as people read them
    leaky : whether the same song or the same artist may stand on both sides
    accuracy : the share of tracks whose genre is right by the mean of their held-out segments' probabilities
    interval : its 95 % bootstrap over what ``Leakage.interval_over`` names; None with too few of them
    band : the lowest and the highest accuracy of its draws; None where there is one draw
    by_segment : the share of segments that are right, as notebooks count; None where a track is one row
    n_tracks : that were scored
    reason : why the bar is missing; "" where it stands
    """

    name: str
    title: str
    words: str
    protocol: str
    leaky: bool
    accuracy: float | None = None
    interval: Interval | None = None
    band: Interval | None = None
    by_segment: float | None = None
    n_tracks: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Fall:
    """How far the score falls from the first bar to the last, track by track; shares, not points.

    ``by_segment`` and its interval are the same for segments; None where a track is one row.
    """

    first: str
    last: str
    difference: float
    interval: Interval | None
    by_segment: float | None = None
    segment_interval: Interval | None = None


@dataclass(frozen=True)
class Pair:
    """A slip beside its honest twin, both scored on the same folds; ``difference`` is leaky less honest."""

    name: str
    title: str
    words: str
    honest: float | None = None
    leaky: float | None = None
    difference: float | None = None
    interval: Interval | None = None
    reason: str = ""


@dataclass(frozen=True)
class Leakage:
    """What was measured.

    Attributes
    ----------
    model, title : the name of the model and its title with what was chosen
    data, data_hash, segment_s : the table
    note : which tracks these are, and what was left out for all bars alike
    n_tracks, n_train : tracks that every bar scores, and rows that every model learnt from
    baseline : the accuracy of always saying the most frequent genre of these tracks
    interval_over : "artists" or "tracks"
    bars : from the leakiest to the strictest
    fall : from the first bar that stands to the last; None where fewer than two stand
    pairs_under : the folds of the pairs in words; ``pairs`` are the slips
    """

    model: str
    title: str
    config: Mapping[str, Any]
    data: str
    data_hash: str
    segment_s: float
    note: str
    n_tracks: int
    n_train: int
    baseline: float
    interval_over: str
    bars: tuple[Bar, ...]
    fall: Fall | None
    pairs_under: str
    pairs: tuple[Pair, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain dicts, lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Leakage":
        """What ``to_json`` gave; raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            **{
                **said,
                "bars": tuple(Bar(**_tuples(bar)) for bar in said["bars"]),
                "fall": None if said["fall"] is None else Fall(**_tuples(said["fall"])),
                "pairs": tuple(Pair(**_tuples(pair)) for pair in said["pairs"]),
            }
        )


def _tuples(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list | tuple) else value for name, value in said.items()}
