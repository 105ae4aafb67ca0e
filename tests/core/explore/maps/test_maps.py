"""What every kind of map keeps, and what PCA, t-SNE and UMAP keep on their own."""

import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA as SklearnPca

from core.errors import DataError
from core.explore.maps import MAPS
from core.explore.maps.axes import QUALITIES, name_of
from core.explore.maps.drawing import draw, with_stability, with_trust
from core.explore.maps.umap import warm_up
from core.explore.scaling import scaled
from core.features import FAMILIES
from tests.core.explore.maps.conftest import GENRES, made_points

IMPORTS = "import core.explore.maps.wish, sys; print(*{'sklearn', 'scipy', 'numba', 'umap'} & set(sys.modules))"


@pytest.mark.parametrize("method", MAPS)
def test_every_map_tells_what_it_is_in_whole_sentences(method):
    spec = MAPS[method]
    assert spec.name == method
    assert all(text.endswith(".") for text in (spec.about, spec.distances, spec.about_seeds))
    for knob in spec.knobs:
        assert knob.title
        assert knob.help.endswith(".")
        assert knob.choices or knob.low <= knob.default <= knob.high
    assert spec.seeded == any(part.name == "seed" for part in fields(spec.settings))


@pytest.mark.parametrize("method", MAPS)
def test_every_map_places_every_track_and_keeps_the_genres_apart(method, points, wished):
    drawn = draw(points, wished(method))
    assert drawn.ids.tolist() == points.ids.tolist()
    assert drawn.xy.shape == (60, 2)
    assert np.isfinite(drawn.xy).all()
    middles = np.stack([drawn.xy[points.genres == genre].mean(axis=0) for genre in GENRES])
    to_middles = np.linalg.norm(drawn.xy[:, np.newaxis] - middles, axis=2)
    assert (np.array(GENRES)[to_middles.argmin(axis=1)] == points.genres).all()
    assert (drawn.n_of, drawn.sampled) == (60, "")


@pytest.mark.parametrize("method", MAPS)
def test_the_same_seed_gives_the_same_places(method, points, wished):
    first, second = (draw(points, wished(method)) for _ in range(2))
    assert np.array_equal(first.xy, second.xy)


@pytest.mark.parametrize(("method", "settings"), [("tsne", {}), ("tsne", {"init": "random"}), ("umap", {})])
def test_another_seed_gives_other_places(method, settings, points, wished):
    first, second = (draw(points, wished(method, seed=seed, **settings)) for seed in (0, 1))
    assert not np.allclose(first.xy, second.xy)


@pytest.mark.parametrize("method", MAPS)
def test_as_few_tracks_as_a_map_allows_are_laid_out_with_its_defaults(method, wished):
    few = made_points(4)
    few = replace(few, X=few.X.iloc[: MAPS[method].min_tracks], ids=few.ids[: MAPS[method].min_tracks])
    few = replace(few, genres=few.genres[: len(few)])
    drawn = with_stability(with_trust(draw(few, wished(method, of=few)), few), few)
    assert np.isfinite(drawn.xy).all()
    assert drawn.is_complete


@pytest.mark.parametrize("method", MAPS)
def test_too_few_tracks_are_refused(method, wished):
    few = made_points(1)
    few = replace(few, X=few.X.iloc[:2], ids=few.ids[:2], genres=few.genres[:2])
    with pytest.raises(DataError, match=f"needs at least {MAPS[method].min_tracks} tracks; there are 2"):
        draw(few, wished(method, of=few))


@pytest.mark.parametrize("method", MAPS)
def test_tracks_that_are_all_alike_are_refused(method, points, wished):
    alike = replace(points, X=points.X * 0)
    with pytest.raises(DataError, match="none of the 8 columns differs from track to track"):
        draw(alike, wished(method))


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_copies_of_a_track_are_laid_out(method, points, wished):
    values = points.X.to_numpy()[[0] * 30 + [*range(30)]]
    copies = replace(points, X=pd.DataFrame(values, points.X.index, points.X.columns))
    assert np.isfinite(draw(copies, wished(method)).xy).all()


def test_a_setting_out_of_its_limits_is_refused(points, wished):
    with pytest.raises(DataError, match=r"min_dist=2\.0 must be a number from 0 to 0\.99"):
        draw(points, wished("umap", min_dist=2.0))
    with pytest.raises(DataError, match=r"perplexity=50\.0 must be a number from 2 to 19\.6667 with 60 tracks"):
        draw(points, wished("tsne", perplexity=50.0))
    with pytest.raises(DataError, match="metric='psychic' is not known; choose one of euclidean"):
        draw(points, wished("umap", metric="psychic"))
    with pytest.raises(DataError, match=r"iterations=500\.5 must be a whole number from 250 to 3000"):
        draw(points, wished("tsne", iterations=500.5))


