"""One temperature makes the mean of a track's segments as sure as it is right; for single rows it is scikit-learn's."""

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from core.data.splits import inner_folds
from core.evaluation.pooling import pool_segments
from core.models.calibrated import TemperatureCalibrated, fit_temperature
from tests.core.toys import toy_table


@pytest.mark.parametrize("estimator", [LogisticRegression(), SVC(), KNeighborsClassifier()], ids=["lr", "svm", "knn"])
@pytest.mark.parametrize("n_genres", [2, 3])
def test_with_one_segment_a_track_it_is_scikit_learns_temperature(estimator, n_genres: int):
    table = toy_table(spread=6.0)
    table = table.select([i for i in table.track_ids if n_genres == 3 or not i.startswith("gamma")])
    folds = inner_folds(table.inner_groups, table.y, n_folds=3, seed=0)
    theirs = CalibratedClassifierCV(estimator, method="temperature", cv=folds, ensemble=False).fit(table.X, table.y)
    ours = TemperatureCalibrated(estimator).fit(table.X, table.y, folds=folds)
    np.testing.assert_allclose(ours.predict_proba(table.X), theirs.predict_proba(table.X), atol=1e-6)
    assert list(ours.predict(table.X)) == list(theirs.predict(table.X))


def test_segments_that_agree_because_they_are_one_song_are_not_counted_as_more_evidence():
    rng = np.random.default_rng(0)
    of_track = rng.normal(0, 3, (400, 3))
    truth = np.array([rng.choice(3, p=np.exp(row / 3) / np.exp(row / 3).sum()) for row in of_track])
    rows = np.repeat(np.arange(400), 10)
    temperature, loss = fit_temperature(of_track[rows], truth[rows], rows)
    assert temperature == pytest.approx(3, rel=0.2)
    assert fit_temperature(of_track, truth, np.arange(400)) == pytest.approx((temperature, loss), rel=1e-4)


def test_what_is_made_least_is_the_log_loss_of_the_mean_that_people_see():
    rng = np.random.default_rng(1)
    tracks, truth = np.repeat(np.arange(60), 10), np.repeat(rng.integers(0, 3, 60), 10)
    logits = rng.normal(0, 4, (600, 3)) + 2 * np.eye(3)[truth]

    def loss(temperature: float) -> float:
        _, pooled = pool_segments(tracks, softmax(logits / temperature, axis=1))
        return -float(np.log(pooled[np.arange(60), truth[::10]]).mean())

    best, said = fit_temperature(logits, truth, tracks)
    assert said == pytest.approx(loss(best))
    assert all(loss(best) <= loss(best * factor) + 1e-9 for factor in (0.5, 0.8, 0.95, 1.05, 1.25, 2))
