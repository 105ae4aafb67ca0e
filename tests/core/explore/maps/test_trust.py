"""Trustworthiness is scikit-learn's, torn neighbourhoods are counted, and stability is blind to turns."""

import time

import numpy as np
import pytest
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from core.explore.maps import MAPS, drawing
from core.explore.maps.drawing import draw, with_stability
from core.explore.maps.stability import seeds_of, similarity_of, stability_of
from core.explore.maps.trust import ROWS_AT_ONCE, trust_of


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize("k", [1, 5, 12])
@pytest.mark.parametrize("n", [50, 3 * ROWS_AT_ONCE + 7])
def test_trustworthiness_is_scikit_learns(rng, n, k):
    X = rng.normal(size=(n, 7)) + 100
    xy = X[:, :2] + 0.5 * rng.normal(size=(n, 2))
    assert trust_of(X, xy, k=k).trustworthiness == pytest.approx(trustworthiness(X, xy, n_neighbors=k), abs=1e-12)


def test_torn_is_the_share_of_neighbours_that_were_lost(rng):
    X, xy = rng.normal(size=(80, 6)), rng.normal(size=(80, 2))
    kept = [
        np.intersect1d(high, low).size
        for high, low in zip(*(NearestNeighbors(n_neighbors=5).fit(a).kneighbors()[1] for a in (X, xy)), strict=True)
    ]
    assert np.allclose(trust_of(X, xy, k=5).torn, 1 - np.array(kept) / 5)


def test_a_map_that_loses_nothing_is_trusted_wholly(rng):
    xy = rng.normal(size=(60, 2))
    trust = trust_of(3 * xy + 1, xy)
    assert (trust.k, trust.trustworthiness, trust.torn.max()) == (10, 1.0, 0.0)


def test_a_map_by_chance_is_trusted_about_half(rng):
    trust = trust_of(rng.normal(size=(400, 20)), rng.normal(size=(400, 2)))
    assert trust.trustworthiness == pytest.approx(0.5, abs=0.05)
    assert trust.torn.mean() > 0.9


def test_of_few_tracks_few_neighbours_are_looked_at(rng):
    assert trust_of(rng.normal(size=(9, 3)), rng.normal(size=(9, 2))).k == 4


def test_more_neighbours_than_half_of_the_tracks_are_a_mistake(rng):
    with pytest.raises(ValueError, match="k=5 must be at least 1 and below half of 10 tracks"):
        trust_of(rng.normal(size=(10, 3)), rng.normal(size=(10, 2)), k=5)


def test_a_map_that_is_turned_mirrored_moved_and_stretched_is_the_same_map(rng):
    xy = rng.normal(size=(50, 2))
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    assert similarity_of(xy, 7 * (xy * [1, -1]) @ turn + 3) == pytest.approx(1)


def test_two_unrelated_maps_are_unlike(rng):
    assert similarity_of(rng.normal(size=(500, 2)), rng.normal(size=(500, 2))) < 0.05


def test_stability_is_the_mean_over_all_pairs_of_seeds(rng):
    maps = {seed: rng.normal(size=(30, 2)) for seed in (4, 5, 6)}
    told = []
    stability = stability_of(maps.get, seeds_of(4), progress=told.append)
    pairs = [similarity_of(maps[a], maps[b]) for a, b in ((4, 5), (4, 6), (5, 6))]
    assert stability.similarity == pytest.approx(np.mean(pairs))
    assert (stability.seeds, stability.n_tracks, told) == ((4, 5, 6), 30, [0, 1, 2])


def test_the_highest_seed_has_seeds_to_be_compared_with():
    assert seeds_of(2**31 - 1) == (2**31 - 1, 0, 1)


def test_pca_is_the_same_map_by_every_seed(points, wished):
    stability = with_stability(draw(points, wished("pca")), points).stability
    assert (stability.similarity, stability.seeds) == (1.0, ())
    assert "same map every time" in MAPS["pca"].about_seeds


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_groups_that_lie_apart_are_stable(method, points, wished):
    stability = with_stability(draw(points, wished(method)), points).stability
    assert 0.6 < stability.similarity < 1
    assert stability.seeds == (0, 1, 2)


def test_the_stability_of_a_large_map_is_that_of_a_sample(points, wished, monkeypatch):
    monkeypatch.setattr(drawing, "MAX_TRACKS", 30)
    assert with_stability(draw(points, wished("umap", n_neighbors=5)), points).stability.n_tracks == 30


def test_ranks_of_many_tracks_are_counted_in_pieces(rng):
    X = rng.normal(size=(3_000, 57))
    started = time.process_time()
    trust_of(X, X[:, :2])
    assert time.process_time() - started < 3
