"""One selection per dataset, and everything that selects gives way to what selects after it."""

import pytest

from core.ui import state
from core.ui.explore.choosing import selection_words
from core.ui.explore.selection import Selection, chart_key, clear, is_selected, select, selection

pytestmark = pytest.mark.usefixtures("session")


def test_what_is_selected_in_one_dataset_leaves_another_alone():
    select("a", ["t1", "t2"], "jazz", by="genres")
    assert selection("a") == Selection(frozenset({"t1", "t2"}), "jazz", "genres")
    assert selection("b") is None
    clear("a")
    assert selection("a") is None


def test_a_new_selection_takes_the_place_of_the_old():
    select("a", ["t1"], "jazz", by="genres")
    select("a", ["t2"], "inside the lasso on the PCA map", by="map-pca")
    assert is_selected("a", ["t1", "t2", "t3"]) == [False, True, False]


def test_without_a_selection_nothing_steps_back():
    assert is_selected("a", ["t1"]) is None


def test_none_can_be_selected():
    select("a", [], "inside the lasso on the PCA map")
    assert is_selected("a", ["t1"]) == [False]


def test_a_chart_gets_a_fresh_place_when_its_drawing_must_go():
    first = chart_key("a", "map-pca")
    select("a", ["t1"], "inside the lasso", by="map-pca")
    assert chart_key("a", "map-pca") == first  # its lasso may stay
    select("a", ["t2"], "inside another lasso", by="map-pca")
    assert chart_key("a", "map-pca") == first
    select("a", ["t3"], "jazz", by="genres")
    assert chart_key("a", "map-pca") != first
    assert chart_key("b", "map-pca") not in (first, chart_key("a", "map-pca"))


def test_clearing_lets_go_of_what_selected():
    key = chart_key("a", "genres")
    select("a", ["t1"], "jazz", by="genres")
    clear("a")
    assert chart_key("a", "genres") != key
    again = chart_key("a", "genres")
    clear("a")
    assert chart_key("a", "genres") == again


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (None, "All 3 tracks."),
        (Selection(frozenset({"a"}), "rock"), "1 of 3 tracks: rock."),
        (Selection(frozenset(), "inside the lasso on the PCA map"), "0 of 3 tracks: inside the lasso on the PCA map."),
        (Selection(frozenset({"a", "gone"}), "rock"), "1 of 3 tracks: rock."),
    ],
)
def test_words_say_how_many_are_selected_and_by_what(chosen, words):
    assert selection_words(chosen, ["a", "b", "c"]) == words


def test_one_track_needs_no_selection():
    assert selection_words(None, ["a"]) == "The only track."


def test_a_tick_beside_a_row_is_no_click_on_its_cell():
    assert state.is_new_cell("table", (3, "Track"))
    assert not state.is_new_cell("table", (3, "Track"))
    assert state.is_new_cell("table", (4, "Track"))
    assert state.is_new_cell("another table", (4, "Track"))
