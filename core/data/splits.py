"""A table in, train / valid / test track ids out, by a ``Protocol`` that checks itself; folds inside a training part.

`core.data.protocols` holds the protocols there are.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.data.exclusions import Exclusions, one_recording
from core.data.table import FeatureTable
from core.errors import DataError
from core.models.folds import balanced_folds, beside, staying_rows

N_NAMED = 5  # tracks in a sentence
# What never stands on both sides, in the words of a sentence.
ARTIST, RECORDING, PROMPT, NOTHING = "artist", "recording", "prompt", "nothing"
_UNITS = {ARTIST: "artist", RECORDING: "recording", PROMPT: "prompt group", NOTHING: "segment"}


@dataclass(frozen=True)
class Split:
    """Track ids to fit on, to select on (may be empty) and to score on; ``note`` says what a list lacks here.

    ``draw`` counts the times that a protocol cut all its tracks anew; within one draw a track is tested once.
    """

    train: tuple[str, ...]
    valid: tuple[str, ...]
    test: tuple[str, ...]
    note: str = ""
    draw: int = 0


@dataclass(frozen=True)
class Protocol:
    """A way to separate train and test.

    ``leaky``: the same artists stand, or may stand, on both sides by definition. ``shared_tracks``: the test tracks of
    a protocol that is not leaky which nevertheless share an artist with the rest, each one named. ``tested``: the track
    ids of a published test set; None where a protocol tests whatever a table holds. ``unit``: what is split and scored,
    "track" or "segment". ``apart``: what stands on one side alone, in folds inside a training part, too: "artist",
    "recording", "prompt" or "nothing".
    """

    name: str
    badge: str
    sentence: str
    leaky: bool
    make: Callable[[FeatureTable, int], list[Split]]
    shared_tracks: frozenset[str] = frozenset()
    tested: Callable[[], Collection[str]] | None = None
    unit: str = "track"
    apart: str = ARTIST

    def table_of(self, table: FeatureTable) -> FeatureTable:
        """The table whose tracks the splits name: itself, or every segment as a track of its own."""
        return table.by_segment if self.unit == "segment" else table

    def inner_groups(self, table: FeatureTable) -> np.ndarray:
        """For each row what no fold inside a training part may separate, as the protocol itself does."""
        if self.apart == NOTHING:
            return np.arange(len(table.rows)).astype(str)
        return table.inner_groups if self.apart in (ARTIST, PROMPT) else table.recording_groups

    def copies_of(self, table: FeatureTable) -> tuple[tuple[str, str], ...]:
        """The pairs of tracks, held to be one recording, that no split may part.

        A published list of GTZAN stays as it is, with the slips that its sentence names, and a leaky protocol leaks:
        both part all but what a visitor decided. Any other keeps apart what is known or has equal numbers, too.
        """
        return table.twins if self.leaky or self.tested is not None else table.copies

    def splits(self, table: FeatureTable, *, seed: int = 0) -> tuple[Split, ...]:
        """The checked splits of a table, in the track ids of ``table_of``; ``seed`` matters to a random protocol alone.

        What a visitor excluded because a model disagrees leaves training parts; so does what is the same recording as
        a track to be scored, as ``copies_of`` tells.

        Raises
        ------
        DataError
            The table does not fit the protocol, or a split breaks its rules.
        """
        if table.leaky_only and not self.leaky:
            raise DataError(
                f"{self.name} cannot be used with {table.name}: {table.leaky_only}; use random-tracks or track-groups"
            )
        table = self.table_of(table)
        splits = tuple(_trained_on_less(split, table, self.copies_of(table)) for split in self.make(table, seed))
        for split in splits:
            check_split(split, table, self)
        tested = [(split.draw, track_id) for split in splits for track_id in split.test]
        if len(tested) > len(set(tested)):
            raise DataError(f"{self.name}: a track is tested in more than one fold")
        return splits

    def as_used_on(self, table: FeatureTable) -> "Protocol":
        """Itself; or, where faulty tracks left its test set, another protocol, whose scores stand in another list."""
        return self.without(table.exclusions)

    def without(self, exclusions: Exclusions) -> "Protocol":
        """The protocol under whose name scores stand when this is left out."""
        gone = sorted(exclusions.everywhere)
        if self.tested is not None:
            gone = sorted(set(gone).intersection(self.tested()))
        if not gone:
            return self
        mark = hashlib.sha256("\n".join(gone).encode()).hexdigest()[:4]
        named = ", ".join(gone[:N_NAMED]) + (", ..." if len(gone) > N_NAMED else "")
        left_out = f"{len(gone)} track{'s' * (len(gone) > 1)} left out of it here for their faults: {named}."
        return replace(self, name=f"{self.name}-without-{len(gone)}-{mark}", sentence=f"{self.sentence} {left_out}")


def check_split(split: Split, table: FeatureTable, protocol: Protocol) -> None:
    """Raise ``DataError`` when a split breaks a rule: parts, recordings and artists apart, genres learnable."""
    tracks = table.tracks
    parts = {"train": split.train, "valid": split.valid, "test": split.test}
    _check_parts(parts, known=set(tracks.index), protocol=protocol)
    is_lesson = protocol.leaky and tracks["synthetic"].all()  # its note says what its scores are worth
    for part in ("valid", "test") if not is_lesson else ():
        made = [track_id for track_id in parts[part] if tracks.at[track_id, "synthetic"]]
        if made:
            raise DataError(f"{protocol.name}: {made[0]} is synthetic; the {part} part may hold real tracks only")
    taught = set(tracks.loc[list(split.train), "genre"])
    untaught = set(tracks.loc[[*split.valid, *split.test], "genre"]) - taught
    if untaught:
        raise DataError(
            f"{protocol.name}: {', '.join(sorted(untaught))} would be tested without one training track by another "
            f"artist; add tracks, leave the genre out, or use random-tracks, whose score says nothing about new artists"
            if protocol.apart == ARTIST
            else f"{protocol.name}: {', '.join(sorted(untaught))} would be tested without one training "
            f"{_UNITS[protocol.apart]}; add tracks or leave the genre out"
        )
    if len(taught) < 2:
        raise DataError(f"{protocol.name}: all training tracks are {taught.pop()}; a model needs at least two genres")
    _check_twins(parts, table, protocol)
    if not protocol.leaky or protocol.apart == PROMPT:
        _check_artists(parts, tracks["group"].to_dict(), protocol)


def inner_folds(
    groups: Sequence[str],
    y: Sequence[str],
    *,
    n_folds: int,
    seed: int,
    apart: str = ARTIST,
    lone_stay: bool = False,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut training rows in folds with no group on both sides and the genres spread as evenly as groups allow.

    Parameters
    ----------
    groups, y : the artist (or whatever must stay together) and the genre of each row
    apart : what the groups are, "artist", "recording", "prompt" or "nothing" (every row is its own), for an error
    lone_stay : whether the only group of a genre is learnt from in every fold, instead of being refused

    Returns
    -------
    list of (train, test) row indices; every genre occurs in every train part

    Raises
    ------
    DataError
        A genre has one artist only, or there are fewer artists than folds.
    """
    groups, y = np.asarray(groups), np.asarray(y)
    if groups.shape != y.shape or groups.ndim != 1:
        raise DataError(f"groups has shape {groups.shape} and y {y.shape}; needed is one of each for every row")
    unit = _UNITS[apart]
    stay = staying_rows(groups, y) if lone_stay else np.zeros(len(y), dtype=bool)
    if len(y) and stay.all():
        raise DataError(
            f"no training track can be held out, because every genre has one {unit} only; folds by {unit} need a genre "
            f"with two, so add tracks"
        )
    groups, y = groups[~stay], y[~stay]
    _check_enough_groups(groups, y, n_folds, unit)
    folds = balanced_folds(None if apart == NOTHING else groups, y, n_folds=n_folds, seed=seed)
    if folds is None:
        raise DataError(
            f"no cut into {n_folds} folds by {unit} keeps every genre in every training part; "
            f"use fewer folds or more {unit}s"
        )
    return beside(stay, folds)


