"""Text to music in a real browser: a brief writes a sentence, the band plays it, it is heard, and goes to Genre mix."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.downloads import fetch_file
from tests.browser.fitting import expect_to_fit
from tests.browser.hearing import wait_until_heard
from tests.browser.menus import choose
from tests.browser.resting import at_rest

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}


def settled(page: Page) -> None:
    """The button is there, the browser has said who is here, and the script rests."""
    expect(page.get_by_role("button", name="Make it")).to_be_visible()
    at_rest(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def heard(page: Page) -> None:
    wait_until_heard(page)
    settled(page)


@pytest.fixture
def page(new_visitor: Callable[..., Page]) -> Page:
    found = new_visitor("Text_to_music", **DESKTOP)
    settled(found)
    return found


def test_a_brief_becomes_a_sentence_a_take_and_a_genre_mix(page: Page):
    expect(page.locator("audio")).to_have_count(0)  # nothing plays by itself
    page.get_by_text("Build it from a brief").click()
    choose(page.get_by_role("combobox", name="Genre"), "Reggae")
    settled(page)
    press(page, "Write the prompt")
    expect(page.get_by_label("Describe the music")).to_have_value(re.compile(r"instrumental reggae track in .* BPM"))
    expect(page.get_by_text("The band reads:")).to_contain_text("The band reads:")
    page.get_by_role("button", name="Make it").click()
    heard(page)
    badge = page.locator(".gs-badge").first
    expect(badge).to_have_text(re.compile(r"made by Genrescope, seed \d+"))
    told = badge.inner_text()
    page.get_by_role("button", name="Take it home").click()
    flac = page.get_by_role("button", name="Sound (FLAC)")
    expect(flac).to_be_visible()
    assert re.fullmatch(r"genrescope_band_reggae_seed\d+_take1\.flac", fetch_file(flac).suggested_filename)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Hear its genre mix").click()
    expect(page.get_by_role("heading", name="What does this song sound like?")).to_be_visible()
    expect(page.locator(".gs-origin .gs-badge")).to_have_text(told)


def test_a_sentence_typed_and_pressed_at_once_is_played_and_one_word_of_it_changed(page: Page):
    page.get_by_label("Describe the music").fill("A brooding blues in E minor")
    page.get_by_role("button", name="Make it").click()  # without leaving the box first
    heard(page)
    expect(page.get_by_role("combobox", name="Change the word")).to_have_value("brooding")  # the longest, at first
    page.get_by_role("textbox", name="into").fill("sad")
    press(page, "One word changed")
    expect(page.locator("u").filter(has_text="sad")).to_be_visible()
    expect(page.locator("[class*='st-key-text-take-']")).to_have_count(2)
    page.reload()
    settled(page)
    expect(page.locator("[class*='st-key-text-take-']")).to_have_count(2)
    assert page.evaluate("[...document.querySelectorAll('audio')].every(audio => audio.paused)")


def test_on_a_phone_nothing_scrolls_sideways(new_visitor: Callable[..., Page]):
    page = new_visitor("Text_to_music", **PHONE)
    settled(page)
    press(page, "Slow blues")
    expect(page.get_by_label("Describe the music")).to_have_value(re.compile("slow, sad blues"))
    page.get_by_role("button", name="Make it").click()
    heard(page)
    press(page, "Same prompt, other seed")
    expect(page.get_by_text("Words that differ are underlined")).to_be_visible()
    expect_to_fit(page)
    page.get_by_test_id("stButtonGroup").get_by_text("MusicGen", exact=True).click()
    expect(page.get_by_text("are not on this machine")).to_be_visible()
    settled(page)
    expect_to_fit(page)
    sizes = page.locator(".st-key-text-acts button").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(size for size in sizes if size) >= 40  # what is folded away has none
