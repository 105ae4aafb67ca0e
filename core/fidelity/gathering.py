"""Tracks of a made set and of a real one in; both, and noise, drawn, looked at and measured alike out.

Each track is a part of the job, so that all workers listen and nothing is heard twice. What turns out to be unreadable
or silent is left out and the sets are drawn anew: all of them stay as large as each other.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core.data.datasets import Track
from core.data.genre_names import stand_ins
from core.errors import DataError
from core.fidelity.best_of import check_reporter, identity_of, selected_by
from core.fidelity.equal import Common, Facts, common_of
from core.fidelity.halves import Halves, group_of, halves_of, partners_of
from core.fidelity.hearing import FAILURE, Listening, Look, Noise, listen_to, look_at, noises
from core.fidelity.report import FIRST, HEARD_SETS, MADE, NOISE, REAL
from core.fidelity.sources import called
from core.fidelity.voices import voice_listener
from core.fidelity.wish import FidelityWish
from core.jobs import Workbench
from core.models.loaded import LoadedModel

Row = dict[str, Any]
Sound = TypeVar("Sound", Track, Noise)
# The shares of the job at which it has looked at all tracks, listened to them, and to more of their groups.
_LOOKED, _HEARD, MEASURED = 0.4, 0.85, 0.9


@dataclass(frozen=True, eq=False)
class HeardSet:
    """Rows of tracks: ``X`` is, by the name of a space, (n_tracks, n_dims); ``proba`` (n_tracks, n_genres) or None.

    ``rows`` are those of `core.fidelity.hearing.row_of`; none of noise.
    """

    ids: tuple[str, ...]
    genres: tuple[str, ...]
    groups: tuple[str, ...]
    X: Mapping[str, np.ndarray]
    proba: np.ndarray | None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, eq=False)
class Gathered:
    """All sets of `core.fidelity.report.SETS`, what they were brought to, and (track, why) of what was left out.

    ``n_selected`` of the made tracks were kept by a model as the best of several; ``listener`` looked for voices.
    ``together`` is the made set with more tracks of its groups: what can be told of two of a group alone.
    ``compared_as`` are genres of the made set -> how the real one names what stands for them: made tracks have those.
    """

    halves: Halves
    common: Common
    sets: Mapping[str, HeardSet]
    together: HeardSet
    left_out: tuple[tuple[str, str], ...]
    n_selected: int
    listener: str | None
    compared_as: Mapping[str, str] = field(default_factory=dict)


def gather(
    made: Sequence[Track], real: Sequence[Track], *, wish: FidelityWish, model: LoadedModel | None, bench: Workbench
) -> Gathered:
    """Draw the sets, look at their tracks and measure them.

    Raises
    ------
    DataError
        The sets have no genres in common, or too few tracks of them can be used.
    ModelError
        The model selected some of the clips; a listener cannot be had.
    DownloadError
        Files of a listener cannot be had.
    """
    n_selected, listener = _check_selected(made, model), voice_listener()
    names = stand_ins({one.genre for one in made}, {one.genre for one in real})
    made = called(made, names)
    left_out: dict[tuple[bool, str], str] = {}  # whether it is a made one, and its id, for both sets may name alike
    while True:
        pools = [[one for one in pool if (is_made, one.id) not in left_out] for pool, is_made in _both(made, real)]
        halves = _halves(*pools, left_out, wish)
        tracks = {MADE: halves.made, FIRST: halves.real, REAL: halves.other}
        rows, gone = _looked(tracks, listener, bench)
        if not gone:
            facts = [Facts(row["duration_s"], row["cut_hz"]) for name in HEARD_SETS for row in rows[name]]
            common = common_of(facts, longest_s=wish.longest_s)
            told, gone = _measured(tracks, common, wish, model, bench)
        if not gone:
            sets = {name: _set_of(name, tracks[name], told[name], rows[name]) for name in HEARD_SETS}
            sets[NOISE] = _noise_of(told[NOISE])
            together, gone = _together(tracks[MADE], pools[0], told[MADE], common, wish, model, bench)
            why = tuple((id, reason) for (_, id), reason in (left_out | gone).items())
            compared_as = {name: other for name, other in names.items() if other in halves.genres}
            return Gathered(halves, common, sets, together, why, n_selected, listener, compared_as)
        left_out |= gone


def _halves(
    made: Sequence[Track], real: Sequence[Track], left_out: Mapping[tuple[bool, str], str], wish: FidelityWish
) -> Halves:
    """As `halves_of`; where too little is left, its error tells first why tracks were left out."""
    try:
        return halves_of(made, real, n=wish.n, seed=wish.seed)
    except DataError as error:
        if not left_out:
            raise
        (_, id), reason = next(iter(left_out.items()))
        raise DataError(
            f"{len(left_out)} tracks cannot be used, such as {id}: {reason}; of the others: {error}"
        ) from error


def _check_selected(made: Sequence[Track], model: LoadedModel | None) -> int:
    """How many clips some model selected; raises ModelError where it is the one that shall report."""
    selectors = [identity for identity in map(selected_by, made) if identity]
    if model is not None:
        check_reporter(identity_of(model), selected_by=set(selectors), name=model.name)
    return len(selectors)


def _looked(tracks: Mapping[str, Sequence[Track]], listener: str | None, bench: Workbench):
    items = {name: [Look(track, listener) for track in of] for name, of in tracks.items()}
    words = "looked at {done} of {all} tracks"
    # By the listener too: another may be there when a job is taken up again.
    named = _named(items, lambda look: f"{look.track.id} {look.listener}")
    parts = bench.each(look_at, named, words=words, span=(0.0, _LOOKED))
    return _read(parts, items, lambda look: look.track.id)


def _measured(tracks, common: Common, wish: FidelityWish, model: LoadedModel | None, bench: Workbench):
    sounds: dict[str, Sequence[Track | Noise]] = dict(tracks)
    sounds[NOISE] = noises(len(tracks[FIRST]), duration_s=common.duration_s, seed=wish.seed)
    items = {
        name: [Listening(one, common, wish.listeners, model.name if model and name != NOISE else "") for one in of]
        for name, of in sounds.items()
    }
    # By the common ground too: what was measured on another one is no part of this.
    named = _named(items, lambda item: f"{item.sound.id} {common}")
    parts = bench.each(listen_to, named, words="listened to {done} of {all} sounds", span=(_LOOKED, _HEARD))
    return _read(parts, items, lambda item: item.sound.id)


def _together(drawn, pool, told, common: Common, wish: FidelityWish, model: LoadedModel | None, bench: Workbench):
    """The drawn tracks with others of their groups, half as many at most, and the reasons of those that cannot be used:
    nobody needs others in their place."""
    partners = partners_of(drawn, pool, n=len(drawn) // 2, seed=wish.seed)
    if not partners:
        return _set_of(MADE, drawn, told, ()), {}
    items = {MADE: [Listening(one, common, wish.listeners, model.name if model else "") for one in partners]}
    words = "listened to {done} of {all} more clips of the same prompts"
    named = _named(items, lambda item: f"{item.sound.id} {common}")
    more, gone = _read(bench.each(listen_to, named, words=words, span=(_HEARD, MEASURED)), items, lambda i: i.sound.id)
    heard = [(one, row) for one, row in zip(partners, more[MADE], strict=True) if FAILURE not in row]
    tracks, rows = [*drawn, *(one for one, _ in heard)], [*told, *(row for _, row in heard)]
    return _set_of(MADE, tracks, rows, ()), gone


def _named(items: Mapping[str, Sequence[Any]], name_of) -> dict[str, Any]:
    """All items by names that no two share: made and real ones may be named alike, both real halves are not."""
    return {f"{_side(name)} {name_of(item)}": item for name, of in items.items() for item in of}


def _read(parts: Mapping[str, Path], items: Mapping[str, Sequence[Any]], id_of):
    """What the parts told, by set in the order of its tracks, and the reasons of those that cannot be used."""
    told, gone, paths = defaultdict(list), {}, iter(parts.values())
    for name, of in items.items():
        for item in of:
            row = json.loads(next(paths).read_bytes())
            told[name].append(row)
            if FAILURE in row:
                gone[name == MADE, id_of(item)] = row[FAILURE]
    return told, gone


def _side(name: str) -> str:
    return name if name in (MADE, NOISE) else FIRST


def _both(made: Sequence[Track], real: Sequence[Track]):
    return (made, True), (real, False)


def _set_of(name: str, tracks: Sequence[Track], told: Sequence[Row], rows: Sequence[Row]) -> HeardSet:
    groups = (group_of(track) if track.artist else f"{_side(name)} {group_of(track)}" for track in tracks)
    return HeardSet(
        ids=tuple(track.id for track in tracks),
        genres=tuple(track.genre for track in tracks),
        groups=tuple(groups),
        X=_spaces(told),
        proba=np.array([one["proba"] for one in told]) if told[0]["proba"] is not None else None,
        rows=tuple(rows),
    )


def _noise_of(told: Sequence[Row]) -> HeardSet:
    names = tuple(f"noise {i}" for i in range(len(told)))
    return HeardSet(names, ("",) * len(told), names, _spaces(told), None)


def _spaces(told: Sequence[Row]) -> dict[str, np.ndarray]:
    return {space: np.array([one["X"][space] for one in told]) for space in told[0]["X"]}
