"""A loop in a real browser returns from B to A, however the two were set."""

import re

from playwright.sync_api import expect

from tests.browser.player.deck import Deck, all_silent, rested


def test_a_loop_returns_from_b_to_a_until_it_is_cleared(one):
    one.press_keys("1", "[", "ArrowRight", "]")
    expect(one.box.locator(".loop-words")).to_have_text("0:06-0:09")
    one.timeline.click(position={"x": one.timeline.bounding_box()["width"] * 8.2 / 60, "y": 60})
    one.wait_at(8.2)
    one.press_keys("Space")
    one.wait("audio.currentTime > 5.9 && audio.currentTime < 7.5")
    assert not one.get("audio.paused")
    one.press_keys("l")
    expect(one.button("Clear")).to_be_disabled()
    one.wait("audio.currentTime > 9.2")


def hears_the_loop_return(deck: Deck, a_s: float) -> None:
    """Twice, for once might be a seek that somebody else asked for."""
    for _ in range(2):
        deck.wait(f"!audio.paused && audio.currentTime > {a_s + 1}")
        deck.wait(f"!audio.paused && audio.currentTime >= {a_s - 0.1} && audio.currentTime < {a_s + 0.7}")


def test_b_pressed_while_the_song_plays_returns_to_a_at_once(one):
    one.press_keys("1", "Space")
    one.wait("!audio.paused && audio.currentTime > 6.2")
    one.press_keys("a")
    a_s = one.get("audio.currentTime")
    one.wait(f"audio.currentTime > {a_s + 1.8}")
    one.press_keys("b")
    expect(one.box.locator(".loop-words")).to_have_text(re.compile(r"^0:\d\d-0:\d\d$"))
    one.wait(f"!audio.paused && audio.currentTime >= {a_s - 0.1} && audio.currentTime < {a_s + 0.7}")
    hears_the_loop_return(one, a_s)


def test_a_and_b_set_at_rest_loop_as_soon_as_the_song_plays(one):
    one.press_keys("1", "a", "ArrowRight", "b")
    expect(one.box.locator(".loop-words")).to_have_text("0:06-0:09")
    one.wait_at(9)
    one.press_keys("Space")
    one.wait("!audio.paused && audio.currentTime >= 5.9 && audio.currentTime < 7")
    hears_the_loop_return(one, 6)


def test_b_set_at_rest_at_the_very_end_waits_for_play_and_returns_to_a(page, two):
    two.press_keys("9", "a", "End", "b")
    two.wait_at(30)
    page.get_by_text("Another model").click()  # the page runs again, and nothing plays by itself
    expect(page.get_by_text("runs: 2")).to_be_visible()
    rested(page)
    assert all_silent(page)
    two.press_keys("Space")
    two.wait("!audio.paused && audio.currentTime >= 26.9 && audio.currentTime < 28.5")


def test_who_seeks_to_b_or_beyond_while_it_plays_hears_what_is_there(one):
    one.press_keys("1", "a", "ArrowRight", "b", "Home", "Space")
    one.wait("!audio.paused && audio.currentTime > 0.2")
    one.point_at_cell(6, 20)  # beyond B
    one.wait("!audio.paused && audio.currentTime > 18.4")
    one.point_at_cell(3, 20)  # the cell that starts at B
    one.wait("!audio.paused && audio.currentTime > 9.4 && audio.currentTime < 18")


def test_a_loop_may_end_where_the_song_ends(two):
    two.press_keys("9", "]", "End", "[")
    expect(two.box.locator(".loop-words")).to_have_text("0:27-0:30")
    two.timeline.click(position={"x": two.timeline.bounding_box()["width"] * 29.2 / 30, "y": 60})
    two.button("Play").click()
    two.wait("!audio.paused && audio.currentTime > 26.9 && audio.currentTime < 28.5")


def test_a_loop_too_short_to_hear_is_refused_with_a_reason(one):
    one.button("Set A").click()
    one.button("Set B").click()
    expect(one.box.locator(".loop-words")).to_have_text("A and B must lie at least 0.5 s apart")
    one.press_keys("1")
    one.button("Set B").click()
    expect(one.box.locator(".loop-words")).to_have_text("0:00-0:06")
