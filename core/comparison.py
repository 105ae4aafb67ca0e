"""Two stored runs scored on the same tracks -> who is right where, and whether one is better than chance would have it.

Runs are compared only where the protocol and the data are the same, so that the runs are all that differs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.evaluation.hardest import FACTS, PROBA, one_row_per_track, truths
from core.evaluation.paired import Difference, difference, holm
from core.evaluation.scores import SMALLEST_PROBABILITY
from core.intervals import ARTISTS, PROMPT_GROUPS, TRACKS
from core.models.pretrained import is_pretrained
from core.runs import RunRecord, StoredRun

ALPHA = 0.05  # a p-value from here on is called chance
_ALONE = "track:"  # begins the group of a track whose artist is unknown
_NEEDED = ("track_id", "genre", "group")


@dataclass(frozen=True, eq=False)
class Comparison:
    """What two runs say of the same held-out tracks.

    ``tracks`` has a row per track: track_id, recording, start_s, genre, group, n_draws, and for both runs
    ``first_guess``, ``first_p_truth`` (means over the draws) and ``first_right`` (the share of draws that are right,
    so 0 or 1 where there is one), ``second_...`` alike. ``accuracy`` and ``log_loss`` are the first run's minus the
    second's: above 0 the first has the better accuracy and the worse loss. ``notes`` say what else to know.
    """

    first: RunRecord
    second: RunRecord
    tracks: pd.DataFrame
    accuracy: Difference
    log_loss: Difference
    artists_known: bool
    notes: tuple[str, ...] = ()

    @property
    def differing(self) -> pd.DataFrame:
        """The tracks that one run has right more often than the other, the plainest first."""
        gain = self.tracks["first_right"] - self.tracks["second_right"]
        return self.tracks[gain != 0].assign(gain=gain[gain != 0]).sort_values("gain", ascending=False, kind="stable")

    @property
    def counts(self) -> dict[str, int]:
        """Of how many tracks both, one alone or neither has the genre right in most draws."""
        first, second = (self.tracks[f"{which}_right"] > 0.5 for which in ("first", "second"))
        return {
            "both": int((first & second).sum()),
            "first": int((first & ~second).sum()),
            "second": int((second & ~first).sum()),
            "neither": int((~first & ~second).sum()),
        }

    @property
    def test_words(self) -> str:
        """How the p-value of the accuracies was found."""
        of = f"{self.accuracy.n_groups} {self.accuracy.over}"
        why = ", because the artists are unknown" if self.accuracy.over == TRACKS else ""
        return (f"McNemar's test over {of}" if self.accuracy.test == "mcnemar" else f"signs flipped over {of}") + why

    def sentence(self, first: str = "", second: str = "") -> str:
        """Which run is better, by how much, and how sure that is; the two may be called by other names."""
        found, points = self.accuracy, 100 * self.accuracy.value
        if found.value == 0:
            return f"Both are right equally often (p = {_p(found)}; {self.test_words})."
        better, worse = first or self.first.name, second or self.second.name
        if points < 0:
            better, worse = worse, better
        sure = "" if (found.p if found.p_holm is None else found.p_holm) < ALPHA else " That may be chance."
        return (
            f"{better} is right for {abs(points):.1f} points more of the tracks than {worse} "
            f"({_between(found)}p = {_p(found)}; {self.test_words}).{sure}"
        )


@dataclass(frozen=True, eq=False)
class Comparisons:
    """One run against others, p-values corrected for their number; ``refused`` are (name, why not)."""

    comparisons: tuple[Comparison, ...]
    refused: tuple[tuple[str, str], ...]


def compare(first: StoredRun, second: StoredRun, *, seed: int = 0) -> Comparison:
    """Compare two runs track by track, by artists where those are known.

    Raises
    ------
    ModelError
        The runs were scored by different protocols, on different data or on different tracks.
    """
    _check_alike(first.record, second.record)
    for run in (first, second):
        _check_frame(run)
    tracks = _aligned(first, second)
    artists_known = knows_artists(first.record) and knows_artists(second.record)
    over = _drawn_over(first.record, second.record)
    groups = _groups(tracks, over=over)
    losses = [_mean_loss(run.held_out, tracks["track_id"]) for run in (first, second)]
    right = [tracks["first_right"], tracks["second_right"]]
    return Comparison(
        first=first.record,
        second=second.record,
        tracks=tracks,
        accuracy=difference(*right, groups, over=over, seed=seed),
        log_loss=difference(*losses, groups, over=over, seed=seed),
        artists_known=artists_known,
        notes=_notes(first, second),
    )


def compare_all(chosen: StoredRun, others: Iterable[StoredRun], *, seed: int = 0) -> Comparisons:
    """``chosen`` against each of the others; Holm's correction counts all comparisons that are shown."""
    found, refused = [], []
    for other in others:
        try:
            found.append(compare(chosen, other, seed=seed))
        except ModelError as error:
            refused.append((other.record.name, str(error)))
    corrected = {kind: holm([getattr(one, kind).p for one in found]) for kind in ("accuracy", "log_loss")}
    return Comparisons(
        comparisons=tuple(
            replace(one, **{kind: replace(getattr(one, kind), p_holm=float(p[n])) for kind, p in corrected.items()})
            for n, one in enumerate(found)
        ),
        refused=tuple(refused),
    )


def knows_artists(record: RunRecord) -> bool:
    """Whether a run's numbers are over artists; a run of before says so by its interval."""
    return bool(record.data.get("artists_known", record.scores["interval_over"] == ARTISTS))


