"""The player in a real browser: what is heard, what is shown, and who gets which key."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

APP = Path(__file__).parent / "apps" / "player_app.py"
DESKTOP = {"viewport": {"width": 1280, "height": 1100}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture(scope="module")
def app_url(serve: Callable[[Path], str]) -> str:
    """The small app of this test instead of the whole one."""
    return serve(APP)


class Deck:
    """One player on the page, as a visitor sees and hears it."""

    def __init__(self, page: Page, key: str):
        self.page = page
        self.selector = f".st-key-genrescope-player-{key}"
        self.box = page.locator(self.selector)
        self.audio = self.box.locator("audio")
        self.timeline = self.box.get_by_role("slider", name="Position in the song")
        self.ribbon = self.box.locator(".ribbon")
        self.spoken = self.box.locator(".spoken")

    def ready(self) -> "Deck":
        expect(self.box.locator(".tick").first).to_be_visible()
        self.wait("audio.readyState > 0")
        return self

    def button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=name, exact=True)

    def get(self, expression: str) -> object:
        return self.audio.evaluate(f"audio => {expression}")

    def wait(self, condition: str) -> None:
        # Asked anew each time: while a script runs, Streamlit may bring another <audio>.
        self.page.wait_for_function(
            f"box => {{ const audio = document.querySelector(box + ' audio'); return audio && ({condition}) }}",
            arg=self.selector,
        )

    def wait_at(self, seconds: float, tolerance_s: float = 0.1) -> None:
        """The browser has arrived there, and the picture says the same."""
        self.wait(f"!audio.seeking && Math.abs(audio.currentTime - {seconds}) <= {tolerance_s}")
        expect(self.box.locator(".now")).to_have_text(f"{int(seconds) // 60}:{int(seconds) % 60:02d}")

    def press_keys(self, *keys: str) -> None:
        self.timeline.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def point_at_cell(self, cell: int, n_cells: int, act: str = "click") -> None:
        size = self.ribbon.bounding_box()
        place = {"x": (cell + 0.6) * size["width"] / n_cells, "y": size["height"] / 2}
        getattr(self.ribbon, act)(position=place)


@pytest.fixture
def page(new_visitor: Callable[..., Page]) -> Page:
    return new_visitor(**DESKTOP)


@pytest.fixture
def one(page: Page) -> Deck:
    """A song of 60 s, so 20 cells; it reports the cells that are clicked."""
    return Deck(page, "one").ready()


@pytest.fixture
def two(page: Page) -> Deck:
    """A song of 30 s, so 10 cells; it reports nothing."""
    return Deck(page, "two").ready()


def all_silent(page: Page) -> bool:
    return page.evaluate("[...document.querySelectorAll('audio')].every(audio => audio.paused)")


def column_of_pixels(deck: Deck) -> list[int]:
    """Red, green, blue and opacity of the middle of the ribbon's first cell, from top to bottom, for ten cells."""
    return deck.ribbon.locator("canvas").evaluate(
        """canvas => {
            const pen = canvas.getContext("2d");
            return [...pen.getImageData(canvas.width * 0.05, 0, 1, canvas.height).data];
        }"""
    )


def take_the_first_away(page: Page) -> None:
    page.get_by_text("Take the first away").click()
    expect(page.locator(".st-key-genrescope-player-one")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(".player")).to_have_count(1)


def test_nothing_plays_by_itself(page, one, two):
    assert all_silent(page)


def test_play_makes_the_song_run_and_the_read_out_with_it(one):
    expect(one.spoken).to_have_attribute("aria-live", "polite")
    one.button("Play").click()
    one.wait("audio.currentTime > 1.2")
    expect(one.button("Pause")).to_be_visible()
    expect(one.spoken).to_have_text(re.compile(r"^0:0[1-9]\s+\w+ \d+ %(, \w+ \d+ %){0,2}$"))
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
    size = two.timeline.bounding_box()
    page.mouse.move(size["x"] + 5, size["y"] + 20)
    page.mouse.down()
    page.mouse.move(size["x"] + size["width"] * 0.5, size["y"] + 20, steps=8)
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
    expect(one.box.locator(".loop-words")).to_have_text(re.compile(r"^0:0\d-0:\d\d$"))
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
    assert all_silent(page)
    two.press_keys("Space")
    two.wait("!audio.paused && audio.currentTime >= 26.9 && audio.currentTime < 28.5")


