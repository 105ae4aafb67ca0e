"""The numbers of clicks on something to hear."""

import itertools

from core.ui.calls import next_call
from core.ui.synthetic import kept


def test_a_click_has_a_number_above_all_before_it_however_fast_they_come(session):
    calls = [next_call() for _ in range(1000)]
    assert all(later > earlier for earlier, later in itertools.pairwise(calls))


def test_a_visit_that_begins_anew_in_an_open_tab_does_not_begin_at_1_again(session):
    before = next_call()
    session.clear()
    assert next_call() >= before  # the clock may not have moved by a millisecond


def test_the_first_click_in_another_place_of_the_page_is_later_than_all_in_the_first(session):
    for _ in range(3):
        kept.hear("here", "a")
    kept.hear("there", "b")
    assert kept.heard("there")[1] > kept.heard("here")[1]