def _check_enough_groups(groups: np.ndarray, y: np.ndarray, n_folds: int, unit: str) -> None:
    n_groups = len(np.unique(groups))
    if n_groups < n_folds:
        raise DataError(f"{n_folds} folds by {unit} need at least {n_folds} {unit}s, but there are {n_groups}")
    for genre in np.unique(y):
        if len(np.unique(groups[y == genre])) < 2:
            one = "by one artist" if unit == _UNITS[ARTIST] else f"one {unit}"
            raise DataError(
                f"all training tracks of {genre} are {one}; folds by {unit} need two in every genre, "
                f"because one is held out"
            )
    if (largest := np.unique(y, return_counts=True)[1].max()) < n_folds:
        raise DataError(f"{n_folds} folds need a genre with as many tracks, but the largest has {largest}")


def _check_parts(parts: dict[str, tuple[str, ...]], *, known: set[str], protocol: Protocol) -> None:
    side: dict[str, str] = {}
    for part, track_ids in parts.items():
        for track_id in track_ids:
            if track_id in side:
                raise DataError(f"{protocol.name}: the track {track_id} stands in {side[track_id]} and in {part}")
            if track_id not in known:
                raise DataError(f"{protocol.name}: the track {track_id} of the {part} part is not in the table")
            side[track_id] = part
    for part in ("train", "test"):
        if not parts[part]:
            raise DataError(f"{protocol.name}: the table has no track of the {part} part; it needs more tracks")


