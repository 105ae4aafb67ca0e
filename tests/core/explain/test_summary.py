"""What pictures show of an explanation adds up, and stands in the order of importance."""

import numpy as np
import pytest

from core.errors import ModelError
from core.explain.engines import explain
from core.explain.extremes import extremes
from core.explain.summary import beeswarm, dependence, importance, reasons, waterfall


@pytest.fixture(scope="module")
def families(table, learnt):
    """Twelve rows of an LDA, by families."""
    truth = table.y[::6].tolist()
    return explain(learnt("lda"), table.X[::6], background=table.X[1:41], columns=table.columns, truth=truth)


@pytest.fixture(scope="module")
def single(table, learnt):
    """The same by single features."""
    return explain(learnt("lda"), table.X[::6], background=table.X[1:41], columns=table.columns, by="single")


def test_importance_is_the_mean_size_per_genre_the_largest_sum_first(families):
    found = importance(families)
    assert sorted(found.names) == sorted(families.players.names)
    assert (np.diff(found.total) <= 0).all()
    first = families.players.names.index(found.names[0])
    np.testing.assert_allclose(found.values[0], np.abs(families.values[:, first]).mean(axis=0))


def test_a_waterfall_leads_from_the_base_to_what_the_model_says(families):
    for row in range(len(families)):
        found = waterfall(families, row, n=4)
        assert found.base + sum(step.value for step in found.steps) + found.rest == pytest.approx(found.said)
        assert (len(found.steps), found.n_rest) == (4, 6)
        assert found.genre == families.genres[int(families.proba[row].argmax())]
        sizes = [abs(step.value) for step in found.steps]
        assert sizes == sorted(sizes, reverse=True)


def test_a_waterfall_of_another_genre_is_of_that_genre(families):
    found = waterfall(families, 0, genre="gamma", n=20)
    assert (found.genre, found.n_rest, found.rest) == ("gamma", 0, 0.0)
    assert found.said == families.said[0, 2]
    assert found.truth == "alpha"


def test_reasons_speak_for_and_against(families):
    speaking, against = reasons(families, 0, n=2)
    assert all(step.value > 0 for step in speaking)
    assert all(step.value < 0 for step in against)
    assert len(speaking) <= 2


def test_a_beeswarm_of_single_features_carries_their_values_and_places(single):
    swarms = beeswarm(single, "beta", n=5)
    assert len(swarms) == 5
    for swarm in swarms:
        column = single.players.names.index(swarm.name)
        np.testing.assert_array_equal(swarm.feature, single.X[:, column])
        np.testing.assert_array_equal(swarm.values, single.values[:, column, 1])
        assert swarm.place[swarm.feature.argmax()] == 1
        assert swarm.place[swarm.feature.argmin()] == 0


def test_a_beeswarm_of_families_has_no_feature_where_no_one_number_stands_for_it(families):
    by_name = {swarm.name: swarm for swarm in beeswarm(families, "beta")}
    assert by_name["mfcc"].feature is None
    assert by_name["mfcc"].place is None
    assert by_name["tempo"].feature is not None


def test_dependence_of_a_linear_model_is_a_rising_or_falling_line(single):
    found = dependence(single, "tempo")
    assert found.player == "tempo"
    order = np.argsort(found.feature)
    steps = np.diff(found.values[order, 0])
    assert (steps >= -1e-9).all() or (steps <= 1e-9).all()


def test_dependence_by_families_says_which_family_the_values_are_of(families):
    assert dependence(families, "mfcc3_mean").player == "mfcc"


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (lambda made: dependence(made, "mood"), "the model has no column 'mood'"),
        (lambda made: beeswarm(made, "polka"), "the model knows no genre 'polka'; it knows alpha, beta, gamma"),
        (lambda made: waterfall(made, 0, genre="polka"), "knows no genre 'polka'"),
    ],
)
def test_what_a_model_does_not_have_is_refused(ask, complaint, families):
    with pytest.raises(ModelError, match=complaint):
        ask(families)


def test_extremes_are_the_tracks_at_both_ends(run):
    found = extremes(run, "tempo", n=3)
    values = run.training.groupby("track_id")["tempo"].mean().sort_values()
    assert [track.track_id for track in found.lowest] == list(values.index[:3])
    assert [track.track_id for track in found.highest] == list(values.index[::-1][:3])
    assert found.lowest[0].value == pytest.approx(values.iloc[0])
    assert found.lowest[0].recording == found.lowest[0].track_id
    assert found.lowest[0].genre in run.record.genres


def test_no_track_is_at_both_ends(run):
    found = extremes(run, "tempo", n=1000)
    assert {track.track_id for track in found.lowest}.isdisjoint(track.track_id for track in found.highest)


def test_extremes_of_what_a_run_does_not_know_are_refused(run):
    with pytest.raises(ModelError, match="was not trained on 'rms_mean'"):
        extremes(run, "rms_mean")
