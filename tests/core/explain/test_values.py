"""One shape for all explainers, and what is done with finished explanations."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import ModelError
from core.explain.engines import explain
from core.explain.packed import packed, unpacked
from core.explain.players import players_of
from core.explain.values import additivity_gap, joined, mean_row, one_shape
from core.features import GTZAN_COLUMNS
from core.models.backbones.debug import SPEC
from core.models.inputs import ROBUST


@pytest.fixture(scope="module")
def made(table, learnt):
    """Five rows of a k-NN, by families."""
    how = {"background": table.X[1:41], "columns": table.columns, "max_evals": 40}
    return explain(learnt("knn"), table.X[::15], ids=list("abcde"), truth=table.y[::15].tolist(), **how)


def test_every_shape_becomes_rows_by_players_by_genres():
    values = np.arange(24.0).reshape(4, 2, 3)
    np.testing.assert_array_equal(one_shape(values, n_genres=3), values)
    np.testing.assert_array_equal(one_shape([values[..., k] for k in range(3)], n_genres=3), values)
    two = one_shape(values[..., 0], n_genres=2)
    np.testing.assert_array_equal(two, np.stack([-values[..., 0], values[..., 0]], axis=-1))
    np.testing.assert_array_equal(one_shape(values[..., :1], n_genres=2), two)


def test_the_numbers_of_a_listener_are_one_player_and_its_tags_one_each():
    players = players_of((*SPEC.columns, *SPEC.tag_columns), "family")
    assert players.names == (SPEC.name, *SPEC.tag_columns)
    assert players.titles[0] == "what the random listener of the tests hears"
    assert players.titles[1] == "how surely the random listener of the tests hears “low”"
    assert players.members[0] == tuple(range(SPEC.n_dims))


def test_values_that_do_not_tell_of_every_genre_are_a_bug():
    with pytest.raises(ValueError, match=r"shape \(4, 2\) do not tell of 3 genres"):
        one_shape(np.zeros((4, 2)), n_genres=3)


def test_a_gap_is_seen(made):
    broken = made.values.copy()
    broken[2, 3, 1] += 0.25
    assert additivity_gap(replace(made, values=broken)) == pytest.approx(0.25)


def test_the_mean_of_rows_adds_up_to_the_mean_of_their_outputs(made):
    whole = mean_row(made, name="a song")
    assert additivity_gap(whole) < 1e-12
    assert whole.ids == ("a song",)
    assert whole.output.words == f"mean over 5 places: {made.output.words}"
    assert (whole.error <= made.error.max(axis=0) + 1e-12).all()


def test_parts_join_to_the_whole(made):
    def part(rows: slice):
        arrays = {name: getattr(made, name)[rows] for name in ("values", "said", "proba", "error", "X")}
        return replace(made, **arrays, ids=made.ids[rows], truth=made.truth[rows])

    whole = joined([part(slice(0, 2)), part(slice(2, 5))])
    np.testing.assert_array_equal(whole.values, made.values)
    assert (whole.ids, whole.truth) == (made.ids, made.truth)


def test_an_explanation_is_the_same_after_a_journey(made):
    again = unpacked(packed(made))
    for name in ("values", "base", "said", "proba", "error", "X"):
        np.testing.assert_array_equal(getattr(again, name), getattr(made, name))
    for name in ("ids", "truth", "genres", "players", "output"):
        assert getattr(again, name) == getattr(made, name)
    assert unpacked(packed(replace(made, error=None))).error is None


def test_an_explanation_with_parts_that_do_not_fit_is_not_read(made):
    with pytest.raises(ValueError, match="base has shape"):
        unpacked(packed(replace(made, base=made.base[:2])))


def test_families_hold_every_column_once_and_ratios_stand_with_the_columns_behind_them():
    for columns in (GTZAN_COLUMNS, ROBUST.names):
        players = players_of(columns, "family")
        assert sorted(i for own in players.members for i in own) == list(range(len(columns)))
    held = [ROBUST.names[i] for i in players.members[players.names.index("harmony")]]
    assert held == ["harmonic_share"]
    assert players.titles[players.names.index("mfcc")] == "MFCC"


def test_a_column_from_elsewhere_is_a_family_of_its_own():
    players = players_of(("danceability", "mfcc1_mean", "mfcc2_mean"), "family")
    assert players.names == ("danceability", "mfcc")
    assert players.members == ((0,), (1, 2))


def test_single_features_are_their_own_players():
    players = players_of(("a", "spectral_centroid_mean"), "single")
    assert players.members == ((0,), (1,))
    assert players.titles == ("a", "average brightness (spectral centroid)")
    with pytest.raises(ModelError, match="by='pair' is not known"):
        players_of(("a",), "pair")
