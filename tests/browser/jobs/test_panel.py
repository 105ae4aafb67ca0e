"""Jobs through a running server: what a visitor starts goes on, is seen in every tab, and lets itself be stopped."""

import re

from playwright.sync_api import expect

from tests.browser.fitting import expect_to_fit
from tests.browser.jobs.panel import RESULT, Panel, kill, open_gate, worker_of
from tests.browser.resting import at_rest


def test_a_job_is_seen_to_move_and_its_result_appears_while_the_page_is_left_alone(panel, app):
    card = panel.start("Count", "Counting")
    panel.wait_until_it_waits("Counting", "5 of 60")
    runs = panel.runs()
    open_gate(app.home, "Counting", until=20)
    panel.wait_until_it_waits("Counting", "20 of 60")  # it moved
    expect(panel.page.get_by_text(f"runs: {runs}", exact=True)).to_be_visible()
    open_gate(app.home, "Counting")
    expect(card.get_by_text("Done in")).to_be_visible()
    expect(panel.page.get_by_text(RESULT)).to_have_text("result: {'n': 60}")
    at_rest(panel.page)
    assert panel.runs() == runs + 1
    expect(panel.page.get_by_role("status").filter(has_text="Counting: done")).to_be_attached()
    expect(card.get_by_role("button", name="Dismiss: Counting", exact=True)).to_be_visible()
    expect(card.get_by_role("button", name="Log: Counting", exact=True)).to_be_visible()
    panel.press("Counting", "Dismiss")
    expect(card).to_have_count(0)


def test_two_jobs_at_once_are_seen_by_another_tab_and_by_nobody_else(panel, new_visitor, app):
    panel.start("Count for ever", "Counting for ever")
    panel.start("Count in parts", "Counting in parts")
    other = Panel(panel.page.context.new_page())
    other.page.goto(app.url)
    expect(other.cards).to_have_count(2)
    stranger = Panel(new_visitor())
    at_rest(stranger.page)
    expect(stranger.cards).to_have_count(0)

    cancel = other.card("Counting for ever").get_by_role("button", name="Cancel")
    cancel.focus()
    other.wait_until_it_moves("Counting for ever")
    expect(cancel).to_be_focused()
    other.page.keyboard.press("Enter")
    expect(other.card("Counting for ever").get_by_text("Cancelled after")).to_be_visible()
    expect(panel.card("Counting for ever").get_by_text("Cancelled after")).to_be_visible()
    open_gate(app.home, "Counting in parts")
    expect(panel.card("Counting in parts").get_by_text("Done in")).to_be_visible()
    expect(stranger.cards).to_have_count(0)


def test_a_job_that_hears_nothing_is_stopped_all_the_same(panel):
    card = panel.start("Count deaf", "Counting deaf")
    panel.press("Counting deaf", "Cancel")
    stopping = card.filter(has_text="Stopping")  # one look, for this lasts only as long as the cluster is patient
    expect(stopping.get_by_role("button", name="Cancel", disabled=True)).to_be_visible()
    expect(card.get_by_text("Cancelled")).to_be_visible()


def test_a_job_goes_on_when_one_of_its_workers_is_killed(panel, app):
    card = panel.start("Count in parts", "Counting in parts")
    panel.wait_until_it_waits("Counting in parts", "[12] of 6 parts")
    kill(worker_of(app.home, "Counting in parts"))
    open_gate(app.home, "Counting in parts")
    expect(card.get_by_text("Done in")).to_be_visible()
    expect(panel.page.get_by_text(RESULT)).to_have_text("result: {'n': 6, 'sum': 15}")


def test_on_a_phone_a_job_that_failed_says_why_as_text_and_every_button_can_be_hit(new_visitor):
    phone = Panel(at_rest(new_visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)))
    phone.main.get_by_role("button", name="Fail").click()
    reason = "N=3 tracks are too few; add some."
    expect(phone.main.get_by_text(reason)).to_be_visible()
    expect_to_fit(phone.page)
    phone.page.get_by_test_id("stExpandSidebarButton").click()
    card = phone.card("<b>Failing</b>")
    card.get_by_text(reason).scroll_into_view_if_needed()  # the jobs stand below the links to the pages
    expect(card.get_by_text(reason)).to_be_in_viewport(ratio=1)
    buttons = card.get_by_role("button")
    expect(buttons).to_have_text(["Start again", "Dismiss", re.compile("Log")])
    for button in buttons.all():
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)
        size = button.bounding_box()
        assert min(size["width"], size["height"]) >= 40
    phone.press("<b>Failing</b>", "Log")
    expect(phone.page.get_by_test_id("stCode")).to_contain_text("failed: n=3 tracks are too few")