def test_an_unknown_map_or_setting_is_refused(wished):
    with pytest.raises(DataError, match="the map 'lle' is not known; choose one of pca, tsne, umap"):
        _ = replace(wished("pca"), method="lle").chosen
    with pytest.raises(DataError, match="PCA has no setting 'seed'; it has x, y"):
        _ = replace(wished("pca"), settings=(("seed", 1),)).chosen


@pytest.mark.parametrize("scaling", ["none", "min-max", "standard"])
def test_pca_is_scikit_learns_up_to_the_sign(scaling, points, wished):
    drawn = draw(points, wished("pca", scaling=scaling, x=2, y=3))
    original = SklearnPca().fit(scaled(points.X, scaling))
    expected = original.transform(scaled(points.X, scaling))[:, 1:3]
    assert np.allclose(np.abs(drawn.xy), np.abs(expected))
    assert np.allclose(drawn.axes.explained, original.explained_variance_ratio_)
    assert np.allclose(drawn.axes.shares, original.explained_variance_ratio_[1:3])
    assert sum(drawn.axes.explained) == pytest.approx(1)


def test_the_loadings_of_standard_columns_are_correlations_with_the_axes(points, wished):
    drawn = draw(points, wished("pca"))
    for axis in (0, 1):
        expected = [np.corrcoef(points.X[column], drawn.xy[:, axis])[0, 1] for column in points.X]
        assert np.allclose(drawn.axes.loadings[:, axis], expected, atol=0.02)  # n or n - 1


@pytest.mark.parametrize(
    ("weights", "name"),
    [
        ([0.9, 0.8, -0.7, 0, 0, 0.1], "brightness (spectral centroid, rolloff) up, noisiness (spectral flatness) down"),
        ([0, 0, 0.1, 0.8, 0.6, 0.7], "variation of loudness (RMS) up, variation of timbre (MFCC 5, 2) up"),
        ([0, 0, 0, 0, 0, -1], "variation of timbre (MFCC 5) down"),
    ],
)
def test_axes_are_named_by_what_grows_along_them(weights, name):
    columns = ["spectral_centroid_mean", "rolloff_mean", "flatness_mean", "rms_var", "mfcc2_var", "mfcc5_var"]
    assert name_of(columns, np.array(weights)) == name


def test_an_axis_points_to_where_most_of_its_columns_grow(points, wished):
    tempo = points.X[["tempo"]]
    columns = tempo.assign(rms_mean=tempo["tempo"] ** 3, slowness=-tempo["tempo"])
    axes = draw(replace(points, X=columns), wished("pca")).axes
    assert np.sign(axes.directions[:, 0]).tolist() == [1, 1, -1]


def test_the_column_of_a_stranger_names_an_axis_itself():
    assert name_of(["valence", "tempo"], np.array([-1.0, 0.9])) == "valence down, tempo up"


def test_an_axis_of_what_a_listener_hears_is_named_by_its_tags_and_else_by_the_listener():
    columns = ["debug#low", "debug:001", "debug:006"]
    heard = "what the random listener of the tests hears (number 2, 7) up"
    assert name_of(columns, np.array([-1.0, 0.9, 0.8])) == f"“low” down, {heard}"


def test_every_family_of_features_has_a_quality():
    assert QUALITIES.keys() == FAMILIES.keys()


def test_a_component_that_is_not_there_is_refused(points, wished):
    with pytest.raises(DataError, match="component 9 is not there: 60 tracks with 8 columns have 8"):
        draw(points, wished("pca", y=9))
    with pytest.raises(DataError, match="x=y=2: the map would be a line; choose two components"):
        draw(points, wished("pca", x=2))


def test_a_page_can_list_the_maps_without_waiting_for_what_draws_them():
    found = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_after_a_warm_up_nothing_is_left_to_compile(points, wished):
    from umap import layouts, umap_  # seconds, which no other test shall wait for

    warm_up()
    compiled = [umap_.smooth_knn_dist, umap_.compute_membership_strengths]
    compiled.append(layouts._nb_optimize_layout_euclidean_single_epoch)
    before = [len(function.signatures) for function in compiled]
    assert min(before) > 0
    for metric in ("euclidean", "cosine"):
        draw(points, wished("umap", metric=metric))
    assert [len(function.signatures) for function in compiled] == before
