"""Lanes under the waveform: on its time axis, read by a pointer, changed under a sound that plays on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.player.deck import DESKTOP, PHONE, Deck, rested

PIXELS = """canvas => [canvas.width, canvas.height, ...canvas.getContext("2d").getImageData(0, 0, 1, 4).data]"""


@pytest.fixture
def deck(new_visitor) -> Deck:
    """A sound of 20 s with an image of four rows and a line that rises from 0 to 1,000 Hz."""
    return Deck(new_visitor("?scene=lanes", color_scheme="dark", **DESKTOP), "lanes").ready()


def field(deck: Deck, number: int):
    return deck.box.locator(".lane-field").nth(number)


def test_an_image_is_coloured_by_the_scale_of_the_theme_highest_row_on_top(deck):
    lightest, darkest = [235, 251, 248, 255], [18, 22, 29, 255]
    width, height, *pixels = field(deck, 0).locator("canvas").evaluate(PIXELS)
    assert (width, height) == (400, 4)
    assert pixels[:4] == lightest
    assert pixels[-4:] == darkest


def test_a_pointer_reads_time_and_value_and_a_click_goes_there(deck):
    size = field(deck, 1).bounding_box()
    field(deck, 1).hover(position={"x": size["width"] * 0.5, "y": 40})
    expect(deck.box.locator(".bubble")).to_have_text(re.compile(r"^0:(09|10): (49|50)\d Hz$"))
    field(deck, 0).hover(position={"x": size["width"] * 0.26, "y": 5})
    expect(deck.box.locator(".bubble")).to_have_text("0:05, F: 1")
    field(deck, 1).click(position={"x": size["width"] * 0.25, "y": 40})
    deck.wait_at(5)
    expect(deck.box.locator(".lane-value").nth(1)).to_have_text(re.compile(r"^2[45]\d Hz$"))


def test_one_playhead_runs_through_all_lanes(deck):
    deck.press_keys("5")
    deck.wait_at(10)
    line, last = deck.box.locator(".playhead").bounding_box(), field(deck, 1).bounding_box()
    assert line["x"] + line["width"] / 2 == pytest.approx(last["x"] + last["width"] / 2, abs=1)
    assert line["y"] + line["height"] >= last["y"] + last["height"]


def test_other_lanes_come_under_a_sound_that_plays_on(deck):
    deck.button("Play").click()
    deck.wait("audio.currentTime > 0.2")
    deck.page.get_by_text("two", exact=True).click()
    expect(deck.box.locator(".lane-title")).to_have_text(["Beats", "Rising"])
    rested(deck.page)
    position_s = deck.get("audio.currentTime")
    assert position_s > 0.2  # it did not begin anew
    deck.wait(f"!audio.paused && audio.currentTime > {position_s} + 0.2")


def test_each_lane_is_told_in_words_and_its_text_stays_text(deck):
    expect(deck.box.locator(".lane-words li")).to_have_text(
        [re.compile(r"^Rows: a picture of 4 rows, C to F"), re.compile(r"^Rising: 500 Hz on average.*onerror")]
    )
    assert deck.page.title() != "owned"


def test_on_a_phone_the_lanes_fit(new_visitor):
    deck = Deck(new_visitor("?scene=lanes", **PHONE), "lanes").ready()
    assert field(deck, 1).bounding_box()["width"] > 280
    deck.page.wait_for_function("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