def test_who_seeks_to_b_or_beyond_while_it_plays_hears_what_is_there(one):
    one.press_keys("1", "a", "ArrowRight", "b", "Home", "Space")
    one.wait("!audio.paused && audio.currentTime > 0.2")
    for cell in (6, 3):  # beyond B, and the cell that starts at B
        one.point_at_cell(cell, 20)
        one.wait(f"!audio.paused && audio.currentTime > {3 * cell + 0.4} && audio.currentTime < {3 * cell + 3}")


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


def test_hovering_a_cell_says_its_mix(two):
    two.point_at_cell(7, 10, "hover")
    expect(two.box.locator(".bubble")).to_have_text(re.compile(r"^0:21-0:24: .+ \d+ %"))


def test_names_and_labels_are_text_and_never_markup(page, one, two):
    expect(one.box.get_by_role("group", name=re.compile("^Player: <img src=x"))).to_be_visible()
    expect(two.spoken).to_contain_text("<img src=x onerror=")
    two.point_at_cell(4, 10, "hover")
    expect(two.box.locator(".bubble")).to_contain_text("<img src=x")
    assert page.locator("img[src='x']").count() == 0
    assert page.title() != "owned"


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
    take_the_first_away(page)
    # Within a second it would play on, for Streamlit may only be moving it.
    page.wait_for_function("left => performance.now() - left > 1200", arg=page.evaluate("performance.now()"))
    page.get_by_text("Take the first away").click()
    one.wait("audio.readyState > 0 && !audio.seeking && Math.abs(audio.currentTime - 30.5) < 1")
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
    longer.wait("audio.paused && audio.currentTime > 5.9 && audio.currentTime < 6.5")
    expect(longer.box.locator(".now")).to_have_text("0:06")


def test_a_sound_that_the_model_does_not_know_is_read_out_with_doubt_and_hatched(new_visitor):
    unsure = Deck(new_visitor("?scene=unsure", **DESKTOP), "unsure").ready()
    expect(unsure.spoken).to_have_text(re.compile(r"^0:00\s+not sure: \w+ \d+ %"))
    expect(unsure.box.locator(".doubt")).to_be_visible()
    expect(unsure.box.locator(".summary")).to_have_text(re.compile("^Not sure: nearest to "))
    unsure.point_at_cell(7, 10, "hover")
    expect(unsure.box.locator(".bubble")).to_have_text(re.compile(r"^0:21-0:24: not sure: \w+ \d+ %"))
    opacities = set(column_of_pixels(unsure)[3::4])
    assert 0 in opacities  # the hatch is cut through
    assert max(opacities) < 200


def test_a_sound_that_the_model_knows_is_told_without_doubt(two):
    expect(two.box.locator(".doubt")).to_be_hidden()
    expect(two.spoken).not_to_contain_text("not sure")
    assert set(column_of_pixels(two)[3::4]) == {255}


def test_a_phone_shows_it_all_without_scrolling_sideways(new_visitor):
    page = new_visitor(**PHONE)
    one = Deck(page, "one").ready()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    outside = "boxes => boxes.filter(box => box.getBoundingClientRect().right > innerWidth).length"
    assert one.box.locator(".player, .player *:not(.unseen, [hidden])").evaluate_all(outside) == 0
    for target in one.box.locator("button:visible, select:visible").all():
        size = target.bounding_box()
        assert min(size["width"], size["height"]) >= 40
    one.point_at_cell(6, 20, "tap")
    one.wait_at(18)
    one.button("Play").tap()
    one.wait("audio.currentTime > 18.2")


def test_the_picture_follows_the_size_of_the_window(page, two):
    two.ribbon.locator("canvas").evaluate("canvas => { window.before = canvas.width }")
    page.set_viewport_size({"width": 700, "height": 900})
    handle = two.ribbon.locator("canvas").element_handle()
    page.wait_for_function(
        "canvas => canvas.width < window.before && canvas.width === Math.round(canvas.clientWidth * devicePixelRatio)",
        arg=handle,
    )


def test_the_ribbon_stacks_the_genres_in_their_colours(two):
    column = column_of_pixels(two)
    colours = list(dict.fromkeys(",".join(map(str, column[at : at + 3])) for at in range(0, len(column), 4)))
    # From top to bottom: the reverse of the fixed order, each genre at most once.
    known = ["253,148,140", "45,135,77", "180,85,128", "177,178,193", "220,175,91"]
    known += ["167,100,2", "204,77,178", "241,162,2", "93,114,236", "52,185,245"]
    places = [known.index(colour) for colour in colours]
    assert places == sorted(places)
    assert len(places) >= 2
