"""What the page says of numbers is true of them, in plain words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data.datasets import Track
from core.data.datasets.folder import DATASET
from core.data.datasets.track import Source
from core.explore.clusters import Clustering
from core.explore.correlation import Correlations
from core.figures.explore.pairs import Pair
from core.ui.datasets.contents import contents_of
from core.ui.explore.columns import axis_words, columns_of
from core.ui.explore.engine import MOST_COLUMNS, QUICK_RANKING, SLOW_RANKING, ranked_sample
from core.ui.explore.features.found_groups import AS_CHANCE, verdict_words
from core.ui.explore.features.telling import cloud_words, feature_values
from core.ui.explore.features.together import map_words, strongest_words, tie_words
from core.ui.explore.glance.section import MAX_GENRES, glance_words, heard_genres
from core.ui.explore.overview import artist_words, duration_words, origin_words


def contents(*tracks: Track):
    return contents_of(DATASET, tracks)


def track(number: int, genre: str = "jazz", *, sound: str | None = "somewhere.wav", **known) -> Track:
    from pathlib import Path

    return Track(f"{genre}/{number}", Path(sound) if sound else None, {"genre": genre}, **known)


def pair_of(x, y) -> Pair:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return Pair([str(i) for i in range(len(x))], ["jazz"] * len(x), x, y, np.column_stack([x, y]), ("", ""), ("a", "b"))


def clustering(ari: float) -> Clustering:
    table = pd.DataFrame([[8, 2], [3, 3]], index=["jazz", "rock"], columns=[0, 1])
    return Clustering(np.zeros(16, dtype=int), ari, 0.3, table, 16)


def test_a_column_has_words_a_unit_and_a_sentence(make_exploration):
    exploration = make_exploration(scaling="none")
    columns = columns_of(exploration.points)
    assert list(columns) == list(exploration.points.X.columns)
    found = columns["spectral_centroid_var"]
    assert (found.label, found.unit) == ("variance of brightness (spectral centroid)", "Hz²")
    assert "how bright the sound is" in found.about
    assert axis_words(exploration, found) == "variance of brightness (spectral centroid), Hz²"
    scaled = replace(exploration, scaling="min-max")
    assert axis_words(scaled, found) == "variance of brightness (spectral centroid) (min-max scaling)"


def test_a_column_that_nobody_knows_is_shown_by_its_name(make_exploration):
    exploration = make_exploration()
    points = replace(exploration.points, X=exploration.points.X.rename(columns={"tempo": "my_number"}))
    found = columns_of(points)["my_number"]
    assert (found.label, found.unit) == ("my number", "")
    assert "nothing here knows" in found.about


def test_a_scaled_number_is_told_as_it_was_measured(make_exploration):
    exploration = make_exploration(scaling="standard")
    found = feature_values(exploration, columns_of(exploration.points)["tempo"])
    assert list(found.measured) == list(exploration.points.X["tempo"])
    assert found.values.mean() == pytest.approx(0, abs=1e-9)
    assert found.is_scaled


def test_the_words_under_the_clouds_name_the_ends(make_exploration):
    exploration = make_exploration()
    column = columns_of(exploration.points)["tempo"]
    found = feature_values(exploration, column)
    medians = pd.Series(found.values).groupby(np.asarray(found.genres)).median()
    words = " ".join(cloud_words(found, column, n_genres=3))
    assert f"Highest in {medians.idxmax()}, lowest in {medians.idxmin()}" in words


@pytest.mark.parametrize(
    ("y", "words"),
    [([0, 1, 2, 3], "tied almost one to one"), ([0, 0, 0, 0], "never varies"), ([3, 2, 1, 0], "r = −1.00")],
)
def test_how_closely_two_numbers_are_tied_is_said(y, words):
    assert words in tie_words(pair_of([0, 1, 2, 3], y))


def test_the_map_of_correlations_names_the_two_that_go_together_most():
    matrix = np.array([[1, -0.9, 0.1], [-0.9, 1, 0.2], [0.1, 0.2, 1]])
    found = Correlations(("a", "b", "c"), matrix, constant=("d",))
    assert strongest_words(found, ["bright", "loud", "fast"]) == "Closest: bright and loud, r = −0.90."
    assert "Left out, because they never vary: 1." in map_words(found, ["bright", "loud", "fast"])
    assert strongest_words(Correlations(("a",), np.ones((1, 1))), ["bright"]) == ""


@pytest.mark.parametrize(("ari", "words"), [(0.9, "nearly the genres"), (0.02, AS_CHANCE), (-0.1, AS_CHANCE)])
def test_the_groups_get_a_verdict_and_the_genre_nearest_to_one_is_named(ari, words):
    said = verdict_words(clustering(ari)).replace("\u00a0", " ")
    assert words in said
    assert "Jazz comes nearest to a group of its own: 80 % of it are in group 1, and" in said


def test_how_long_the_music_lasts_is_said_as_far_as_it_is_known():
    assert duration_words(contents(track(1), track(2))) == ""
    assert duration_words(contents(track(1, duration_s=30.0), track(2, duration_s=30.0))) == "Together 1:00."
    mixed = contents(*(track(i, duration_s=60.0 * i) for i in (1, 2, 6)), track(9))
    words = duration_words(mixed)
    assert "of 3 tracks" in words
    assert "from 1:00 to 6:00, half of them over 2:00" in words


def test_the_genre_that_owes_most_to_few_artists_is_named():
    one = [track(i, "reggae", artist="Bob") for i in range(6)]
    many = [track(i, "jazz", artist=f"artist {i}") for i in range(6)]
    assert artist_words(contents(*one, *many)) == "Least varied is reggae: all its 6 tracks are by Bob."
    assert artist_words(contents(*many)) == ""
    assert artist_words(contents(track(1), track(2))) == ""


def test_music_that_a_program_made_is_never_called_a_recording():
    made = track(1, source=Source("synthetic", "rules"))
    assert origin_words(contents(made)) == "A program made it: none of it is a recording of real music."
    assert origin_words(contents(made), label="by rules: no AI") == "By rules: no AI."
    assert origin_words(contents(made, track(2))).startswith("A program made 1 of them")
    assert origin_words(contents(track(2))) == ""


def test_of_many_genres_the_largest_that_can_be_heard_have_a_picture():
    tracks = [track(i, f"genre {n:02}") for n in range(MAX_GENRES + 5) for i in range(n + 1)]
    silent = [track(i, "silent", sound=None) for i in range(99)]
    found = heard_genres(contents(*tracks, *silent))
    assert len(found) == MAX_GENRES
    assert "silent" not in found
    assert "genre 00" not in found
    assert list(found) == sorted(found)
    assert f"{MAX_GENRES} of 18 genres" in " ".join(glance_words(n_shown=MAX_GENRES, n_genres=18))


def test_the_slow_ranking_of_very_many_numbers_looks_at_the_best_of_the_quick_one():
    rng = np.random.default_rng(0)
    genres = np.repeat(["a", "b"], 20)
    X = pd.DataFrame(rng.normal(size=(40, MOST_COLUMNS + 20)), columns=[f"n{i}" for i in range(MOST_COLUMNS + 20)])
    X["n7"] += 3.0 * (genres == "b")
    found = ranked_sample(X, genres, SLOW_RANKING)
    assert len(found) == MOST_COLUMNS
    assert found["column"].iloc[0] == "n7"
    assert len(ranked_sample(X, genres, QUICK_RANKING)) == X.shape[1]
