"""Each scaling brings columns to what its name says, and another track to the same scale."""

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from core.errors import DataError
from core.explore.scaling import ABOUT_SCALINGS, SCALINGS, fit_scaling, scaled


@pytest.fixture
def X() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    columns = {"hz": 1e6 * rng.random(50), "share": rng.random(50), "constant": np.full(50, 0.1)}
    return pd.DataFrame(columns, index=[f"track {n}" for n in range(50)])


@pytest.mark.parametrize(("how", "original"), [("min-max", MinMaxScaler), ("standard", StandardScaler)])
def test_a_scaling_is_scikit_learns(X, how, original):
    assert np.allclose(scaled(X, how), original().fit_transform(X))


def test_no_scaling_leaves_every_number_as_it_is(X):
    pd.testing.assert_frame_equal(scaled(X, "none"), X)


@pytest.mark.parametrize("how", ["min-max", "standard"])
def test_a_constant_column_becomes_zero_for_every_track(X, how):
    scaling = fit_scaling(X, how)
    stranger = X.iloc[[0]].assign(constant=7.0)
    assert (scaling.apply(X)["constant"] == 0).all()
    assert (scaling.apply(stranger)["constant"] == 0).all()


@pytest.mark.parametrize("how", SCALINGS)
def test_a_track_lies_where_it_lay_when_it_is_scaled_alone(X, how):
    pd.testing.assert_frame_equal(fit_scaling(X, how).apply(X.iloc[[7]]), scaled(X, how).iloc[[7]])


def test_columns_of_another_order_and_number_are_brought_into_that_of_the_table(X):
    other = X[["share", "constant", "hz"]].assign(more=1.0)
    pd.testing.assert_frame_equal(fit_scaling(X, "standard").apply(other), scaled(X, "standard"))


def test_a_track_that_lacks_columns_cannot_be_compared(X):
    with pytest.raises(DataError, match="1 of 3 columns are missing, the first is 'share'"):
        fit_scaling(X, "standard").apply(X.drop(columns="share"))


def test_an_unknown_scaling_is_refused(X):
    with pytest.raises(DataError, match="scaling='log' is not known; choose one of none, min-max, standard"):
        scaled(X, "log")


@pytest.mark.parametrize("how", SCALINGS)
def test_numbers_beyond_all_distances_are_refused_by_name(X, how):
    with pytest.raises(
        DataError, match=r"hz=1e\+200 of track 3 is larger than any distance can be \(at most 1e\+150\)"
    ):
        scaled(X.assign(hz=X["hz"].where(X.index != "track 3", -1e200)), how)


def test_every_scaling_is_told_in_a_sentence():
    assert ABOUT_SCALINGS.keys() == SCALINGS.keys()
    assert all(words.endswith(".") for words in ABOUT_SCALINGS.values())
