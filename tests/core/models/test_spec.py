"""What a setting may be, and what is said of one that cannot be."""

import pytest

from core.errors import ModelError
from core.models import MODELS
from core.models.spec import Setting, combinations


def test_a_menu_allows_what_stands_in_it():
    kernel = Setting("rbf", "the shape", choices=("rbf", "linear"))
    assert kernel.allows("linear")
    assert not kernel.allows("sigmoid")
    assert not kernel.allows(1.0)


def test_bounds_are_good_values_themselves_and_an_open_side_has_none():
    share = Setting(0.5, "a share", low=0.0, high=1.0)
    assert share.allows(0.0)
    assert share.allows(1)
    assert not share.allows(1.01)
    assert Setting(1.0, "a number", low=0.0).allows(1e9)


def test_a_whole_number_is_no_fraction_and_no_truth():
    count = Setting(5, "how many", low=1, whole=True)
    assert count.allows(7)
    assert not count.allows(7.5)
    assert not count.allows(True)
    assert not count.allows("7")


def test_bounds_beside_a_menu_allow_numbers_too():
    depth = Setting(None, "how deep", (None,), 1, 100, whole=True)
    assert depth.allows(None)
    assert depth.allows(10)
    assert not depth.allows(0)
    assert depth.rule == "None or a whole number from 1 to 100"


def test_no_number_and_endless_are_refused():
    assert not Setting(1.0, "a number", low=0.0, high=2.0).allows(float("nan"))
    assert not Setting(1.0, "a number", low=0.0).allows(float("inf"))


def test_a_setting_that_a_model_does_not_have_is_refused():
    with pytest.raises(ModelError, match=r"lda has no setting \['C'\]; it has \['shrinkage'\]"):
        MODELS["lda"].settings(C=1)


def test_a_value_out_of_bounds_is_refused_with_the_rule():
    with pytest.raises(ModelError, match="knn: n_neighbors=0 must be a whole number from 1 to 1000"):
        MODELS["knn"].settings(n_neighbors=0)
    with pytest.raises(ModelError, match="svm: kernel='sigmoid' must be rbf, linear, poly"):
        MODELS["svm"].settings(kernel="sigmoid")


def test_a_grid_gives_every_combination_once():
    assert combinations({"a": (1, 2), "b": ("x", "y")}) == (
        {"a": 1, "b": "x"},
        {"a": 1, "b": "y"},
        {"a": 2, "b": "x"},
        {"a": 2, "b": "y"},
    )
    assert combinations({}) == ({},)
