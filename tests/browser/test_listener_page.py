"""The Genre mix page with a listener in a real browser: its tags move with the playhead; without files, a calm line."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fitting import expect_to_fit
from tests.browser.hearing import wait_until_heard
from tests.browser.resting import at_rest
from tests.core.listening_runs import save_listening

NOW = ".lane-now"
# In one look, for a page may be moved between two.
PLAYHEAD_THROUGH_LANES = """player => {
    const [playhead, lanes] = ['.playhead', '.lanes'].map(part => player.querySelector(part).getBoundingClientRect());
    return playhead.bottom >= lanes.bottom - 1;
}"""
IN_THE_MIDDLE = """() => {
    const sound = document.querySelector('audio');
    return sound !== null && Math.abs(sound.currentTime - sound.duration / 2) < 1;
}"""


@pytest.fixture(scope="module")
def home(home: Path) -> Path:
    """Without a file of any listener, with two runs: one needs none, the other does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        save_listening("ears")
        save_listening("far ears", inputs="musicnn-jamendo")
    return home


def listen_with(page: Page, model: str) -> None:
    at_rest(page).get_by_text("Settings and the model's card").click()
    page.get_by_role("radiogroup", name="Listen with").get_by_text(model, exact=True).click()


def bring_a_demo(page: Page) -> None:
    page.locator("[class*=st-key-demo-] button").first.click()
    expect(page.get_by_role("heading", name="Keep it")).to_be_visible()
    at_rest(page)


def test_the_tags_lie_on_the_time_axis_and_tell_the_moment_that_plays(page):
    listen_with(page, "ears")
    bring_a_demo(page)
    lane = page.locator(".lane[data-kind=image]").first
    expect(lane).to_be_visible()
    told = page.locator(NOW).first
    expect(told).to_have_text(re.compile(r"^0:00 (low|middle|high) \d+ %$"))
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until_heard(page, beyond_s=1.2)
    expect(told).not_to_have_text(re.compile("^0:00"))
    # The playhead goes through the strips: it reaches below the last of them.
    assert page.locator(".player").evaluate(PLAYHEAD_THROUGH_LANES)
    page.keyboard.press("5")
    wait_until_heard(page, beyond_s=10)
    expect(told).to_have_text(re.compile(r"^0:[12]\d "))


def test_a_click_on_a_strip_seeks_to_that_moment(page):
    listen_with(page, "ears")
    bring_a_demo(page)
    expect(page.locator("audio")).to_have_count(1)
    page.locator(".lane-field").first.click()  # in its middle, once it no longer moves
    page.wait_for_function(IN_THE_MIDDLE)


def test_without_the_files_the_classic_model_answers_and_one_line_says_what_they_would_bring(new_visitor):
    page = new_visitor(viewport={"width": 390, "height": 844})
    listen_with(page, "far ears")
    line = page.get_by_role("note").filter(has_text="“far ears” would name")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("to download")
    bring_a_demo(page)
    expect(line).to_have_count(1)
    expect(page.locator(".gs-answer")).to_be_visible()
    expect(page.get_by_role("button", name="Download the listeners")).to_be_visible()
    expect_to_fit(page)


def test_a_download_that_fails_says_why_and_the_page_stays(page):
    listen_with(page, "far ears")
    page.get_by_role("button", name="Download the listeners").click()
    expect(page.get_by_text("could not be fetched").first).to_be_visible()
    expect(page.locator("[class*=st-key-demo-] button").first).to_be_enabled()
