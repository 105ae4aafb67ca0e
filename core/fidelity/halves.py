"""Tracks of a made set and of a real one in; as many of each genre of the made, and of two real halves, out.

The halves share no artist. Of a group one track is drawn before the second one of any, so that as many groups as can be
are heard.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

import numpy as np

from core.data.datasets import Track
from core.errors import DataError

FEWEST = 12  # tracks in each set: what a coverage over five neighbours says something of


@dataclass(frozen=True)
class Halves:
    """Tracks in rows of equal genres: ``made``, ``real`` (the half that all is compared with) and ``other``.

    ``missing`` are genres that the sets have in common and that are in no row.
    """

    made: tuple[Track, ...]
    real: tuple[Track, ...]
    other: tuple[Track, ...]
    missing: tuple[str, ...] = ()

    @property
    def genres(self) -> dict[str, int]:
        """How many tracks of each genre each set has."""
        names = [track.genre for track in self.real]
        return {name: names.count(name) for name in sorted(set(names))}


def group_of(track: Track) -> str:
    """What a track shares with others that must stay on its side: its artist, or what it was made of, or nothing."""
    if track.artist:
        return f"artist:{track.artist}"
    return f"prompt:{track.prompt_group}" if track.prompt_group else f"track:{track.id}"


def halves_of(
    made: Sequence[Track], real: Sequence[Track], *, n: int | None = None, seed: int = 0, fewest: int = FEWEST
) -> Halves:
    """As many tracks of each common genre in all three, up to ``n`` in each.

    Raises
    ------
    DataError
        There are no common genres, or fewer than ``fewest`` tracks would be left.
    """
    rng = np.random.default_rng(seed)
    first, second = _parted(real, rng)
    pools = [_by_genre(tracks, rng) for tracks in (made, first, second)]
    genres = sorted(set.intersection(*(set(pool) for pool in pools)))
    if not genres:
        told = [", ".join(sorted({track.genre for track in tracks})) or "none" for tracks in (made, real)]
        raise DataError(
            f"the sets have no genre in common of which there are two artists: the made one has {told[0]}, the real "
            f"one {told[1]}; compare sets with genres of the same names"
        )
    many = {genre: min(len(pool[genre]) for pool in pools) for genre in genres}
    many = _limited(many, n)
    total = sum(many.values())
    if total < fewest:
        raise DataError(
            f"{total} tracks of each set could be compared, but at least {fewest} are needed (real tracks are parted "
            "in two halves); take larger sets"
        )
    sides = (tuple(track for genre in many for track in pool[genre][: many[genre]]) for pool in pools)
    return Halves(*sides, missing=tuple(sorted(set(pools[0]) & {*pools[1], *pools[2]} - set(many))))


def partners_of(drawn: Sequence[Track], pool: Iterable[Track], *, n: int, seed: int = 0) -> tuple[Track, ...]:
    """Up to ``n`` more of the groups of which tracks were drawn: a second one of each group before a third of any.

    Sets are drawn of as many groups as can be, so that there are hardly two tracks of one in them; these are for what
    can be told of two alone. Groups of all genres take turns.
    """
    there = {track.id for track in drawn}
    groups = {(track.genre, group_of(track)) for track in drawn}
    rest = [one for one in pool if one.id not in there and (one.genre, group_of(one)) in groups]
    ranked = _by_genre(rest, np.random.default_rng(seed))
    turns = (track for of_turn in zip_longest(*ranked.values()) for track in of_turn if track is not None)
    return tuple(islice(turns, n))


def _parted(real: Sequence[Track], rng: np.random.Generator) -> tuple[list[Track], list[Track]]:
    """Two halves without a common group: the largest groups first, each to where its genres are rarer."""
    members = defaultdict(list)
    for track in real:
        members[group_of(track)].append(track)
    names = sorted(members)
    order = sorted(rng.permutation(len(names)).tolist(), key=lambda i: -len(members[names[i]]))
    halves, counts = ([], []), (defaultdict(int), defaultdict(int))
    for i in order:
        tracks = members[names[i]]
        have = [sum(count[track.genre] for track in tracks) for count in counts]
        side = int(have[1] < have[0])
        halves[side].extend(tracks)
        for track in tracks:
            counts[side][track.genre] += 1
    return halves


def _by_genre(tracks: Iterable[Track], rng: np.random.Generator) -> dict[str, list[Track]]:
    """The tracks of each genre in the order in which they are taken: one of each group, then the second ones."""
    tracks = sorted((track for track in tracks if track.genre), key=lambda track: track.id)
    seen, ranked = defaultdict(int), defaultdict(list)
    for place, i in enumerate(rng.permutation(len(tracks)).tolist()):
        track = tracks[i]
        key = (track.genre, group_of(track))
        ranked[track.genre].append((seen[key], place, track))
        seen[key] += 1
    return {genre: [track for _, _, track in sorted(found, key=lambda one: one[:2])] for genre, found in ranked.items()}


def _limited(many: Mapping[str, int], n: int | None) -> dict[str, int]:
    """No more than ``n`` together: the genre with the most gives way first."""
    many = dict(many)
    while n is not None and sum(many.values()) > n:
        many[max(many, key=lambda genre: (many[genre], genre))] -= 1
    return {genre: count for genre, count in many.items() if count}
