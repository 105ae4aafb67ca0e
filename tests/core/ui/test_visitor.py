"""Who is here, as Python takes it from the browser: only an id in the right form counts."""

import pytest

from core.ui import state, visitor


def test_until_the_browser_answers_nobody_is_known_and_the_page_is_noted(session):
    assert visitor.visitor_id() is None
    assert state.take_visitor_missed()
    assert not state.take_visitor_missed()


def test_an_id_in_the_right_form_is_the_visitor(session):
    visitor._take("0123456789abcdef" * 2)
    assert visitor.visitor_id() == "0123456789abcdef" * 2
    assert not state.take_visitor_missed()


@pytest.mark.parametrize("told", [None, 7, "", "0123", "G" * 32, "A" * 32, "0" * 33, "../" + "0" * 29, "0" * 32 + "\n"])
def test_anything_else_is_nobody(session, told):
    visitor._take(told)
    assert visitor.visitor_id() is None


def test_a_wrong_answer_does_not_displace_the_visitor(session):
    visitor._take("a" * 32)
    visitor._take("<script>")
    assert visitor.visitor_id() == "a" * 32
