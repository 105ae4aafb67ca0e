"""As many tracks of each genre on all sides, and no artist in both real halves."""

import pytest

from core.data.datasets import Track
from core.errors import DataError
from core.fidelity.halves import group_of, halves_of, partners_of


def tracks(genre, n, *, name="real", per_artist=2):
    return [Track(f"{name}-{genre}-{i}", None, {"genre": genre}, f"{genre} {i // per_artist}") for i in range(n)]


def clips(genre, n, *, per_prompt=2):
    return [
        Track(f"made-{genre}-{i}", None, {"genre": genre}, prompt_group=f"{genre} {i // per_prompt}") for i in range(n)
    ]


REAL = [*tracks("rock", 20), *tracks("jazz", 31), *tracks("polka", 9)]
MADE = [*clips("rock", 30), *clips("jazz", 12), *clips("techno", 9)]


def test_all_sides_have_the_same_genres_in_the_same_numbers():
    found = halves_of(MADE, REAL)
    for side in (found.made, found.real, found.other):
        assert [track.genre for track in side] == [track.genre for track in found.real]
    assert set(found.genres) == {"rock", "jazz"}
    assert found.genres["jazz"] == 12
    assert found.genres["rock"] in (9, 10)


@pytest.mark.parametrize("seed", range(5))
def test_no_artist_stands_in_both_halves_and_no_track_twice(seed):
    found = halves_of(MADE, REAL, seed=seed)
    assert not {track.artist for track in found.real} & {track.artist for track in found.other}
    ids = [track.id for side in (found.made, found.real, found.other) for track in side]
    assert len(set(ids)) == len(ids)


def test_genres_of_one_artist_alone_or_without_room_are_missing_and_those_of_one_set_are_not():
    alone = tracks("polka", 9, per_artist=9)
    assert halves_of([*MADE, *clips("polka", 9)], [*REAL[:-9], *alone]).missing == ("polka",)
    assert halves_of(MADE, REAL).missing == ()
    many = [f"genre {i:02}" for i in range(14)]
    found = halves_of([c for name in many for c in clips(name, 4)], [t for name in many for t in tracks(name, 8)], n=12)
    assert (len(found.genres), len(found.missing)) == (12, 2)


def test_one_of_each_prompt_comes_before_the_second_of_any():
    found = halves_of(MADE, REAL, n=12)
    groups = [group_of(track) for track in found.made]
    assert len(groups) == len(set(groups)) == 12
    assert sorted(found.genres.values()) == [6, 6]


def test_the_same_seed_draws_the_same_whatever_the_order():
    assert halves_of(MADE, REAL, seed=3).made == halves_of(MADE[::-1], REAL, seed=3).made
    assert halves_of(MADE, REAL, n=12, seed=3) != halves_of(MADE, REAL, n=12, seed=4)


def test_nothing_in_common_and_too_few_are_said():
    with pytest.raises(DataError, match="no genre in common of which there are two artists: the made one has techno"):
        halves_of(clips("techno", 9), REAL)
    with pytest.raises(DataError, match=r"\d tracks of each set could be compared, but at least 12 are needed"):
        halves_of(clips("jazz", 5), REAL)


def test_partners_are_of_the_drawn_groups_the_second_of_each_before_the_third_of_any():
    pool = [*clips("rock", 30, per_prompt=3), *clips("jazz", 30, per_prompt=3)]
    drawn = [pool[0], pool[3], pool[6], pool[30], pool[33]]
    found = partners_of(drawn, pool, n=5, seed=1)
    assert sorted(map(group_of, found)) == sorted(map(group_of, drawn))
    assert not [track for track in found if track in drawn]
    assert partners_of(drawn, pool[::-1], n=5, seed=1) == found
    assert {track.genre for track in found[:2]} == {track.genre for track in found[2:4]} == {"jazz", "rock"}
    assert len(partners_of(drawn, pool, n=100)) == 10
    assert partners_of(drawn[:1], drawn, n=5) == ()
