import numpy as np
import pytest

from core.evaluation.calibration import calibration_bins, calibration_error, perfect_accuracies, perfect_band

K = 5


def calibrated(n_tracks, seed):
    """Probabilities, and a truth drawn from them: a perfectly calibrated model."""
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.full(K, 0.5), size=n_tracks)
    return (proba.cumsum(axis=1) < rng.random((n_tracks, 1))).sum(axis=1).clip(max=K - 1), proba


def test_a_perfectly_calibrated_model_falls_in_its_band():
    inside = 0
    for seed in range(60):
        y_true, proba = calibrated(400, seed)
        low, high = perfect_band(proba, n_draws=400)
        inside += low <= calibration_error(y_true, proba) <= high
    assert inside >= 53  # 57 of 60 on average


def test_a_model_that_is_too_sure_lies_above_the_band():
    y_true, proba = calibrated(900, 0)
    sharpened = proba**3 / (proba**3).sum(axis=1, keepdims=True)
    assert calibration_error(y_true, sharpened) > perfect_band(sharpened)[1]


def test_more_tracks_narrow_the_band_towards_zero():
    few, many = perfect_band(calibrated(100, 0)[1]), perfect_band(calibrated(10_000, 0)[1])
    assert many[1] < few[0]


def test_sure_and_right_has_no_error_and_sure_and_wrong_all_of_it():
    y_true = np.arange(50) % K
    assert calibration_error(y_true, np.eye(K)[y_true]) == 0
    assert calibration_error(y_true, np.eye(K)[(y_true + 1) % K]) == 1
    assert perfect_band(np.eye(K)[y_true]) == (0, 0)


def test_the_error_is_the_weighted_gap_of_its_bins():
    y_true, proba = calibrated(333, 1)
    bins = calibration_bins(y_true, proba)
    assert sum(n for *_, n in bins) == 333
    gap = sum(n * abs(confidence - accuracy) for confidence, accuracy, n in bins) / 333
    assert calibration_error(y_true, proba) == pytest.approx(gap)


def test_the_bins_have_equal_mass_and_rise_in_confidence():
    bins = calibration_bins(*calibrated(1000, 2))
    assert [n for *_, n in bins] == [100] * 10
    assert [confidence for confidence, *_ in bins] == sorted(confidence for confidence, *_ in bins)


def test_the_order_of_the_tracks_changes_nothing_even_when_all_are_equally_sure():
    y_true = np.repeat(np.arange(K), 20)
    proba = np.tile([0.2001, 0.2, 0.2, 0.2, 0.1999], (100, 1))
    assert len(calibration_bins(y_true, proba)) == 1
    assert calibration_error(y_true, proba) == pytest.approx(0.0001)
    shuffled = np.random.default_rng(0).permutation(100)
    assert calibration_error(y_true[shuffled], proba) == pytest.approx(0.0001)


def test_fewer_tracks_than_bins_still_give_a_number():
    y_true, proba = calibrated(4, 0)
    assert 0 <= calibration_error(y_true, proba) <= 1


def test_no_bins_are_refused():
    with pytest.raises(ValueError, match="n_bins=0 must be at least 1"):
        calibration_error(*calibrated(10, 0), n_bins=0)


def test_the_bins_of_a_calibrated_model_mostly_lie_between_their_edges():
    inside = total = 0
    for seed in range(30):
        bins = calibration_bins(*calibrated(400, seed))
        edges = perfect_accuracies(bins)
        inside += sum(low <= accuracy <= high for (low, high), (_, accuracy, _) in zip(edges, bins, strict=True))
        total += len(bins)
    assert inside / total > 0.9


def test_edges_are_wider_where_there_are_fewer_tracks():
    (low, high), (wide_low, wide_high) = perfect_accuracies([(0.5, 0.5, 400), (0.5, 0.5, 20)])
    assert wide_low < low < 0.5 < high < wide_high
