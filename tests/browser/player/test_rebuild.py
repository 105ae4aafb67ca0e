"""A player keeps its place through reruns, moves and other songs, and says what it cannot play."""

from playwright.sync_api import expect

from tests.browser.player.deck import DESKTOP, Deck, all_silent, take_the_first_away

# What leaves the page for longer than a second stays silent, and a busy machine needs longer to move it.
SLOW_CLOCK = """() => {
    const now = performance.now.bind(performance), from = now();
    performance.now = () => from + (now() - from) / 20;
}"""


def test_a_click_comes_back_to_the_page_only_where_it_was_asked_for(page, one, two):
    two.point_at_cell(3, 10)
    two.wait_at(9)
    one.point_at_cell(4, 20)
    expect(page.get_by_text("runs: 2; clicked: PlayerEvent(cell=4, start_s=12.0, end_s=15.0)")).to_be_visible()


def test_the_song_plays_on_while_the_page_runs_again(page, one):
    one.button("Play").click()
    one.wait("audio.currentTime > 0.1")
    one.point_at_cell(10, 20)
    expect(page.get_by_text("cell=10")).to_be_visible()
    one.wait("!audio.paused && audio.currentTime > 30.2")


def test_another_model_keeps_the_place_and_another_song_starts_over(page, one):
    one.press_keys("5", "[", "ArrowRight", "]")
    one.wait_at(33)
    before = one.spoken.inner_text()
    page.get_by_text("Another model").click()
    expect(one.spoken).not_to_have_text(before)
    one.wait_at(33)
    expect(one.box.locator(".loop-words")).to_have_text("0:30-0:33")
    one.box.get_by_label("Speed").select_option("0.5×")
    source = one.get("audio.currentSrc")
    page.get_by_text("Another song").click()
    one.wait(f"audio.readyState > 0 && audio.currentSrc !== '{source}'")
    one.wait_at(0)
    expect(one.box.locator(".loop-words")).to_have_text("")
    one.wait("audio.playbackRate === 1")
    assert all_silent(page)


def test_a_player_that_leaves_the_page_takes_its_sound_and_its_keys_along(page, one, two):
    one.button("Play").click()
    one.wait("audio.currentTime > 0.1")
    take_the_first_away(page)
    assert all_silent(page)
    page.get_by_test_id("stMain").focus()
    page.keyboard.press("5")
    two.wait_at(15)


def test_a_player_that_moves_on_the_page_plays_on(page, two):
    page.evaluate(SLOW_CLOCK)
    two.press_keys("5", "[")
    two.box.get_by_label("Speed").select_option("0.75×")
    two.button("Play").click()
    two.wait("audio.currentTime > 15.2")
    take_the_first_away(page)
    two.wait("!audio.paused && audio.currentTime > 15.4 && audio.playbackRate === 0.75")
    expect(two.box.locator(".loop-words")).to_have_text("from 0:15, now set B")


def test_a_player_that_comes_back_stands_where_it_stood_and_is_silent(page, one):
    one.press_keys("5", "Space")
    one.wait("audio.currentTime > 30.1")
    audio = one.audio.element_handle()
    take_the_first_away(page)
    left_s = audio.evaluate("audio => audio.currentTime")  # however far it came before it was taken away
    # Within a second it would play on, for Streamlit may only be moving it.
    page.wait_for_function("left => performance.now() - left > 1200", arg=page.evaluate("performance.now()"))
    page.get_by_text("Take the first away").click()
    one.wait(f"audio.readyState > 0 && !audio.seeking && Math.abs(audio.currentTime - {left_s}) < 1")
    assert all_silent(page)


def test_a_sound_that_the_browser_cannot_play_says_so_and_the_ribbon_still_reads(new_visitor):
    broken = Deck(new_visitor("?scene=broken", **DESKTOP), "broken")
    expect(broken.box.get_by_role("alert")).to_contain_text("This browser cannot play the recording's format")
    expect(broken.button("Play")).to_be_disabled()
    broken.press_keys("5", "Space")
    expect(broken.spoken).to_contain_text("0:15")


def test_a_recording_longer_than_its_prediction_stops_where_the_prediction_ends(new_visitor):
    longer = Deck(new_visitor("?scene=longer", **DESKTOP), "longer").ready()
    longer.press_keys("9", "Space")
    # At the next picture after 6 s, and a busy machine draws few: but of 20 s, and none has to wait for their end.
    longer.wait("audio.paused && audio.currentTime > 5.9 && audio.currentTime < 12")
    expect(longer.box.locator(".now")).to_have_text("0:06")
