"""A click on a point hears it; a lasso, a box, or several clicks select; rings and halos are nobody's points."""

from types import SimpleNamespace

import pytest

from core.ui import state
from core.ui.explore.maps.picking import pick_options, tracks_of
from core.ui.explore.selection import selection

POINTS = [{"customdata": "t1"}, {"x": 1.0}, {"customdata": "t2"}, {"customdata": "t1"}]


def picked(points=(), *, lasso=(), box=()) -> SimpleNamespace:
    return SimpleNamespace(selection=SimpleNamespace(points=list(points), lasso=list(lasso), box=list(box)))


@pytest.fixture
def pick(session):
    """``pick(points, lasso=, box=)``: what the chart of a dataset reports."""

    def report(points, **drawn) -> None:
        options = pick_options("d", "map-pca", "the PCA map")
        session[options["key"]] = picked(points, **drawn)
        options["on_select"]()

    return report


def test_a_click_hears_a_track_and_selects_nothing(pick):
    pick(POINTS[:2])
    heard, call = state.chosen_track("d")
    assert heard == "t1"
    assert call > 0
    assert selection("d") is None


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ({"lasso": [{"x": [0, 1]}]}, "inside the lasso on the PCA map"),
        ({"box": [{"x": [0, 1]}]}, "inside the box on the PCA map"),
        ({}, "clicked on the PCA map"),
    ],
)
def test_several_points_are_selected_in_words_that_say_how(pick, drawn, words):
    pick(POINTS, **drawn)
    found = selection("d")
    assert (found.ids, found.words, found.by) == ({"t1", "t2"}, words, "map-pca")
    assert state.chosen_track("d") == (None, 0)


def test_a_lasso_around_one_track_selects_it(pick):
    pick(POINTS[:1], lasso=[{"x": [0, 1]}])
    assert selection("d").ids == {"t1"}


def test_a_lasso_around_nothing_selects_none_and_a_click_beside_all_points_changes_nothing(pick):
    pick([{"x": 1.0}])
    assert selection("d") is None
    pick([], lasso=[{"x": [0, 1]}])
    assert selection("d").ids == frozenset()


def test_a_click_gives_the_chart_a_fresh_place_so_that_the_same_point_can_be_clicked_again(pick, session):
    before = pick_options("d", "map-pca", "the PCA map")["key"]
    pick(POINTS[:1])
    assert pick_options("d", "map-pca", "the PCA map")["key"] != before


def test_the_track_of_a_point_may_be_the_first_of_several_values():
    assert tracks_of([{"customdata": ["t1", 2]}, {"customdata": []}, {"customdata": 7}, {}]) == ["t1"]
