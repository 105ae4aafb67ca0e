import numpy as np
import pytest
from sklearn import metrics

from core.evaluation import scores

K = 4


@pytest.fixture
def guesses():
    """A model that is right more often than not, over 300 tracks of four genres."""
    rng = np.random.default_rng(1)
    y_true = rng.integers(K, size=300)
    proba = rng.dirichlet(np.full(K, 0.7), size=300) + 0.4 * np.eye(K)[y_true]
    return y_true, proba / proba.sum(axis=1, keepdims=True)


def test_perfect_predictions_score_best():
    y_true = np.arange(40) % K
    proba = np.eye(K)[y_true]
    assert scores.accuracy(y_true, proba) == 1
    assert scores.macro_f1(y_true, proba) == 1
    assert scores.log_loss(y_true, proba) == 0
    assert scores.brier(y_true, proba) == 0
    assert np.array_equal(scores.confusion(y_true, proba), 10 * np.eye(K))


def test_sure_and_always_wrong_scores_worst():
    y_true = np.arange(40) % K
    proba = np.eye(K)[(y_true + 1) % K]
    assert scores.accuracy(y_true, proba) == 0
    assert scores.brier(y_true, proba) == 2
    assert np.isfinite(scores.log_loss(y_true, proba))


def test_a_model_that_knows_nothing_has_a_log_loss_of_log_k():
    y_true = np.arange(40) % K
    assert scores.log_loss(y_true, np.full((40, K), 1 / K)) == pytest.approx(np.log(K))
    assert scores.brier(y_true, np.full((40, K), 1 / K)) == pytest.approx(1 - 1 / K)


def test_the_scores_are_those_of_scikit_learn(guesses):
    y_true, proba = guesses
    y_pred = proba.argmax(axis=1)
    assert scores.accuracy(y_true, proba) == pytest.approx(metrics.accuracy_score(y_true, y_pred))
    assert scores.macro_f1(y_true, proba) == pytest.approx(metrics.f1_score(y_true, y_pred, average="macro"))
    assert scores.log_loss(y_true, proba) == pytest.approx(metrics.log_loss(y_true, proba))
    one_by_one = [metrics.brier_score_loss(y_true == genre, proba[:, genre]) for genre in range(K)]
    assert scores.brier(y_true, proba) == pytest.approx(sum(one_by_one))
    assert np.array_equal(scores.confusion(y_true, proba), metrics.confusion_matrix(y_true, y_pred))
    expected = metrics.precision_recall_fscore_support(y_true, y_pred)
    for found, value in zip(scores.per_genre(y_true, proba).values(), expected, strict=True):
        assert found == pytest.approx(value)


def test_confusion_counts_every_track_once_as_true_then_predicted(guesses):
    y_true, proba = guesses
    counts = scores.confusion(y_true, proba)
    assert counts.sum() == len(y_true)
    assert np.array_equal(counts.sum(axis=1), np.bincount(y_true))


def test_a_genre_without_tracks_has_no_recall_and_does_not_pull_down_the_mean():
    y_true = np.array([0, 0, 1, 1])
    proba = np.eye(3)[y_true]
    assert np.isnan(scores.per_genre(y_true, proba)["recall"][2])
    assert scores.macro_f1(y_true, proba) == 1


def test_a_genre_that_is_never_predicted_has_precision_zero():
    proba = np.tile([0.9, 0.1], (4, 1))
    assert scores.per_genre(np.array([0, 0, 1, 1]), proba)["precision"].tolist() == [0.5, 0.0]


def test_the_baseline_knows_only_the_training_part_of_each_fold():
    y_true = ["rock", "rock", "jazz", "jazz"]
    folds = [0, 0, 1, 1]
    assert scores.most_frequent_baseline(y_true, folds, {0: ["rock"] * 3, 1: ["rock", "rock", "jazz"]}) == 0.5
    assert scores.most_frequent_baseline(y_true, folds, {0: ["rock"] * 3, 1: ["jazz"]}) == 1.0


GOOD = np.array([[0.7, 0.3], [0.2, 0.8], [0.5, 0.5]])


@pytest.mark.parametrize(
    ("y_true", "proba", "message"),
    [
        ([0, 1, 1], [0, 1, 1], "did you pass predicted labels"),
        (["rock", "jazz", "jazz"], GOOD, "did you pass genre names"),
        ([], np.empty((0, 2)), "is the test part empty"),
        ([0, 1], GOOD, "y_true has 2 tracks and proba 3 rows; did you transpose proba"),
        ([0, 1, 1, 0, 1], GOOD, "did you forget pool_segments"),
        ([0, 1, 2], GOOD, "y_true runs from 0 to 2, but proba has 2 genres"),
        ([0, 1, 1], np.where(GOOD == 0.8, np.nan, GOOD), "not finite in row 1; did the model see NaN features"),
        ([0, 1, 1], np.log(GOOD), "did you supply log probabilities"),
        ([0, 1, 1], GOOD - 0.5, "goes down to -0.3; did you supply decision values or logits"),
        ([0, 1, 1], GOOD * 100, "did you supply percentages"),
        ([0, 1, 1], GOOD * [[1], [1], [1.2]], "row 2 of proba sums to 1.2, needed 1"),
    ],
)
def test_validation_guesses_the_mistake(y_true, proba, message):
    y_true = np.array(y_true, dtype=int) if not y_true or not isinstance(y_true[0], str) else np.array(y_true)
    with pytest.raises(ValueError, match=message):
        scores.validate(y_true, np.asarray(proba))


def test_good_values_pass_validation(guesses):
    scores.validate(*guesses)