def _check_alike(first: RunRecord, second: RunRecord) -> None:
    names = f"{first.name} and {second.name}"
    protocols = [record.protocol["name"] for record in (first, second)]
    if protocols[0] != protocols[1]:
        raise ModelError(
            f"{names} cannot be compared: one was scored by {protocols[0]}, the other by {protocols[1]}; train one of "
            f"them again by the other's protocol"
        )
    hashes = [record.data.get("hash") for record in (first, second)]
    if not all(hashes) or hashes[0] != hashes[1]:
        raise ModelError(
            f"{names} cannot be compared: they were scored on different data ({_data(first)}; {_data(second)}); train "
            f"one of them again on the other's"
        )


def _data(record: RunRecord) -> str:
    return f"{record.data['name']}, data hash {str(record.data.get('hash') or 'unknown')[:8]}"


def _check_frame(run: StoredRun) -> None:
    columns = run.held_out.columns
    missing = [name for name in _NEEDED if name not in columns]
    if not any(str(name).startswith(PROBA) for name in columns):
        missing.append(f"{PROBA}<genre>")
    if missing:
        raise ModelError(
            f"the run {run.record.name!r} is broken: its held-out tracks lack the column {missing[0]}; train it again"
        )


def _aligned(first: StoredRun, second: StoredRun) -> pd.DataFrame:
    """A row per track with what both runs say of it."""
    ours, theirs = (one_row_per_track(run.held_out).set_index("track_id") for run in (first, second))
    _check_same_tracks(ours, theirs, names=(first.record.name, second.record.name))
    theirs = theirs.loc[ours.index]
    table = ours.reset_index()[[*FACTS, "n_draws"]]
    for which, said in (("first", ours), ("second", theirs)):
        table[f"{which}_guess"] = said["guess"].to_numpy()
        table[f"{which}_p_truth"] = said["p_truth"].to_numpy()
        table[f"{which}_right"] = (said["n_right"] / said["n_draws"]).to_numpy()
    return table


def _check_same_tracks(ours: pd.DataFrame, theirs: pd.DataFrame, *, names: tuple[str, str]) -> None:
    for here, there, name in ((ours, theirs, names[1]), (theirs, ours, names[0])):
        missing = here.index.difference(there.index)
        if len(missing):
            raise ModelError(
                f"{names[0]} and {names[1]} cannot be compared: {name} was not tested on {len(missing)} of the "
                f"{len(here)} tracks, for example {missing[0]}; train it again"
            )
    other = ours.index[ours["genre"] != theirs.loc[ours.index, "genre"]]
    if len(other):
        raise ModelError(f"{names[0]} and {names[1]} cannot be compared: they disagree on the true genre of {other[0]}")


def _drawn_over(first: RunRecord, second: RunRecord) -> str:
    """What both runs draw whole; tracks, where one of them is of before and drew those."""
    if knows_artists(first) and knows_artists(second):
        return ARTISTS
    over = {record.scores["interval_over"] for record in (first, second)}
    return PROMPT_GROUPS if over == {PROMPT_GROUPS} else TRACKS


def _groups(tracks: pd.DataFrame, *, over: str) -> np.ndarray:
    """What an interval may draw: artists, or what clips were made of; where one is unknown, the recording, with all
    segments cut from it.
    """
    alone = _ALONE + tracks["recording"].astype(str)
    if over == TRACKS:
        return alone.to_numpy(dtype=object).astype(str)
    group = tracks["group"].astype(str)
    return group.where(~group.str.startswith(_ALONE), alone).to_numpy(dtype=object).astype(str)


def _mean_loss(held_out: pd.DataFrame, track_ids: pd.Series) -> np.ndarray:
    """-ln of the probability of the truth of each track, the mean over its draws."""
    losses = pd.Series(-np.log(np.maximum(truths(held_out), SMALLEST_PROBABILITY)))
    return losses.groupby(held_out["track_id"].to_numpy()).mean().loc[track_ids].to_numpy()


def _notes(first: StoredRun, second: StoredRun) -> tuple[str, ...]:
    notes = []
    if first.record.protocol["leaky"]:
        notes.append(f"Both scores are leaky ({first.record.protocol['badge']}), and so is their difference.")
    if _folds(first.held_out) != _folds(second.held_out):
        notes.append("The two were trained on folds cut by different seeds; part of the difference is that cut.")
    if any(is_pretrained(run.record) for run in (first, second)):
        both = all(is_pretrained(run.record) for run in (first, second))
        notes.append(
            f"{'Both are' if both else 'One of them is'} pretrained and may have heard these artists: with wholly new "
            "ones the difference may be another."
        )
    return tuple(notes)


def _folds(held_out: pd.DataFrame) -> set[tuple]:
    """In which fold of which draw each track was held out; a run of before knows one draw."""
    columns = [held_out["track_id"], held_out.get("draw"), held_out.get("fold")]
    zeros = np.zeros(len(held_out), dtype=int)
    return set(zip(*(zeros if column is None else column for column in columns), strict=True))


def _p(found: Difference) -> str:
    if found.p_holm is None:
        return _number(found.p)
    return f"{_number(found.p_holm)} after Holm's correction"


def _number(p: float) -> str:
    return "under 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def _between(found: Difference) -> str:
    if found.interval is None:
        return f"too few {found.over} for an interval; "
    edges = (100 * edge * np.sign(found.value) for edge in found.interval)
    low, high = sorted(round(edge, 1) + 0.0 for edge in edges)  # never "-0.0"
    return f"95 % interval {low:.1f} to {high:.1f}; "
