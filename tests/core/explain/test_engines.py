"""Every model is explained in one shape, adds up to an output it names, and gives nothing to what it cannot see."""

import numpy as np
import pytest

from core.errors import ModelError
from core.explain.engines import engine_of, explain
from core.explain.opened import centred, opened
from core.explain.values import LOG_ODDS, PROBABILITY_BEFORE, PROBABILITY_SHOWN, additivity_gap
from core.models import MODELS

ROWS = slice(None, None, 18)
LEARNING = [name for name, spec in MODELS.items() if not spec.reads]


def explained(model, table, **how):
    return explain(model, table.X[ROWS], background=table.X[1:41], columns=table.columns, **{"max_evals": 20} | how)


@pytest.mark.parametrize("name", LEARNING)
@pytest.mark.parametrize("by", ["family", "single"])
def test_every_model_is_explained_and_adds_up_to_the_output_it_names(name, by, table, learnt):
    made = explained(learnt(name), table, by=by)
    assert made.values.shape == (4, 10 if by == "family" else 57, 3)
    assert (made.base.shape, made.said.shape) == ((3,), (4, 3))
    assert additivity_gap(made) <= made.output.tolerance
    assert made.genres == ("alpha", "beta", "gamma")


@pytest.mark.parametrize("name", LEARNING)
def test_the_named_output_is_what_the_model_says(name, table, learnt):
    model = learnt(name)
    made, shown = explained(model, table), model.predict_proba(table.X[ROWS])
    np.testing.assert_allclose(made.proba, shown, atol=1e-12)
    if made.output.quantity == LOG_ODDS:
        np.testing.assert_allclose(made.said, centred(np.log(shown)), atol=1e-4)
    elif made.output.words == PROBABILITY_SHOWN:
        np.testing.assert_allclose(made.said, shown, atol=1e-12)
    else:
        assert made.output.words == PROBABILITY_BEFORE
        np.testing.assert_allclose(made.said, model.estimator_.predict_proba(table.X[ROWS]), atol=1e-12)
        np.testing.assert_array_equal(made.said.argmax(axis=1), shown.argmax(axis=1))


@pytest.mark.parametrize("name", LEARNING)
def test_a_model_is_explained_as_its_spec_promises(name, table, learnt):
    model = opened(learnt(name), n_columns=57)
    assert engine_of(model, model.inside(table.X)) == MODELS[name].explained_by


@pytest.mark.parametrize("name", ["logistic", "random-forest", "svm", "vote"])
@pytest.mark.parametrize("by", ["family", "single"])
def test_what_a_selection_left_out_gets_exactly_nothing(name, by, table, learnt):
    model = learnt(name, selection="f")
    kept = set(np.flatnonzero(model.estimator_.named_steps["select"].get_support()))
    made = explained(model, table, by=by)
    unseen = [i for i, own in enumerate(made.players.members) if kept.isdisjoint(own)]
    assert unseen
    assert (made.values[:, unseen] == 0).all()
    assert (np.delete(made.values, unseen, axis=1) != 0).any()


def test_a_linear_svm_is_exact_and_one_that_counts_votes_of_pairs_is_asked_again_and_again(table, learnt):
    linear = explained(learnt("svm", kernel="linear"), table)
    assert (linear.output.quantity, linear.error) == ("log-odds", None)
    votes = explained(learnt("svm", kernel="poly"), table, max_evals=40)
    assert votes.output.words == PROBABILITY_SHOWN
    assert votes.error.shape == votes.values.shape


def test_the_values_of_a_row_do_not_depend_on_the_rows_beside_it(table, learnt):
    model = learnt("knn")
    whole = explained(model, table, by="single")
    alone = explain(
        model, table.X[ROWS][2:3], background=table.X[1:41], columns=table.columns, by="single", max_evals=20
    )
    np.testing.assert_array_equal(alone.values[0], whole.values[2])


def test_two_genres_have_values_of_both(table):
    from sklearn.linear_model import LogisticRegression

    two = table.y != "gamma"
    model = LogisticRegression().fit(np.log(table.X[two]), table.y[two])
    rows = np.log(table.X[two])
    made = explain(model, rows[:3], background=rows, columns=table.columns)
    np.testing.assert_allclose(made.values[..., 0], -made.values[..., 1])
    assert additivity_gap(made) < 1e-9


def test_a_model_of_before_is_opened_with_its_temperature(table):
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    folds = [(np.arange(72) % 3 != k, np.arange(72) % 3 == k) for k in range(3)]
    old = CalibratedClassifierCV(
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.5),
        method="temperature",
        ensemble=False,
        cv=[(np.flatnonzero(train), np.flatnonzero(test)) for train, test in folds],
    ).fit(np.log(table.X), table.y)
    made = explain(old, np.log(table.X[:3]), background=np.log(table.X), columns=table.columns)
    np.testing.assert_allclose(made.proba, old.predict_proba(np.log(table.X[:3])), atol=1e-9)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [(np.empty((0, 57)), r"shape \(0, 57\); needed is at least one"), (np.ones((2, 5)), "row of 57 columns")],
)
def test_rows_that_do_not_fit_are_refused(rows, complaint, table, learnt):
    with pytest.raises(ModelError, match=complaint):
        explain(learnt("lda"), rows, background=table.X, columns=table.columns)


def test_an_unknown_kind_of_player_is_refused(table, learnt):
    with pytest.raises(ModelError, match="by='mood' is not known; explain by 'family' or by 'single'"):
        explained(learnt("lda"), table, by="mood")
