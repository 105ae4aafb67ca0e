"""What the models of the leakage meter said in, bars, the fall and pairs out: one prediction per track everywhere.

The headline counts tracks, as every score of this project does: the mean of a track's held-out segments is its
prediction. Notebooks count segments; that share stands beside it. Intervals draw whole artists, whatever is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from core.data.protocols import PROTOCOLS
from core.intervals import interval_if_enough
from core.training.choose import words_of
from core.training.leakage.bars import BARS
from core.training.leakage.fitting import track_hits
from core.training.leakage.plan import Fold, Plan, Planned
from core.training.leakage.result import Bar, Fall, Interval, Leakage, Pair
from core.training.leakage.slips import SLIPS, Slip, Twins


@dataclass(frozen=True, eq=False)
class _Told:
    """Hits of one bar, each the mean over its draws: of every scored track, and of every scored row."""

    tracks: np.ndarray
    rows: np.ndarray
    draws: tuple[float, ...]


def result(
    planned: Planned, said: Mapping[int, np.ndarray], twins: Mapping[str, Sequence[Twins]], reasons: Mapping[str, str]
) -> Leakage:
    """Put everything together.

    Parameters
    ----------
    said : index of a fold -> probabilities of its tested rows
    twins : name of a slip -> what both models say of the tested rows of each fold of ``plan.slips``
    reasons : name of a slip -> why it cannot be shown
    """
    plan, table = planned.plan, planned.table
    bars = dict.fromkeys(fold.bar for fold in plan.folds)
    told = {bar: _told(plan, [(fold, said[n]) for n, fold in enumerate(plan.folds) if fold.bar == bar]) for bar in bars}
    config, tested = plan.config, _tested(plan)
    slip_bar = plan.folds[plan.slips[0]].bar
    return Leakage(
        model=config.model,
        title=words_of(config),
        config=asdict(config),
        data=table.name,
        data_hash=table.data_hash,
        segment_s=table.segment_s,
        note=planned.note,
        n_tracks=len(np.unique(plan.recordings[tested])),
        n_train=planned.n_train,
        baseline=_baseline(plan),
        interval_over="artists" if table.artists_known else "tracks",
        bars=tuple(_bar(planned, spec.name, told.get(spec.name)) for spec in BARS),
        fall=_fall(plan, told),
        pairs_under=_pairs_under(planned, slip_bar),
        pairs=tuple(_pair(plan, slip, twins.get(slip.name, ()), reasons.get(slip.name, "")) for slip in SLIPS),
    )


def _tested(plan: Plan) -> np.ndarray:
    """The rows that every bar tests: those of the first draw of any of them."""
    first = plan.folds[0]
    return np.sort(np.concatenate([f.test for f in plan.folds if (f.bar, f.draw) == (first.bar, first.draw)]))


def _told(plan: Plan, said: Sequence[tuple[Fold, np.ndarray]]) -> _Told:
    draws = []
    for draw in sorted({fold.draw for fold, _ in said}):
        own = [(fold.test, proba) for fold, proba in said if fold.draw == draw]
        rows, proba = np.concatenate([test for test, _ in own]), np.concatenate([proba for _, proba in own])
        order = np.argsort(rows)
        draws.append(_hits(plan, rows[order], proba[order]))
    tracks, rows = (np.mean(hits, axis=0) for hits in zip(*draws, strict=True))
    return _Told(tracks, rows, tuple(float(hits.mean()) for hits, _ in draws))


def _hits(plan: Plan, rows: np.ndarray, proba: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    truth = np.searchsorted(plan.genres, plan.y[rows])
    _, tracks = track_hits(proba, truth, plan.recordings[rows])
    return tracks, (proba.argmax(axis=1) == truth).astype(np.float64)


def _bar(planned: Planned, name: str, told: _Told | None) -> Bar:
    spec = next(bar for bar in BARS if bar.name == name)
    protocol = planned.protocols[name]
    bar = Bar(spec.name, spec.title, spec.words, protocol, PROTOCOLS[protocol].leaky)
    if told is None:
        return _changed(bar, reason=planned.missing[name])
    plan = planned.plan
    return _changed(
        bar,
        accuracy=float(told.tracks.mean()),
        interval=_interval(told.tracks, _track_groups(plan), plan),
        band=(min(told.draws), max(told.draws)) if len(told.draws) > 1 else None,
        by_segment=float(told.rows.mean()) if _has_segments(plan) else None,
        n_tracks=len(told.tracks),
    )


def _changed(bar: Bar, **facts) -> Bar:
    return Bar(**asdict(bar) | facts)


def _fall(plan: Plan, told: Mapping[str, _Told]) -> Fall | None:
    if len(told) < 2:
        return None
    (first, before), *_, (last, after) = told.items()
    lost, lost_rows = before.tracks - after.tracks, before.rows - after.rows
    of_rows = plan.groups[_tested(plan)]
    return Fall(
        first=first,
        last=last,
        difference=float(lost.mean()),
        interval=_interval(lost, _track_groups(plan), plan),
        by_segment=float(lost_rows.mean()) if _has_segments(plan) else None,
        segment_interval=_interval(lost_rows, of_rows, plan) if _has_segments(plan) else None,
    )


def _pair(plan: Plan, slip: Slip, twins: Sequence[Twins], reason: str) -> Pair:
    if reason:
        return Pair(slip.name, slip.title, slip.about(plan), reason=reason)
    folds = [plan.folds[number] for number in plan.slips]
    honest, leaky = (
        _told(plan, [(fold, both[side]) for fold, both in zip(folds, twins, strict=True)]).tracks for side in (0, 1)
    )
    return Pair(
        slip.name,
        slip.title,
        slip.about(plan),
        honest=float(honest.mean()),
        leaky=float(leaky.mean()),
        difference=float((leaky - honest).mean()),
        interval=_interval(leaky - honest, _track_groups(plan), plan),
    )


def _pairs_under(planned: Planned, bar: str) -> str:
    protocol, plan = PROTOCOLS[planned.protocols[bar]], planned.plan
    n_draws = len({plan.folds[number].draw for number in plan.slips})
    return f"{f'{n_draws} draws of ' if n_draws > 1 else ''}{protocol.name} ({protocol.badge})"


def _track_groups(plan: Plan) -> np.ndarray:
    """The group of each scored track, in the order of ``track_hits``."""
    rows = _tested(plan)
    _, first = np.unique(plan.recordings[rows], return_index=True)
    return plan.groups[rows][first]


def _interval(values: np.ndarray, groups: np.ndarray, plan: Plan) -> Interval | None:
    return interval_if_enough(values, groups, seed=plan.config.seed)


def _has_segments(plan: Plan) -> bool:
    return len(np.unique(plan.recordings)) < len(plan.recordings)


def _baseline(plan: Plan) -> float:
    _, first = np.unique(plan.recordings[_tested(plan)], return_index=True)
    _, counts = np.unique(plan.y[_tested(plan)][first], return_counts=True)
    return float(counts.max() / counts.sum())
