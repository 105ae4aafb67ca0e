"""Tracks with the same numbers are found, and no others are taken for them."""

import numpy as np
import pytest

from core.data.datasets import gtzan
from core.data.exclusions import one_recording
from core.data.same_numbers import MIN_COLUMNS, same_rows


@pytest.fixture
def X():
    return np.random.default_rng(0).lognormal(size=(400, 12))


def found(X):
    return [sorted(map(int, rows)) for rows in same_rows(X)]


def test_different_rows_are_no_copies(X):
    assert same_rows(X) == []


def test_copies_are_found_up_to_rounding(X):
    X[7] = X[300] * (1 + 1e-12)
    X[[20, 21]] = X[5]
    assert sorted(found(X)) == [[5, 20, 21], [7, 300]]


@pytest.mark.parametrize("column", [0, 11])
def test_rows_that_differ_in_one_column_are_two(X, column):
    X[7] = X[300]
    X[7, column] *= 1.001
    assert same_rows(X) == []


def test_a_row_of_enormous_numbers_makes_the_others_no_copies(X):
    X[3] = 1e30
    assert same_rows(X) == []


def test_columns_that_do_not_vary_say_nothing(X):
    X[:, MIN_COLUMNS - 1 :] = 1.0
    X[7] = X[300]
    assert same_rows(X) == []


def test_rows_that_are_all_the_same_and_no_rows_at_all_are_told_nothing_of():
    assert same_rows(np.ones((5, 12))) == []
    assert same_rows(np.empty((0, 12))) == []


def test_a_chain_that_a_later_column_parts_is_no_group():
    # Both ends of a chain in the first column agree in all others; what lies between does not.
    X = np.random.default_rng(0).normal(size=(203, 8))
    X[:3, 0] = [0, 8e-7, 16e-7]
    X[:3, 1:] = X[0, 1:]
    X[1, 1:] += 1
    assert same_rows(X) == []


def test_on_the_public_table_only_known_repeats_have_the_same_numbers(real_gtzan):
    ids = np.array(real_gtzan.track_ids)
    known = one_recording((id, fault.repeats) for id, fault in gtzan.FAULTS.items() if fault.repeats)
    groups = [ids[rows] for rows in same_rows(real_gtzan.X)]
    assert len(groups) == 14
    assert all(len({known[id] for id in group}) == 1 for group in groups)
