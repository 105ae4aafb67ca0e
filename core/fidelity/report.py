"""What is told of a made set beside a real one, as plain values: numbers, intervals, anchors and caveats in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from core.evaluation.coverage import Coverage
from core.evaluation.diversity import PromptDistances
from core.evaluation.frechet import FrechetDistance
from core.evaluation.kernel_distance import KernelDistance
from core.evaluation.told_apart import ToldApart
from core.fidelity.equal import Common

MADE, FIRST, REAL, NOISE = "made", "real half", "other real half", "noise"
SETS = {
    MADE: "the clips",
    FIRST: "one half of the real tracks: what all others are compared with",
    REAL: "the other half of the real tracks, by other artists: as near as it gets",
    NOISE: "noise of many colours, as loud and as long: as far as it need be",
}
HEARD_SETS = (MADE, FIRST, REAL)  # those that are music
CAVEATS = (
    "All sets are cut, dulled, levelled and encoded alike before anything is measured, so that the numbers are about "
    "what is left; clipping, silence, loops, tempo and voices are looked for in each recording as it is.",
    "Distances mean something beside the two anchors alone: the real halves differ by chance and by their artists.",
    "The spread of how surely sets are told apart is over groups of tracks alone: that a classifier would have learnt "
    "otherwise from other tracks is not in it, so it is too narrow.",
    "Near is not good: a set that copies the real one would be nearest of all.",
)


@dataclass(frozen=True)
class Compared:
    """One set beside the first real half, in one space.

    Attributes
    ----------
    set : one of SETS
    frechet : None where there are too few tracks for so many dimensions
    """

    set: str
    n: int
    n_groups: int
    kernel: KernelDistance
    frechet: FrechetDistance | None
    coverage: Coverage
    told_apart: ToldApart


@dataclass(frozen=True)
class Variety:
    """How many different tracks a set amounts to, and how near those of one group are: a prompt, or an artist.

    ``prompts`` compares tracks of a group with others of the same genre, of the clips with more of each group than the
    set has; None where no two tracks share a group.
    """

    set: str
    vendi: float
    prompts: PromptDistances | None


@dataclass(frozen=True)
class Space:
    """What tracks are compared by: the 57 columns, or a listener's embedding of ``n_dims`` numbers that vary."""

    name: str
    title: str
    n_dims: int
    compared: tuple[Compared, ...]
    variety: tuple[Variety, ...]

    def of(self, name: str) -> Compared:
        """One of MADE, REAL and NOISE."""
        return next(one for one in self.compared if one.set == name)


@dataclass(frozen=True)
class Heard:
    """What the model hears in one set: ``counts`` as [asked][heard], ``right`` the share heard as asked, over
    ``n`` tracks of genres that it knows, with 95 % over groups (None with fewer than 15)."""

    set: str
    counts: tuple[tuple[int, ...], ...]
    right: float
    interval: tuple[float, float] | None
    n: int


@dataclass(frozen=True)
class Confusion:
    """Per genre, of the clips and, beside it, of both real halves.

    ``n_known`` of the real tracks are among those that the model learnt from, and ``n_made_known`` of the clips.
    """

    model: str
    genres: tuple[str, ...]
    heard: tuple[Heard, ...]
    n_known: int
    n_made_known: int = 0

    def of(self, name: str) -> Heard:
        """One of HEARD_SETS."""
        return next(one for one in self.heard if one.set == name)


@dataclass(frozen=True)
class Checks:
    """What is wrong in one set: how many of ``n`` tracks have a fault, how many each kind of `core.fidelity.clip`,
    and how the tempo stands to the one that was asked for, as `core.fidelity.tempi` has it."""

    set: str
    n: int
    n_faulty: int
    faults: Mapping[str, int]
    tempo: Mapping[str, int]


@dataclass(frozen=True)
class FidelityReport:
    """A made set beside a real one.

    Attributes
    ----------
    n : tracks of each set that is compared
    common : what all were brought to
    genres : genre, as the real set names it -> how many tracks of it each set has
    model : who heard the genres; "" for nobody
    spaces : the 57 columns first, then what listeners hear
    confusion : None where no model listened, or it knows none of the genres
    checks : of HEARD_SETS
    left_out : (track, why) of what could not be used
    compared_as : genre as the made set names it -> what it is compared with, where the names differ
    """

    made: str
    real: str
    n: int
    common: Common
    genres: Mapping[str, int]
    model: str
    spaces: tuple[Space, ...]
    confusion: Confusion | None
    checks: tuple[Checks, ...]
    left_out: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]
    compared_as: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `report_of` reads it."""
        return asdict(self)

    def checks_of(self, name: str) -> Checks:
        """One of HEARD_SETS."""
        return next(one for one in self.checks if one.set == name)


@dataclass(frozen=True, eq=False)
class Fidelity:
    """The report, a row of ``clips`` for each track that was compared, and of ``places`` for each on each map.

    ``clips`` has track, set, genre, group, heard, heard_share, asked_share, tempo_asked, tempo_heard, tempo_relation,
    lufs, peak_dbtp, clipped_share, silent_share, loop_share, voices, voice_tag, worst (a kind of fault, or ""), kinds
    (of all its faults) and faults (sentences); ``places`` has space, method, track, set, genre, x and y.
    """

    report: FidelityReport
    clips: pd.DataFrame
    places: pd.DataFrame


def report_of(stored: Mapping[str, Any]) -> FidelityReport:
    """The report that ``as_dict`` and JSON made of it; raises KeyError, TypeError or ValueError for anything else."""
    confusion = stored["confusion"]
    parts = {
        "common": Common(**stored["common"]),
        "spaces": tuple(map(_space, stored["spaces"])),
        "confusion": confusion and _confusion(confusion),
        "checks": tuple(Checks(**one) for one in stored["checks"]),
        "left_out": tuple((track, why) for track, why in stored["left_out"]),
        "caveats": tuple(stored["caveats"]),
    }
    return FidelityReport(**{**stored, **parts})


def _space(stored: Mapping[str, Any]) -> Space:
    compared = tuple(map(_compared, stored["compared"]))
    return Space(**{**stored, "compared": compared, "variety": tuple(map(_variety, stored["variety"]))})


def _compared(stored: Mapping[str, Any]) -> Compared:
    parts = {
        "kernel": KernelDistance(**_with_interval(stored["kernel"])),
        "frechet": FrechetDistance(**stored["frechet"]) if stored["frechet"] else None,
        "coverage": Coverage(**stored["coverage"]),
        "told_apart": ToldApart(**_with_interval(stored["told_apart"])),
    }
    return Compared(**{**stored, **parts})


def _variety(stored: Mapping[str, Any]) -> Variety:
    prompts = stored["prompts"]
    return Variety(**{**stored, "prompts": PromptDistances(**_with_interval(prompts)) if prompts else None})


def _confusion(stored: Mapping[str, Any]) -> Confusion:
    heard = tuple(
        Heard(**{**_with_interval(one), "counts": tuple(map(tuple, one["counts"]))}) for one in stored["heard"]
    )
    return Confusion(**{**stored, "genres": tuple(stored["genres"]), "heard": heard})


def _with_interval(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {**stored, "interval": tuple(stored["interval"]) if stored["interval"] else None}
