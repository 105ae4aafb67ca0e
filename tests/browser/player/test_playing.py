"""The player in a real browser: what is heard, and who gets which key."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.player.deck import DESKTOP, Deck, all_silent


def test_nothing_plays_by_itself(page, one, two):
    assert all_silent(page)


def test_play_makes_the_song_run_and_the_read_out_with_it(one):
    expect(one.spoken).to_have_attribute("aria-live", "polite")
    one.button("Play").click()
    one.wait("audio.currentTime > 1.2")
    expect(one.button("Pause")).to_be_visible()
    expect(one.spoken).to_have_text(re.compile(r"^0:(?!00)\d\d\s+\w+ \d+ %(, \w+ \d+ %){0,2}$"))
    expect(one.spoken).to_have_attribute("aria-live", "off")
    one.button("Pause").click()
    one.wait("audio.paused")


def test_the_playhead_stands_where_the_sound_is(one):
    one.press_keys("5")
    one.wait_at(30)
    line, timeline = one.box.locator(".playhead").bounding_box(), one.timeline.bounding_box()
    assert line["x"] + line["width"] / 2 == pytest.approx(timeline["x"] + timeline["width"] / 2, abs=1)


def test_a_click_on_a_cell_of_the_ribbon_seeks_to_its_start(two):
    for cell in (7, 2, 0, 9):
        two.point_at_cell(cell, 10)
        two.wait_at(3 * cell)
        expect(two.timeline).to_have_attribute("aria-valuetext", f"0:{3 * cell:02d} of 0:30")


def test_a_click_on_the_waveform_seeks_to_the_very_moment(two):
    size = two.timeline.bounding_box()
    two.timeline.click(position={"x": size["width"] * 0.55, "y": 20})
    two.wait_at(16.5)


def test_dragging_over_the_waveform_seeks_along(page, two):
    half = two.timeline.bounding_box()["width"] / 2
    two.timeline.hover(position={"x": 5, "y": 20})  # where it is by then
    page.mouse.down()
    for eighth in range(1, 9):
        two.timeline.hover(position={"x": half * eighth / 8, "y": 20})
    two.wait_at(15)
    page.mouse.up()


def test_keys_play_pause_seek_and_jump(one):
    one.press_keys("5")
    one.wait_at(30)
    one.press_keys("ArrowRight")
    one.wait_at(33)
    one.press_keys("ArrowLeft", "ArrowLeft")
    one.wait_at(27)
    one.press_keys("Shift+ArrowRight")
    one.wait_at(42)
    one.press_keys("Shift+ArrowLeft", "PageDown")
    one.wait_at(12)
    one.press_keys("End")
    one.wait_at(60)
    one.press_keys("Home")
    one.wait_at(0)
    one.press_keys("Space")
    one.wait("!audio.paused && audio.currentTime > 0.2")
    one.press_keys("Space")
    one.wait("audio.paused")


def test_keys_reach_a_player_while_only_the_page_has_the_focus(page, one, two):
    page.keyboard.press("5")
    one.wait_at(30)
    two.point_at_cell(2, 10)  # from now on the second is the one in use
    two.timeline.blur()
    page.keyboard.press("5")
    two.wait_at(15)
    one.wait_at(30)


def test_a_field_keeps_its_keys(page, one):
    page.get_by_label("A field").press_sequentially("5 [l]b")
    expect(page.get_by_label("A field")).to_have_value("5 [l]b")
    one.wait("audio.paused && audio.currentTime === 0")
    expect(one.box.locator(".loop-words")).to_have_text("")


def test_a_button_keeps_its_space_and_chords_belong_to_the_browser(page, one):
    one.button("Keys").press("Space")
    expect(one.button("Keys")).to_have_attribute("aria-expanded", "true")
    one.press_keys("Control+5", "Alt+ArrowRight", "Meta+ArrowRight")
    one.wait("audio.paused && audio.currentTime === 0")


def test_speed_changes_the_rate_and_keeps_the_pitch(one):
    one.box.get_by_label("Speed").select_option("0.5×")
    one.wait("audio.playbackRate === 0.5 && audio.preservesPitch")
    one.box.get_by_label("Speed").select_option("1.25×")
    one.wait("audio.playbackRate === 1.25 && audio.preservesPitch")


def test_starting_one_sound_stops_every_other(page, one, two):
    one.button("Play").click()
    one.wait("audio.currentTime > 0.1")
    two.button("Play").click()
    two.wait("!audio.paused")
    one.wait("audio.paused")
    expect(one.button("Play")).to_be_visible()
    page.locator("audio").last.evaluate("audio => audio.play()")  # one that has no player of ours
    two.wait("audio.paused")


def test_loudness_is_evened_by_volume_or_by_a_gain(new_visitor):
    page = new_visitor(**DESKTOP)
    # The gain hides inside the page's audio graph: note every one that is made.
    page.evaluate(
        """() => {
            const make = BaseAudioContext.prototype.createGain;
            window.gains = [];
            AudioContext.prototype.createGain = function () {
                const node = make.call(this);
                window.gains.push(node);
                return node;
            };
        }"""
    )
    louder, softer = Deck(page, "one").ready(), Deck(page, "two").ready()
    expect(louder.box.locator(".evened")).to_have_text("Loudness evened by +3.2 dB for listening")
    expect(softer.box.locator(".evened")).to_have_text("Loudness evened by −4.0 dB for listening")
    louder.button("Play").click()
    page.wait_for_function(f"window.gains.length === 1 && Math.abs(gains[0].gain.value - {10 ** (3.2 / 20)}) < 1e-3")
    louder.wait("audio.volume === 1 && audio.currentTime > 0.3")
    softer.button("Play").click()
    softer.wait(f"Math.abs(audio.volume - {10 ** (-4 / 20)}) < 1e-3 && audio.currentTime > 0.3")
