"""What is said of a map: how true it is, what a seed changes, what its axes and its colours mean."""

from dataclasses import replace

import numpy as np
import pytest

from core.explore.maps import MAPS
from core.explore.maps.axes import axis_names
from core.explore.maps.drawing import draw, with_stability, with_trust
from core.explore.maps.stability import Stability
from core.explore.maps.wish import wish
from core.figures import STUDIO
from core.figures.explore.colouring import by_name, by_number
from core.ui.explore.maps.beside import trust_of_both
from core.ui.explore.maps.colours import legend_words
from core.ui.explore.maps.loadings import explained_words, loadings_frame
from core.ui.explore.maps.words import (
    alt_text,
    axis_words,
    stability_words,
    title_words,
    trust_words,
    variance_words,
)


@pytest.fixture
def pca(make_exploration):
    """A PCA map of 18 toys, and what it was made of."""
    exploration = make_exploration()
    return exploration, drawn(exploration, "pca")


def drawn(exploration, method: str):
    points = exploration.points
    settings = MAPS[method].defaults(len(points))
    params = wish(method, settings, source="toys", data_hash=points.data_hash, scaling=exploration.scaling)
    return draw(points, params)


def test_trust_is_told_with_its_k_and_what_was_torn(pca):
    exploration, made = pca
    assert trust_words(made) == "How far to trust it is being measured."
    trusted = with_trust(made, exploration.points)
    words = trust_words(trusted)
    assert f"{trusted.trust.trustworthiness:.2f} of 1 (k = {trusted.trust.k})" in words
    assert "lie elsewhere on this map" in words


def test_two_maps_beside_each_other_are_told_apart_by_how_true_each_is(pca):
    exploration, made = pca
    trusted = with_trust(made, exploration.points)
    better = replace(trusted, trust=replace(trusted.trust, trustworthiness=trusted.trust.trustworthiness + 0.05))
    assert trust_of_both(("A", made), ("B", trusted)) == ""
    assert trust_of_both(("A", trusted), ("B", better)).startswith("The map of “B” is truer to its own numbers")
    assert trust_of_both(("A", trusted), ("B", trusted)).startswith("Both maps are about as true")


def test_a_map_without_chance_says_so_and_another_tells_its_seeds(pca):
    exploration, made = pca
    assert "same map every time" in stability_words(with_stability(made, exploration.points))
    tsne = drawn(exploration, "tsne")
    assert stability_words(tsne) == "How stable it is over three seeds is being measured."
    measured = replace(tsne, stability=Stability(0.876, (0, 1, 2), len(tsne)))
    assert stability_words(measured).startswith("Stability 0.88 of 1 over the seeds 0, 1 and 2 (Procrustes).")
    assert MAPS["tsne"].about_seeds in stability_words(measured)
    sampled = replace(tsne, stability=Stability(0.876, (0, 1, 2), 7))
    assert "on 7 of its tracks" in stability_words(sampled)


def test_a_picture_says_what_it_shows_and_by_which_settings(pca):
    exploration, made = pca
    assert title_words(made, dataset="Toys", is_large=False) == "PCA of 18 tracks"
    assert title_words(made, dataset="Toys", is_large=True) == "PCA of 18 tracks of Toys, scaling standard"
    large = title_words(drawn(exploration, "tsne"), dataset="Toys", is_large=True)
    assert "perplexity" in large
    assert "seed 0" in large


def test_axes_are_named_by_their_loadings_in_short_and_in_full(pca):
    _, made = pca
    names = axis_names(made.axes)
    small, large = axis_words(names, made, is_large=False), axis_words(names, made, is_large=True)
    assert all(name.startswith(f"PC {number}, ") for number, name in enumerate(small, start=1))
    assert all(short in long for short, long in zip(small, large, strict=True))
    assert "(" not in "".join(large)
    assert all(name in variance_words(names, made) for name in names)


def test_the_strongest_loading_comes_first_and_the_shares_are_told(pca):
    exploration, made = pca
    frame = loadings_frame(exploration, made)
    strongest = frame[["PC 1", "PC 2"]].abs().max(axis=1).to_numpy()
    assert len(frame) == exploration.X.shape[1]
    assert np.all(np.diff(strongest) <= 1e-12)
    assert "correlation of a column with the axis" in explained_words(made)


def test_who_does_not_see_a_map_hears_how_many_are_on_it_and_selected(pca):
    _, made = pca
    assert alt_text(made, colours="genre", n_selected=None).startswith(
        "PCA map of 18 tracks, coloured by genre; the table"
    )
    assert "; 4 are selected" in alt_text(made, colours="genre", n_selected=4)


def test_the_legend_tells_what_the_colours_leave_out():
    assert legend_words(by_name(["jazz", "rock"], title="genre", look=STUDIO)) == ""
    many = by_name(["a", "a", "b", ""], title="artist", look=STUDIO, max_named=1)
    assert legend_words(many) == "In grey: 1 track of artists with fewer tracks and 1 track whose artist nobody knows."
    numbers = by_number(np.linspace(60, 160, 101), title="tempo", look=STUDIO)
    assert legend_words(numbers) == "Colours run from 62 to 158, where 96 of 100 tracks lie."
