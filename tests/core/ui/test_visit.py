"""A visit that makes clips: what a click asked for is made once, whichever of two runs beside each other makes it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException, StopException

from core.ui.visit import Click, Visit


@pytest.fixture
def visit(session):
    """A visit in which a click has asked for something."""
    visit = Visit()
    visit.want("a clip")
    return visit


@pytest.mark.parametrize("end", [RerunException(RerunData()), StopException()])
def test_a_run_that_a_click_ends_leaves_the_wish_to_the_next_one(visit, end):
    click = visit.click
    with pytest.raises(type(end)), visit.granting():
        raise end
    with visit.granting() as wanted:
        assert wanted is click
    assert visit.click is None  # done, or refused in words


def test_a_mistake_in_the_making_is_not_made_again(visit):
    with pytest.raises(ZeroDivisionError), visit.granting():
        1 / 0  # noqa: B018
    assert visit.click is None


def test_a_run_beside_the_one_that_still_makes_it_waits_and_finds_it_made(visit):
    begun, go_on = Event(), Event()

    def ended_run():
        with visit.granting() as click:
            begun.set()
            assert go_on.wait(120)
            visit.show("made", call=click.number)
            visit.met(click)
            raise StopException

    def next_run():
        with visit.granting() as click:
            return click, visit.shown

    with ThreadPoolExecutor(2) as runs:
        first = runs.submit(ended_run)
        assert begun.wait(120)
        second = runs.submit(next_run)
        go_on.set()
        assert second.result(120) == (None, "made")
        assert isinstance(first.exception(120), StopException)


def test_a_later_click_is_neither_met_by_an_earlier_one_nor_does_it_lose_what_it_called(visit):
    first = visit.click
    visit.click = Click("another", first.number + 1)
    visit.met(first)
    assert visit.click is not None
    visit.show("what was heard meanwhile", call=first.number + 1)
    visit.show("what the first made", call=first.number)
    assert (visit.shown, visit.call) == ("what was heard meanwhile", first.number + 1)
