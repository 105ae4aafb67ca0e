"""Who is who: one browser is one visitor, in all of its tabs and on the next day; another browser is another."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

APP = Path(__file__).parent.parent / "apps" / "visitor_app.py"
ID = re.compile(r"visitor: ([0-9a-f]{32})$")
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused') } })"


@pytest.fixture(scope="module")
def app_url(serve) -> str:
    return serve(APP)


def told(page: Page) -> str:
    """The id that the page shows, as soon as the browser has answered."""
    shown = page.get_by_text(ID)
    expect(shown).to_be_visible()
    return ID.search(shown.inner_text())[1]


def kept(page: Page) -> str:
    return page.evaluate("localStorage.getItem('genrescope-visitor')")


def test_all_tabs_of_a_browser_are_one_visitor_and_another_browser_is_another(new_visitor, app_url):
    first = new_visitor()
    visitor = told(first)
    tab = first.context.new_page()
    tab.goto(app_url)
    assert told(tab) == visitor
    assert told(new_visitor()) != visitor
    # As when both tabs had opened at once, and the other had written its own id an instant later.
    tab.evaluate(f"localStorage.setItem('genrescope-visitor', '{'a' * 32}')")
    expect(first.get_by_text(f"visitor: {'a' * 32}")).to_be_visible()


def test_only_a_page_that_asked_too_early_runs_once_more(new_visitor):
    hasty = new_visitor()
    told(hasty)
    expect(hasty.get_by_text("runs: 2")).to_be_visible()
    patient = new_visitor("?scene=patient")
    patient.wait_for_function("localStorage.getItem('genrescope-visitor')")
    patient.get_by_role("button", name="Who am I?").click()
    expect(patient.get_by_text(f"you are {kept(patient)}")).to_be_visible()
    expect(patient.get_by_text("runs: 2")).to_be_visible()


def test_what_is_no_id_is_thrown_away_and_where_storage_is_refused_the_visitor_lasts_as_long_as_the_page(new_visitor):
    page = new_visitor()
    visitor = told(page)
    page.evaluate("localStorage.setItem('genrescope-visitor', '../../etc')")
    page.reload()
    assert told(page) == kept(page) != visitor
    page.add_init_script(NO_STORAGE)
    page.reload()
    of_this_page = told(page)
    page.get_by_role("button", name="Who am I?").click()
    expect(page.get_by_text(f"you are {of_this_page}")).to_be_visible()
