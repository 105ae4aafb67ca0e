"""How many different clips there are, and how near those of one prompt: laws that hold for any embedding."""

import numpy as np
import pytest

from core.evaluation.diversity import has_pairs, prompt_distances, vendi_score


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.mark.parametrize("n", [1, 2, 30])
@pytest.mark.parametrize("n_dims", [1, 5, 64])
def test_the_same_clip_n_times_is_one(n, n_dims, rng):
    one = rng.standard_normal(n_dims)
    assert vendi_score(np.tile(one, (n, 1))) == pytest.approx(1.0)


@pytest.mark.parametrize("n", [1, 2, 30])
def test_n_orthogonal_clips_are_n(n):
    assert vendi_score(np.eye(n, 40)) == pytest.approx(n)


def test_every_clip_twice_is_as_many_as_once(rng):
    X = rng.standard_normal((20, 8))
    assert vendi_score(np.vstack([X, X])) == pytest.approx(vendi_score(X))


@pytest.mark.parametrize("shape", [(40, 8), (8, 40)], ids=["more clips", "more dimensions"])
def test_order_length_and_rotation_change_nothing(shape, rng):
    X = rng.standard_normal(shape)
    rotation = np.linalg.qr(rng.standard_normal((shape[1], shape[1])))[0]
    expected = vendi_score(X)
    assert vendi_score(rng.permutation(X)) == pytest.approx(expected)
    assert vendi_score(X * rng.uniform(0.1, 10, (len(X), 1))) == pytest.approx(expected)
    assert vendi_score(X @ rotation) == pytest.approx(expected)
    assert 1 <= expected <= min(shape)


def test_it_is_the_entropy_of_the_whole_kernel(rng):
    X = rng.standard_normal((15, 4))
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    eigenvalues = np.linalg.eigvalsh(X @ X.T / 15)
    eigenvalues = eigenvalues[eigenvalues > 1e-12]
    assert vendi_score(X) == pytest.approx(np.exp(-(eigenvalues * np.log(eigenvalues)).sum()))


def test_two_groups_of_unequal_size_are_less_than_two():
    X = np.repeat(np.eye(2), [9, 1], axis=0)
    assert vendi_score(X) == pytest.approx(np.exp(-(0.9 * np.log(0.9) + 0.1 * np.log(0.1))))


def test_clips_that_are_their_prompt_are_at_no_distance_of_it():
    X, ids = np.repeat(np.eye(20), 3, axis=0), [f"p{i}" for i in np.repeat(np.arange(20), 3)]
    found = prompt_distances(X, ids)
    assert (found.same, found.other, found.difference, found.closer) == pytest.approx((0, 1, 1, 1))
    assert found.interval == pytest.approx((1, 1))
    assert (found.n_clips, found.n_prompts) == (60, 20)


def test_a_prompt_that_says_nothing_makes_no_difference(rng):
    X, ids = rng.standard_normal((90, 16)), np.repeat(np.arange(30), 3)
    found = prompt_distances(X, ids)
    assert found.interval[0] < 0 < found.interval[1]
    assert found.closer == pytest.approx(0.5, abs=0.1)


def test_clips_that_are_all_the_same_are_closer_by_a_coin():
    found = prompt_distances(np.ones((6, 3)), ["a", "a", "b", "b", "c", "c"])
    assert (found.same, found.other, found.difference, found.closer) == pytest.approx((0, 0, 0, 0.5), abs=1e-9)
    assert found.interval is None  # three prompts are too few for one


def test_distances_are_those_of_a_hand_made_case():
    # Two clips of a at a right angle, one of b opposite to the first.
    found = prompt_distances(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]), ["a", "a", "b"])
    assert (found.same, found.other) == pytest.approx((1.0, (2.0 + 1.0) / 2))  # b has no second clip
    assert found.closer == pytest.approx(0.75)  # 1 against 2 and 1
    assert (found.n_clips, found.n_prompts) == (2, 1)


def test_a_prompt_that_says_something_is_seen_whatever_the_order(rng):
    ids = np.repeat(np.arange(20), 4)
    X = rng.standard_normal((20, 8))[ids] + rng.standard_normal((80, 8))
    order = rng.permutation(80)
    found, shuffled = prompt_distances(X, ids), prompt_distances(X[order], ids[order])
    assert found.difference == pytest.approx(shuffled.difference)
    assert found.interval[0] > 0
    assert 0.5 < found.closer < 1


@pytest.mark.parametrize(
    ("X", "complaint"),
    [
        (np.ones(4), r"embeddings has shape \(4,\); needed is \(n_clips, n_dims\)"),
        (np.empty((0, 4)), r"embeddings has shape \(0, 4\)"),
        (np.array([[1.0, np.nan]]), r"embeddings must be finite"),
        (np.array([[1.0, 0.0], [0.0, 0.0]]), r"no row all zeros; did you embed silence\?"),
    ],
)
def test_what_is_no_embedding_is_a_mistake(X, complaint):
    with pytest.raises(ValueError, match=complaint):
        vendi_score(X)
    with pytest.raises(ValueError, match=complaint):
        prompt_distances(X, ["a"] * len(X))


@pytest.mark.parametrize(
    ("ids", "complaint"),
    [
        (["a", "b"], r"3 embeddings and prompt_ids of shape \(2,\)"),
        (["a", "a", "a"], r"nothing to compare: needed are two prompts"),
        (["a", "b", "c"], r"nothing to compare: .* two clips of at least one"),
    ],
)
def test_what_cannot_be_compared_is_a_mistake(ids, complaint):
    with pytest.raises(ValueError, match=complaint):
        prompt_distances(np.eye(3), ids)


def test_within_a_genre_its_own_nearness_is_nothing_that_a_prompt_does(rng):
    ids = np.repeat(np.arange(30), 3)
    genres = ids % 3
    X = 4 * np.eye(8)[genres] + rng.standard_normal((90, 8))
    assert prompt_distances(X, ids).interval[0] > 0.2  # of all genres: the genre is told
    within = prompt_distances(X, ids, strata=genres)
    assert within.interval[0] < 0 < within.interval[1]
    assert within.closer == pytest.approx(0.5, abs=0.1)


def test_there_is_something_to_compare_only_within_a_stratum():
    assert has_pairs(["a", "a", "b"], strata=["rock"] * 3)
    assert not has_pairs(["a", "a", "b"], strata=["rock", "rock", "jazz"])
    assert not has_pairs(["a", "b"], strata=["rock"] * 2)
    with pytest.raises(ValueError, match="nothing to compare"):
        prompt_distances(np.eye(3), ["a", "a", "b"], strata=["rock", "rock", "jazz"])
    with pytest.raises(ValueError, match=r"3 embeddings and strata of shape \(2,\)"):
        prompt_distances(np.eye(3), ["a", "a", "b"], strata=["rock", "rock"])