def _check_artists(parts: dict[str, tuple[str, ...]], group_of: dict[str, str], protocol: Protocol) -> None:
    learnt = {group_of[track_id]: track_id for track_id in (*parts["train"], *parts["valid"])}
    for track_id in parts["test"]:
        if (twin := learnt.get(group_of[track_id])) and track_id not in protocol.shared_tracks:
            raise DataError(
                f"{protocol.name}: {group_of[track_id]} stands on both sides, with {twin} and the test track {track_id}"
            )
    fitted = {group_of[track_id]: track_id for track_id in parts["train"]}
    for track_id in parts["valid"]:
        if twin := fitted.get(group_of[track_id]):
            raise DataError(f"{protocol.name}: {group_of[track_id]} is in train ({twin}) and in valid ({track_id})")


def _trained_on_less(split: Split, table: FeatureTable, copies: Iterable[tuple[str, str]]) -> Split:
    """The split without what must not be learnt from: labels in doubt, and recordings that it also scores."""
    recording = one_recording(copies)
    scored = {recording[track_id] for track_id in split.test if track_id in recording}
    selected = {recording[track_id] for track_id in split.valid if track_id in recording} - scored
    train = [i for i in split.train if i not in table.exclusions.training and recording.get(i) not in scored | selected]
    valid = [i for i in split.valid if recording.get(i) not in scored]
    n_less = len(split.train) + len(split.valid) - len(train) - len(valid)
    if not n_less:
        return split
    words = f"{n_less} track{'s' * (n_less > 1)} not learnt from: labels in doubt, or recordings that are scored too"
    return replace(split, train=tuple(train), valid=tuple(valid), note="; ".join(filter(None, (split.note, words))))


def _check_twins(parts: dict[str, tuple[str, ...]], table: FeatureTable, protocol: Protocol) -> None:
    part_of = {track_id: part for part, track_ids in parts.items() for track_id in track_ids}
    for a, b in protocol.copies_of(table):
        if part_of.get(a, part_of.get(b)) != part_of.get(b, part_of.get(a)):
            sides = f"{part_of[a]} and {part_of[b]}"
            raise DataError(f"{protocol.name}: {a} and {b} are one recording, but stand in {sides}")
