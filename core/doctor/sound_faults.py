"""What was measured of every track of a dataset in; the faults of sound among them out.

Some faults are faults anywhere (clipping, an offset). Others are faults beside the neighbours only: 4 s among songs, a
lost treble among full recordings. What is usual is the median of the dataset, which up to half of it cannot move.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from core.data.findings import Finding
from core.doctor.measures import Measures
from core.doctor.silence import QUIET_DBFS
from core.doctor.treble import HIGHEST_HZ
from core.features.extract import MIN_DURATION_S as MIN_FEATURES_S
from core.sound.song import MIN_DURATION_S, SILENT_PEAK_DBFS, SILENT_RMS_DBFS


@dataclass(frozen=True)
class SoundLimits:
    """When a measure is a fault.

    Attributes
    ----------
    short_share : of the usual duration
    short_spreads : how many robust deviations (of the logarithm) under the usual duration, where durations differ;
        3.5 as Iglewicz & Hoaglin (How to detect and handle outliers, 1993) recommend
    silent_share : of the recording; pauses and faded ends stay below
    far_below_db : under the usual level; classical music lies some 15 dB under pop
    flat_share : of the samples in flat tops; 187 clips of GTZAN and Emotify have 0.000005 at most, the same clips
        6 dB too loud and clipped at least 0.0002
    min_flat : tops; fewer are no habit of a recording
    wavy_share : of the samples in tops that were clipped, then encoded or resampled; the loudest of those clips has
        0.0007, nine in ten that were 12 dB too loud and are mp3 since more than 0.0048
    over_share : of the samples over full scale, as lossy formats can hold them: every player clips these
    offset : of full scale
    offset_of_swing, min_offset : of the standard deviation, for quiet recordings, and of full scale
    treble_share : of the frequency that recordings here usually reach
    min_neighbours : tracks that it takes to say what is usual
    """

    short_share: float = 0.5
    short_spreads: float = 3.5
    silent_share: float = 0.2
    far_below_db: float = 40.0
    flat_share: float = 0.0001
    min_flat: int = 10
    wavy_share: float = 0.0015
    over_share: float = 0.002
    offset: float = 0.015
    offset_of_swing: float = 0.15
    min_offset: float = 0.003
    treble_share: float = 0.7
    min_neighbours: int = 5


DEFAULT_LIMITS = SoundLimits()


@dataclass(frozen=True)
class Usual:
    """What is usual in a dataset: medians over its tracks.

    ``spread`` is the robust deviation of the logarithm of the durations.
    """

    n_tracks: int
    duration_s: float
    spread: float
    level_dbfs: float
    flat_share: float
    offset: float
    treble_hz: float


def sound_faults(measures: Mapping[str, Measures], limits: SoundLimits = DEFAULT_LIMITS) -> list[Finding]:
    """The findings of all tracks: kind by kind, in the order of the tracks."""
    if not measures:
        return []
    usual = what_is_usual(measures.values())
    found = []
    for kind, judge in _RULES.items():
        for track, measured in measures.items():
            if fault := judge(measured, usual, limits):
                found.append(Finding(track, kind, fault.reason, score=fault.score))
    return found


def what_is_usual(measures: Iterable[Measures]) -> Usual:
    """The medians over at least one track."""
    rows = [
        (max(m.duration_s, 1e-3), m.level_dbfs, m.flat_share, abs(m.offset), m.treble_end_hz or HIGHEST_HZ)
        for m in measures
    ]
    log_s = np.log([row[0] for row in rows])
    spread = 1.4826 * float(np.median(np.abs(log_s - np.median(log_s))))
    duration_s, level_dbfs, flat_share, offset, treble_hz = np.median(rows, axis=0).tolist()
    return Usual(len(rows), duration_s, spread, level_dbfs, flat_share, offset, treble_hz)


@dataclass(frozen=True)
class _Fault:
    reason: str
    score: float


def _damaged(measured: Measures, usual: Usual, limits: SoundLimits) -> _Fault | None:
    return _Fault("; ".join(measured.damage), -measured.duration_s) if measured.damage else None


def _too_short(measured: Measures, usual: Usual, limits: SoundLimits) -> _Fault | None:
    lasts, score = f"it lasts {_seconds(measured.duration_s)}", -measured.duration_s
    here = f"usual here are {_seconds(usual.duration_s)}"
    if measured.duration_s < MIN_FEATURES_S:
        return _Fault(f"{lasts}, but features need {_seconds(MIN_FEATURES_S)}; {here}", score)
    # In a dataset of excerpts of 2 s nothing is wrong with 2 s.
    if measured.duration_s < MIN_DURATION_S <= usual.duration_s:
        return _Fault(f"{lasts}, but a genre mix needs {_seconds(MIN_DURATION_S)}; {here}", score)
    below = np.log(usual.duration_s / measured.duration_s)
    is_far = below > max(-np.log(limits.short_share), limits.short_spreads * usual.spread)
    return _Fault(f"{lasts}; {here}", score) if is_far and usual.n_tracks >= limits.min_neighbours else None


def _silent(measured: Measures, usual: Usual, limits: SoundLimits) -> _Fault | None:
    levels = (
        f"peak {measured.peak_dbfs:.0f} dBFS, mean level {measured.level_dbfs:.0f} dBFS; "
        f"usual here is a mean level of {usual.level_dbfs:.0f} dBFS"
    )
    if measured.peak_dbfs < SILENT_PEAK_DBFS or measured.level_dbfs < SILENT_RMS_DBFS:
        # A channel that swings is heard; it is their sum, which models listen to, that is silent.
        cancels = measured.swing > 10 ** (SILENT_RMS_DBFS / 20)
        what = "its channels cancel each other, so that nothing is left in mono" if cancels else "all of it is silent"
        return _Fault(f"{what}: {levels}", -measured.level_dbfs)
    share = measured.silent_s / max(measured.duration_s, measured.silent_s)
    if share >= limits.silent_share:
        return _Fault(
            f"{_percent(share)} of it is silent (under {QUIET_DBFS:.0f} dBFS), at most {_seconds(measured.silence_s)} "
            f"without a break, from {_clock(measured.silence_at_s)} on",
            share,
        )
    is_far = measured.level_dbfs < usual.level_dbfs - limits.far_below_db and usual.n_tracks >= limits.min_neighbours
    return _Fault(f"it is hardly to be heard: {levels}", -measured.level_dbfs) if is_far else None


def _clipped(measured: Measures, usual: Usual, limits: SoundLimits) -> _Fault | None:
    worst = "" if measured.worst_s is None else f", most of all from {_clock(measured.worst_s)} on"
    if measured.flat_share >= limits.flat_share and measured.n_flat >= limits.min_flat:
        return _Fault(
            f"{_percent(measured.flat_share)} of its samples lie in {measured.n_flat} tops that are cut off flat, "
            f"the highest at {_dbfs(measured.flat_level)}{worst}; usual here is {_percent(usual.flat_share)}",
            measured.flat_share,
        )
    if measured.wavy_share >= limits.wavy_share:
        return _Fault(
            f"{_percent(measured.wavy_share)} of its samples lie in blunt tops, the highest at "
            f"{_dbfs(measured.wavy_level)}{worst}: it was clipped, and encoded or resampled since; "
            f"loud recordings have {_percent(limits.wavy_share / 2)} at most",
            measured.wavy_share,
        )
    if measured.over_share >= limits.over_share:
        return _Fault(
            f"{_percent(measured.over_share)} of its samples lie over full scale, where every player clips them; "
            "usual is next to none",
            measured.over_share,
        )
    return None


def _offset(measured: Measures, usual: Usual, limits: SoundLimits) -> _Fault | None:
    offset = abs(measured.offset)
    if offset < limits.offset and offset < max(limits.min_offset, limits.offset_of_swing * measured.swing):
        return None
    return _Fault(
        f"it swings around {measured.offset:+.3f} of full scale, not around 0; usual here is {usual.offset:.3f}", offset
    )


def _band_limited(measured: Measures, usual: Usual, limits: SoundLimits) -> _Fault | None:
    end_hz = measured.treble_end_hz
    if end_hz is None or end_hz > limits.treble_share * usual.treble_hz or usual.n_tracks < limits.min_neighbours:
        return None
    more = " and beyond" if usual.treble_hz == HIGHEST_HZ else ""
    return _Fault(
        f"nothing is left above {end_hz / 1000:.1f} kHz; usual here is sound up to {usual.treble_hz / 1000:.1f} "
        f"kHz{more}",
        -end_hz,
    )


_RULES: dict[str, Callable[[Measures, Usual, SoundLimits], _Fault | None]] = {
    "unreadable": _damaged,
    "too-short": _too_short,
    "silent": _silent,
    "clipped": _clipped,
    "dc-offset": _offset,
    "band-limited": _band_limited,
}


def _dbfs(level: float) -> str:
    return f"{20 * float(np.log10(level)) + 0.0:.1f} dBFS"


def _percent(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.2g} %"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
