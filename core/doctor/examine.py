"""The doctor's job: an opened dataset in; its findings, stored beside it, out.

Every track is decoded once, on all workers, and what is kept of it is stored as it ends, so that a job that was
stopped goes on where it was. What concerns the dataset as a whole is looked for in what was kept: a kilobyte of
measures and features and some six of fingerprint for 30 s of sound.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.data.audio import SEGMENT_S
from core.data.datasets import Track
from core.data.duplicates import find_duplicates
from core.data.exclusions import Exclusions
from core.data.findings import KINDS, Finding
from core.data.hashing import hash_tracks
from core.data.loading import load_table
from core.data.opened import OpenDataset, open_dataset
from core.data.table import FeatureTable
from core.doctor.artists import artist_key, artists_in_genres
from core.doctor.hearing import COLUMNS, Listening, hear, unpack
from core.doctor.labels import DEFAULT_CONFIG, LabelConfig, doubtful_labels
from core.doctor.measures import Measures
from core.doctor.published import published_faults
from core.doctor.recordings import duplicate_findings
from core.doctor.sound_faults import DEFAULT_LIMITS, sound_faults
from core.doctor.stored import Examination, write_findings
from core.errors import DataError
from core.jobs.workbench import Workbench
from core.runs import now
from core.sound.fingerprint import Fingerprint

KIND = "doctor"
Progress = Callable[[float, str], None]
_LISTENED, _COMPARED, _JUDGED = 0.8, 0.9, 0.99  # shares of the work: each part ends there


@dataclass(frozen=True)
class DoctorParams:
    """Which dataset (its id) to examine; whether a model shall judge its labels too, and tells from which odds on."""

    dataset: str
    labels: bool = True
    min_odds: float = DEFAULT_CONFIG.min_odds


@dataclass
class _Ward:
    """What is known while a dataset is examined."""

    tracks: Sequence[Track]
    findings: list[Finding]
    skipped: list[str]
    measures: dict[str, Measures]
    features: dict[str, np.ndarray]
    fingerprints: dict[str, Fingerprint]


def examine(params: DoctorParams, bench: Workbench) -> dict[str, Any]:
    """The job.

    Returns
    -------
    dict of ``dataset``, ``n_tracks``, ``checked`` (tracks whose sound was read), ``kinds`` (findings of each kind) and
    ``skipped`` (sentences: what could not be looked at, and why)

    Raises
    ------
    DataError
        The dataset is gone, or holds no tracks.
    """
    opened = open_dataset(params.dataset)
    config = replace(DEFAULT_CONFIG, min_odds=params.min_odds)
    ward = _Ward(opened.tracks(anew=True), [], [], {}, {}, {})
    _listen(ward, params, bench)
    ward.findings += sound_faults(ward.measures)
    ward.findings += _twice(ward, _part_of(bench, _LISTENED, _COMPARED))
    ward.findings += published_faults(opened.dataset, ward.tracks)
    ward.findings += _artists(ward)
    bench.tell(_COMPARED, "looking at labels")
    if params.labels:
        ward.findings += _labels(opened, ward, config, _part_of(bench, _COMPARED, _JUDGED))
    examination = Examination(
        data=hash_tracks(ward.tracks),
        made=now(),
        n_tracks=len(ward.tracks),
        n_heard=len(ward.measures),
        findings=tuple(_in_order(ward.findings)),
        skipped=tuple(ward.skipped),
        settings={"sound": asdict(DEFAULT_LIMITS), "labels": asdict(config)},
    )
    write_findings(opened, examination)
    bench.tell(1.0, "examined")
    return {
        "dataset": opened.id,
        "n_tracks": examination.n_tracks,
        "checked": examination.n_heard,
        "kinds": examination.counts,
        "skipped": ward.skipped,
    }


def _listen(ward: _Ward, params: DoctorParams, bench: Workbench) -> None:
    """Hear every track that can be heard; those that cannot are findings."""
    items = {track.id: Listening(track, params.labels) for track in ward.tracks if track.sound is not None}
    if n_silent := len(ward.tracks) - len(items):
        whose = "all tracks" if not items else f"{n_silent} of {len(ward.tracks)} tracks"
        ward.skipped.append(f"the sound of {whose}: there is no audio here, only numbers")
    parts = bench.each(hear, items, words="listened to {done} of {all} tracks", span=(0.0, _LISTENED))
    for track_id, path in parts.items():
        _take(ward, track_id, path)


def _take(ward: _Ward, track_id: str, path: Path) -> None:
    heard = unpack(path.read_bytes())
    if heard.measures is None:
        ward.findings.append(Finding(track_id, "unreadable", heard.failure))
        return
    ward.measures[track_id] = heard.measures
    ward.features[track_id] = heard.features
    ward.fingerprints[track_id] = heard.fingerprint


def _twice(ward: _Ward, progress: Progress) -> list[Finding]:
    def compared(share: float) -> None:
        progress(share, "looking for recordings that are there twice")

    compared(0.0)
    pairs = find_duplicates(ward.fingerprints, progress=compared)
    return duplicate_findings(pairs, {track_id: measured.duration_s for track_id, measured in ward.measures.items()})


def _artists(ward: _Ward) -> list[Finding]:
    if not any(artist_key(track.artist) for track in ward.tracks):
        ward.skipped.append("artists in several genres: no track here names its artist")
        return []
    return artists_in_genres(ward.tracks)


def _labels(opened: OpenDataset, ward: _Ward, config: LabelConfig, progress: Progress) -> list[Finding]:
    try:
        table = _table_of(opened, ward)
        findings, left_out = doubtful_labels(table, config, progress=progress)
    except DataError as error:  # too few tracks to be judged is nothing wrong with them
        ward.skipped.append(f"labels: {error}")
        return []
    ward.skipped += left_out
    return findings


def _table_of(opened: OpenDataset, ward: _Ward) -> FeatureTable:
    """The rows that labels are judged by: what was heard, or the published numbers where there is no audio."""
    if all(track.sound is None for track in ward.tracks):
        table = load_table(f"{opened.dataset.name}:{opened.path}")
        if table.leaky_only:
            raise DataError(f"no model can judge them without having heard them: {table.leaky_only}")
        return table
    rows = _rows(ward)
    if rows.empty:
        raise DataError("no track with a genre could be heard")
    return FeatureTable(
        rows,
        COLUMNS,
        opened.title,
        opened.dataset.licence,
        opened.id,
        exclusions=Exclusions(twins=_twins(ward.findings)),
    )


def _rows(ward: _Ward) -> pd.DataFrame:
    """The features of all tracks with a genre; spellings of one artist are one artist."""
    heard = [track for track in ward.tracks if track.genre and len(ward.features.get(track.id, ()))]
    if not heard:
        return pd.DataFrame()
    counts = [len(ward.features[track.id]) for track in heard]
    segments = np.concatenate([np.arange(count) for count in counts])
    keys = {
        "track_id": np.repeat(np.array([track.id for track in heard], dtype=object), counts),
        "segment": segments,
        "start_s": SEGMENT_S * segments,
        "genre": np.repeat(np.array([track.genre for track in heard], dtype=object), counts),
        "artist": np.repeat(np.array([artist_key(track.artist) or None for track in heard], dtype=object), counts),
    }
    X = np.concatenate([ward.features[track.id] for track in heard])
    return pd.concat([pd.DataFrame(keys), pd.DataFrame(X, columns=list(COLUMNS))], axis=1)


def _twins(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    """Pairs that are one recording: no model may learn one and judge the other."""
    kinds = {name for name, kind in KINDS.items() if kind.pair} | {"published-fault"}
    return tuple((found.track, found.other) for found in findings if found.kind in kinds and found.other)


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """By kind as people read them; within a kind the strongest first, as its part has sorted them or by the score."""
    ranks: Mapping[str, int] = {kind: rank for rank, kind in enumerate(KINDS)}
    return sorted(findings, key=lambda found: (ranks[found.kind], -(found.score or 0.0), found.track))


def _part_of(bench: Workbench, low: float, high: float) -> Progress:
    return lambda share, words: bench.tell(low + (high - low) * share, words)
