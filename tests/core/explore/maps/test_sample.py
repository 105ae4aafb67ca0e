"""A sample of tracks keeps the share of every genre."""

from collections import Counter

import numpy as np
import pytest

from core.explore.maps import sample
from core.explore.maps.drawing import draw
from core.explore.maps.sample import stratified

GENRES = np.array(["rock"] * 700 + ["jazz"] * 290 + ["polka"] * 9 + [""])


@pytest.mark.parametrize("n", [1, 3, 10, 99, 500, 999])
def test_a_sample_has_exactly_as_many_tracks_as_asked_for_each_once(n):
    drawn = stratified(GENRES, n=n)
    assert len(set(drawn.tolist())) == len(drawn) == n
    assert (np.diff(drawn) > 0).all()


@pytest.mark.parametrize("n", [10, 99, 500, 999])
def test_every_genre_keeps_its_share_and_at_least_one_track(n):
    counts = Counter(GENRES[stratified(GENRES, n=n)])
    for genre, of_all in Counter(GENRES).items():
        assert counts[genre] >= 1
        assert abs(counts[genre] - n * of_all / 1000) < 4


def test_few_tracks_are_all_drawn():
    assert stratified(GENRES[:5], n=5).tolist() == [0, 1, 2, 3, 4]


def test_a_seed_draws_the_same_sample_and_another_seed_another():
    first, same, other = (stratified(GENRES, n=100, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_each_track_of_a_genre_is_as_likely_to_be_drawn():
    times = np.zeros(1000)
    for seed in range(300):
        times[stratified(GENRES, n=100, seed=seed)] += 1
    rock = times[:700] / 300
    assert rock.mean() == pytest.approx(0.1, abs=0.01)
    assert rock.max() < 0.2
    assert rock[:350].mean() == pytest.approx(rock[350:].mean(), abs=0.01)


def test_a_map_of_a_sample_says_so(points, wished, monkeypatch):
    monkeypatch.setattr(sample.stratified, "__kwdefaults__", {"n": 30, "seed": 0})
    drawn = draw(points, wished("pca"))
    assert len(drawn) == 30
    assert Counter(id.split(".")[0] for id in drawn.ids) == {"blues": 10, "jazz": 10, "rock": 10}
    assert drawn.sampled == "30 of 60 tracks, drawn at random with every genre's share (seed 0)"
