import numpy as np
import pytest

from core.intervals import MIN_ARTISTS, bootstrap_interval, drawn_weights, interval_if_enough, middle


def width(interval):
    return interval[1] - interval[0]


def test_the_interval_holds_the_mean_and_repeats_with_its_seed():
    hits = np.random.default_rng(0).random(500) < 0.6
    low, high = bootstrap_interval(hits, np.arange(500), seed=3)
    assert low < hits.mean() < high
    assert bootstrap_interval(hits, np.arange(500), seed=3) == (low, high)


def test_over_independent_tracks_it_is_the_textbook_interval():
    hits = np.random.default_rng(0).random(2000) < 0.5
    assert width(bootstrap_interval(hits, np.arange(2000))) == pytest.approx(2 * 1.96 * 0.5 / np.sqrt(2000), rel=0.08)


def test_over_artists_it_is_wider_than_over_tracks_when_an_artist_is_all_right_or_all_wrong():
    artists = np.repeat(np.arange(50), 10)
    hits = np.repeat(np.random.default_rng(0).random(50) < 0.5, 10)
    by_artist, by_track = bootstrap_interval(hits, artists), bootstrap_interval(hits, np.arange(500))
    assert width(by_artist) > 2.5 * width(by_track)


def test_groups_that_say_nothing_leave_the_interval_as_it_is():
    rng = np.random.default_rng(0)
    hits = rng.random(1000) < 0.5
    by_artist = bootstrap_interval(hits, np.repeat(np.arange(200), 5))
    assert width(by_artist) == pytest.approx(width(bootstrap_interval(hits, np.arange(1000))), rel=0.2)


def test_values_that_are_all_alike_have_an_interval_without_width():
    assert bootstrap_interval(np.ones(30), np.arange(30)) == (1.0, 1.0)


def test_sums_of_many_weigh_as_much_as_what_was_summed():
    singly, groups = np.random.default_rng(0).random(600), np.repeat(np.arange(60), 10)
    sums = singly.reshape(120, 5).sum(axis=1)
    by_sums = bootstrap_interval(sums, groups[::5], sizes=np.full(120, 5))
    assert by_sums == pytest.approx(bootstrap_interval(singly, groups))


def test_a_higher_level_is_wider():
    hits = np.random.default_rng(0).random(300) < 0.5
    assert width(bootstrap_interval(hits, np.arange(300), level=0.99)) > width(bootstrap_interval(hits, np.arange(300)))


def test_it_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    covered = 0
    for draw in range(200):
        strength = np.repeat(rng.beta(2, 2, size=60), 5)
        low, high = bootstrap_interval(rng.random(300) < strength, np.repeat(np.arange(60), 5), n_draws=400, seed=draw)
        covered += low <= 0.5 <= high
    assert 0.89 <= covered / 200 <= 0.99


@pytest.mark.parametrize(
    ("values", "groups", "options", "message"),
    [
        ([1.0, 0.0], ["a"], {}, r"values has shape \(2,\) and groups \(1,\)"),
        ([1.0, np.nan], ["a", "b"], {}, "did you supply a score that is not defined for every track"),
        ([1.0, 0.0], ["a", "a"], {}, "all values belong to one group"),
        ([1.0, 0.0], ["a", "b"], {"level": 95}, "level=95 must lie between 0 and 1; did you supply a percentage"),
    ],
)
def test_values_that_do_not_fit_are_refused(values, groups, options, message):
    with pytest.raises(ValueError, match=message):
        bootstrap_interval(values, groups, **options)


def test_of_too_few_groups_there_is_none():
    hits = np.arange(MIN_ARTISTS) % 2
    assert interval_if_enough(hits, np.arange(MIN_ARTISTS), seed=3) == bootstrap_interval(
        hits, np.arange(MIN_ARTISTS), seed=3
    )
    assert interval_if_enough(hits, np.arange(MIN_ARTISTS) // 2) is None
    assert interval_if_enough(hits, np.arange(MIN_ARTISTS) // 2, fewest=2) is not None


def test_whole_groups_are_drawn():
    weights = drawn_weights(["a", "b", "a", "c"], n_draws=50, seed=0)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_array_equal(weights[:, 0], weights[:, 2])
    np.testing.assert_allclose(weights[0], 0.25)


def test_draws_that_say_nothing_do_not_count():
    draws = np.arange(101.0)
    assert middle(draws, level=0.9) == pytest.approx((5, 95))
    assert middle(np.append(draws, np.nan), level=0.9) == middle(draws, level=0.9)
