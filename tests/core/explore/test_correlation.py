"""Pearson's r of every two columns that vary, ordered so that columns which say the same stand side by side."""

import numpy as np
import pandas as pd
import pytest

from core.errors import DataError
from core.explore.correlation import MOST_COLUMNS, correlated, mean_columns


@pytest.fixture
def X() -> pd.DataFrame:
    """Two families of three columns that follow two independent numbers, mixed; one of them upside down."""
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 200))
    noise = 0.1 * rng.standard_normal((6, 200))
    columns = {"a1_mean": a, "b1_mean": 1e9 * b, "a2_mean": -a, "b2_mean": b, "a3_mean": a, "b3_mean": 1e-9 * b}
    scales = (1, 1e9, 1, 1, 1, 1e-9)
    made = {name: x + s * n for (name, x), s, n in zip(columns.items(), scales, noise, strict=True)}
    return pd.DataFrame(made).assign(tempo=rng.random(200))


def test_every_cell_is_pearsons_r(X):
    found = correlated(X, columns=list(X.columns))
    expected = X[list(found.order)].corr().to_numpy()
    assert sorted(found.order) == sorted(X.columns)
    assert np.allclose(found.matrix, expected)


def test_the_matrix_is_a_mirror_of_itself_within_bounds(X):
    matrix = correlated(X).matrix
    assert np.array_equal(matrix, matrix.T)
    assert (np.diag(matrix) == 1).all()
    assert np.abs(matrix).max() <= 1


def test_columns_that_say_the_same_stand_together_even_upside_down(X):
    families = [name[0] for name in correlated(X).order]
    assert families in ([*"aaabbb"], [*"bbbaaa"])


def test_the_order_does_not_depend_on_scale_or_sign(X):
    other = X * np.array([-1, 2, 3e5, 1, -1e-6, 1, 1])
    assert correlated(other).order == correlated(X).order


@pytest.mark.parametrize(
    ("columns", "means"),
    [
        (["rms_mean", "rms_var", "tempo"], ("rms_mean",)),
        (["chroma_cens_mean_01", "chroma_cens_std_01"], ("chroma_cens_mean_01",)),
        (["loudness", "avg_timbre1"], ("loudness", "avg_timbre1")),
    ],
)
def test_the_means_are_correlated_or_all_where_there_are_none(columns, means):
    X = pd.DataFrame(np.random.default_rng(0).random((5, len(columns))), columns=columns)
    assert mean_columns(X) == means
    assert set(correlated(X).order) == set(means)


def test_columns_that_do_not_vary_are_left_out_and_named(X):
    found = correlated(X.assign(still_mean=0.1))
    assert found.constant == ("still_mean",)
    assert "still_mean" not in found.order
    assert np.isfinite(found.matrix).all()


@pytest.mark.parametrize("n", [1, 2])
def test_few_columns_need_no_order(X, n):
    names = list(X.columns[:n])
    found = correlated(X, columns=names)
    assert found.order == tuple(names)
    assert found.matrix.shape == (n, n)


def test_two_tracks_correlate_perfectly_without_a_warning(X):
    assert np.allclose(np.abs(correlated(X.head(2)).matrix), 1)


def test_what_cannot_be_correlated_is_told(X):
    with pytest.raises(DataError, match="the column 'flux_mean' is not in the table; choose among its 7 columns"):
        correlated(X, columns=["flux_mean"])
    with pytest.raises(DataError, match="the table has 1 track; a correlation needs at least two"):
        correlated(X.head(1))
    with pytest.raises(DataError, match="none of the 1 columns varies from track to track"):
        correlated(X[["tempo"]] * 0)


def test_of_very_many_columns_those_that_vary_most_are_shown_and_the_others_counted():
    rng = np.random.default_rng(0)
    scale = np.linspace(0.1, 1.0, MOST_COLUMNS + 30)
    X = pd.DataFrame(rng.normal(size=(40, len(scale))) * scale, columns=[f"n{i}" for i in range(len(scale))])
    found = correlated(X)
    assert len(found.order) == MOST_COLUMNS
    assert found.n_fainter == 30
    assert found.constant == ()
    assert "n0" not in found.order
