"""A player without a genre mix: a waveform that plays, and that plays at once when a click asks for it."""

import pytest
from playwright.sync_api import expect

from tests.browser.player.deck import DESKTOP, Deck, rested


@pytest.fixture
def plain(new_visitor) -> Deck:
    return Deck(new_visitor("?scene=plain", **DESKTOP), "plain").ready()


def test_nothing_is_said_of_genres_and_nothing_plays_by_itself(plain):
    expect(plain.ribbon).to_be_hidden()
    expect(plain.box.locator(".mix")).to_be_hidden()
    expect(plain.spoken).to_have_text("0:00")
    expect(plain.box.locator(".summary")).to_have_text("")
    expect(plain.box.locator(".evened")).to_contain_text("+2.0 dB")
    assert plain.get("audio.paused")


def test_it_plays_and_a_click_on_the_waveform_goes_there(plain):
    plain.button("Play").click()
    plain.wait("audio.currentTime > 0.2")
    plain.button("Pause").click()
    size = plain.timeline.bounding_box()
    plain.timeline.click(position={"x": size["width"] / 2, "y": 20})
    plain.wait_at(10)


def test_a_click_that_asks_for_a_track_plays_it_once(plain):
    page = plain.page
    page.get_by_role("button", name="Play 3").click()
    plain.wait("!audio.paused && audio.currentTime > 0.2")
    expect(plain.box.get_by_role("group", name="Player: Song 3")).to_be_visible()
    plain.button("Pause").click()
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("runs: 3", exact=True)).to_be_visible()
    rested(page)
    assert plain.get("audio.paused")
    page.get_by_role("button", name="Play 2").click()
    plain.wait("!audio.paused && audio.currentTime > 0.2 && audio.currentTime < 5")
