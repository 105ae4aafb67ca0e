"""Two models on the same tracks: laws, hand-made cases, and what chance alone would show."""

import itertools
import math

import numpy as np
import pytest

from core.evaluation.paired import MAX_EXACT, difference, holm, mcnemar, sign_flip
from core.intervals import ARTISTS, MIN_ARTISTS, PROMPT_GROUPS, TRACKS


def by_hand(gains, groups):
    """The sign-flip test written out: every sign of every artist's sum."""
    sums = [sum(g for g, artist in zip(gains, groups, strict=True) if artist == name) for name in sorted(set(groups))]
    found = [
        abs(sum(s * x for s, x in zip(signs, sums, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(sums))
    ]
    return sum(value >= abs(sum(sums)) - 1e-9 for value in found) / len(found)


def two_models(rng, *, n_artists, n_tracks=5, spread=0.0):
    """The hits of two equally good models; ``spread`` is how much an artist suits one of them alone."""
    artists = np.repeat(np.arange(n_artists), n_tracks)
    lean = spread * rng.choice([-1, 1], size=n_artists)[artists]
    return (rng.random(len(artists)) < 0.5 + lean) * 1.0, (rng.random(len(artists)) < 0.5 - lean) * 1.0, artists


@pytest.mark.parametrize("over", [ARTISTS, PROMPT_GROUPS, TRACKS])
def test_the_same_predictions_differ_by_nothing_and_p_is_one(over):
    hits = (np.random.default_rng(0).random(60) < 0.5) * 1.0
    found = difference(hits, hits, np.arange(60), over=over)
    assert (found.value, found.interval, found.p) == (0, (0, 0), 1)


def test_swapping_the_models_turns_the_difference_and_leaves_p():
    first, second, artists = two_models(np.random.default_rng(1), n_artists=40)
    one, other = (difference(*pair, artists, over=ARTISTS) for pair in ((first, second), (second, first)))
    assert one.value == -other.value
    assert one.p == pytest.approx(other.p)
    assert one.interval == pytest.approx((-other.interval[1], -other.interval[0]))


def test_the_difference_is_that_of_the_accuracies_and_lies_in_its_interval():
    rng = np.random.default_rng(2)
    first, second, artists = two_models(rng, n_artists=60)
    first = np.maximum(first, rng.random(300) < 0.3)
    found = difference(first, second, artists, over=ARTISTS)
    assert found.value == pytest.approx(first.mean() - second.mean())
    assert found.interval[0] < found.value < found.interval[1]
    assert (found.test, found.over, found.n_groups) == ("sign-flip", "artists", 60)
    assert found.interval[0] > 0
    assert found.p < 0.01


def test_a_pair_is_surer_than_its_two_models():
    rng = np.random.default_rng(3)
    strength = rng.random(400)
    first, second = (rng.random(400) < 0.1) * 1.0, (strength < 0.5) * 1.0
    first = np.where(first, 1 - second, second)  # nearly the same model
    found = difference(first, second, np.arange(400), over=ARTISTS)
    apart = difference(first, rng.permutation(second), np.arange(400), over=ARTISTS)
    assert found.interval[1] - found.interval[0] < 0.6 * (apart.interval[1] - apart.interval[0])


@pytest.mark.parametrize(
    ("gains", "groups"),
    [
        ([1, 1, 1, 1], "abcd"),
        ([1, 1, 1, -1], "abcd"),
        ([1, 1, -1, 0, 1], "aabbc"),
        ([0.3, 0.2, -0.1, 0.7, 0.2, 0.1], "abcdef"),
        ([0.1, 0.2, -0.3], "abc"),
    ],
)
def test_few_artists_are_tested_exactly(gains, groups):
    assert sign_flip(gains, list(groups)) == pytest.approx(by_hand(gains, list(groups)))


def test_four_artists_who_all_gain_give_two_of_sixteen():
    assert sign_flip([1, 1, 1, 1], list("abcd")) == 2 / 16


def test_an_artist_without_a_gain_changes_nothing():
    assert sign_flip([1, 1, 1, 1, 0, 1, -1], list("abcdeff")) == 2 / 16


def test_drawn_signs_come_near_all_signs_and_repeat_with_their_seed(monkeypatch):
    gains = np.random.default_rng(4).normal(0.3, 1, MAX_EXACT)
    exact = sign_flip(gains, np.arange(MAX_EXACT))
    monkeypatch.setattr("core.evaluation.paired.MAX_EXACT", 0)
    assert sign_flip(gains, np.arange(MAX_EXACT), seed=1) == pytest.approx(exact, abs=0.02)
    assert sign_flip(gains, np.arange(MAX_EXACT), seed=1) == sign_flip(gains, np.arange(MAX_EXACT), seed=1)


def test_drawn_signs_never_give_a_p_of_zero():
    assert sign_flip(np.ones(500), np.arange(500), n_draws=999) == 1 / 1000


@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_without_a_difference_p_is_uniform_even_when_artists_suit_one_model(spread):
    rng = np.random.default_rng(5)
    p = [
        sign_flip(first - second, artists, n_draws=400, seed=draw)
        for draw in range(400)
        for first, second, artists in [two_models(rng, n_artists=40, spread=spread)]
    ]
    assert 0.02 <= np.mean(np.array(p) <= 0.05) <= 0.09
    assert 0.44 <= np.mean(np.array(p) <= 0.5) <= 0.56


def test_over_artists_it_is_more_careful_than_over_tracks_when_an_artist_suits_one_model():
    rng = np.random.default_rng(6)
    by_artist, by_track = [], []
    for draw in range(100):
        first, second, artists = two_models(rng, n_artists=30, n_tracks=10, spread=0.4)
        by_artist.append(sign_flip(first - second, artists, n_draws=200, seed=draw))
        by_track.append(sign_flip(first - second, np.arange(300), n_draws=200, seed=draw))
    assert np.mean(np.array(by_track) <= 0.05) > 0.3  # wrongly sure: there is no difference
    assert np.mean(np.array(by_artist) <= 0.05) < 0.12


@pytest.mark.parametrize(
    ("only_first", "only_second", "p"),
    [(5, 0, 2 / 32), (4, 1, 2 * 6 / 32), (3, 3, 1.0), (1, 0, 1.0), (10, 2, 2 * (1 + 12 + 66) / 4096)],
)
def test_mcnemar_is_the_binomial_by_hand(only_first, only_second, p):
    first = [1] * only_first + [0] * only_second + [1, 0, 1]
    second = [0] * only_first + [1] * only_second + [1, 0, 1]
    assert mcnemar(first, second) == pytest.approx(p)


def test_mcnemar_is_the_sign_flip_with_every_track_its_own_group():
    rng = np.random.default_rng(7)
    for _ in range(20):
        first, second = ((rng.random(12) < 0.5) * 1.0 for _ in range(2))
        assert mcnemar(first, second) == pytest.approx(sign_flip(first - second, np.arange(12)))


def test_mcnemar_of_ten_thousand_tracks_neither_overflows_nor_vanishes():
    first, second = np.ones(10_000), np.zeros(10_000)
    second[:4_900] = 1
    second[4_900:5_000], first[4_900:5_000] = 1, 0
    assert 0 <= mcnemar(first, second) < 1e-100
    assert math.isfinite(mcnemar(first, second))


def test_where_artists_are_unknown_hits_are_tested_by_mcnemar_over_tracks_and_it_says_so():
    first, second, _ = two_models(np.random.default_rng(8), n_artists=20, n_tracks=1)
    found = difference(first, second, np.arange(20), over=TRACKS)
    assert (found.test, found.over, found.p) == ("mcnemar", "tracks", mcnemar(first, second))


def test_segments_of_a_track_stay_together_where_artists_are_unknown():
    first, second, tracks = two_models(np.random.default_rng(9), n_artists=20, n_tracks=3)
    found = difference(first, second, tracks, over=TRACKS)
    assert (found.test, found.over, found.n_groups) == ("sign-flip", "tracks", 20)


def test_a_loss_is_no_hit_and_is_tested_by_flipped_signs():
    losses = np.random.default_rng(10).random((2, 30))
    assert difference(*losses, np.arange(30), over=TRACKS).test == "sign-flip"


def test_with_few_artists_there_is_a_test_but_no_interval():
    n = MIN_ARTISTS - 1
    found = difference(np.ones(n), np.zeros(n), np.arange(n), over=ARTISTS)
    assert found.interval is None
    assert found.p == 2 / 2**n


def test_holm_is_the_example_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_keeps_the_order_never_lowers_a_p_and_never_passes_one():
    p = np.random.default_rng(11).random(50)
    corrected = holm(p)
    assert (corrected >= p).all()
    assert (corrected <= 1).all()
    assert (np.diff(corrected[np.argsort(p)]) >= 0).all()


def test_holm_of_one_p_is_itself_and_of_none_is_none():
    assert holm([0.04]).tolist() == [0.04]
    assert holm([]).tolist() == []


def test_values_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="did you align the tracks"):
        difference([1.0], [1.0, 0.0], ["a", "b"], over=ARTISTS)
    with pytest.raises(ValueError, match="did you supply a score that is not defined"):
        difference([1.0, np.nan], [1.0, 0.0], ["a", "b"], over=ARTISTS)
    with pytest.raises(ValueError, match="McNemar's test needs hits and misses"):
        mcnemar([0.5, 1.0], [0.0, 1.0])
    with pytest.raises(ValueError, match=r"p-values must lie between 0 and 1, found \[1.5\]"):
        holm([1.5])
