"""The Jazz page in a real browser: a press plays new notes, a seed plays them again, and what is taken home parses."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.jazz.midi import read_midi
from tests.browser.downloads import fetch_file
from tests.browser.fitting import expect_to_fit
from tests.browser.hearing import wait_until_heard
from tests.browser.menus import choose
from tests.browser.resting import at_rest
from tests.browser.served import PROJECT_ROOT

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
# An untrained model plays as well as any for these tests. torch stays out of the process that drives the browser.
TINY = """
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import models_folder, save_model
model = debug_model("performance")
save_model(models_folder() / "tiny", net=model.net, shape=model.shape, about={"title": "Tiny"})
from core.fidelity.jazz_heard import key_of, store_hearing
from core.fidelity.jazz_job import weights_of
from core.models.loaded import built_in_records
from tests.core.fidelity.toy_hearing import hearing_with
for record in built_in_records().values():
    key = key_of(weights_of(models_folder() / "tiny"), record.weights_sha256)
    store_hearing(key, hearing_with(listener=record.weights_sha256))
"""
MODEL = "Tiny"
# A player lives in a tree of its own within the page.
ROLL = """() => {
    const trees = [...document.querySelectorAll('*')].map(part => part.shadowRoot ?? part);
    const find = part => trees.map(tree => tree.querySelector(part)).find(Boolean);
    const [words, field] = [find('.lane-words li'), find('.lane[data-kind=notes] canvas')];
    return words && field ? words.innerText + field.toDataURL() : '';
}"""
# What each way begins with.
WAYS = {
    "Between two": "From seed",
    "Compare two clips": "Two clips can be compared once you have made two.",
    "Train on your files": "Drop MIDI files here, or a zip of them",
    "About the models": "Scores of models of notes and of models of tokens are not comparable",
}


@pytest.fixture(scope="module")
def home(home: Path) -> Path:
    """With a tiny model, beside whatever ships."""
    made = subprocess.run(
        [sys.executable, "-c", TINY],
        cwd=PROJECT_ROOT,
        env={**os.environ, "GENRESCOPE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return home


def settled(page: Page) -> None:
    """The last thing on the page is there, the browser has said who is here, and the script rests."""
    expect(page.get_by_test_id("stButtonGroup").get_by_text("About the models", exact=True)).to_be_visible()
    at_rest(page)


def choose_tiny(page: Page) -> None:
    """At once, even in the server's very first run: what is chosen stays chosen."""
    menu = page.get_by_role("combobox", name="Played by")
    expect(menu).to_be_visible()
    if menu.input_value() != MODEL:
        choose(menu, MODEL, at_once=True)
    settled(page)
    expect(menu).to_have_value(MODEL)


def press(page: Page, name: str) -> None:
    """Press a button that plays, and wait until its clip is heard."""
    before, n_before = told(page), page.locator("[class*='st-key-jazz-clip-']").count()
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("[class*='st-key-jazz-clip-']")).to_have_count(min(n_before + 1, 5))
    page.wait_for_function(f"before => ![before, ''].includes(({ROLL})())", arg=before)
    wait_until_heard(page)
    settled(page)


def told(page: Page) -> str:
    """What the roll says to those who cannot see it, and how its notes lie: its own picture; "" without one."""
    return page.evaluate(ROLL)


def set_seed(page: Page, seed: int) -> None:
    box = page.get_by_label("Seed", exact=True)
    box.fill(str(seed))
    box.press("Enter")
    settled(page)


def take_home(page: Page, tmp_path: Path) -> Path:
    page.get_by_role("button", name=re.compile("Take it home")).click()
    midi = page.get_by_role("button", name="MIDI", exact=True)
    expect(midi).to_be_visible()
    found = fetch_file(midi)
    path = tmp_path / found.suggested_filename
    found.save_as(path)
    page.keyboard.press("Escape")
    return path


def test_a_press_plays_a_seed_repeats_and_the_midi_parses(new_visitor: Callable[..., Page], tmp_path: Path):
    page = new_visitor("Jazz", **DESKTOP)
    expect(page.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
    choose_tiny(page)
    expect(page.locator("audio")).to_have_count(0)  # nothing plays by itself
    press(page, "Play something new")
    set_seed(page, 7)
    press(page, "Play this seed")
    first = told(page)
    set_seed(page, 8)
    press(page, "Play this seed")
    assert told(page) != first
    set_seed(page, 7)
    press(page, "Play this seed")
    assert told(page) == first
    path = take_home(page, tmp_path)
    assert path.name == "genrescope_jazz_tiny_seed7.mid"
    notes = read_midi(path)
    expect(page.locator(".lane-words li").first).to_have_text(re.compile(rf"\b{len(notes)} notes"))


def test_the_roll_is_read_by_a_pointer_and_played_by_keys(new_visitor: Callable[..., Page]):
    page = new_visitor("Jazz", **DESKTOP)
    choose_tiny(page)
    press(page, "Play something new")
    page.keyboard.press("Escape")
    page.get_by_role("slider", name="Position in the song").focus()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('audio')?.paused")
    page.keyboard.press("5")
    page.wait_for_function(
        "(() => { const a = document.querySelector('audio'); "
        "return a && !a.seeking && Math.abs(a.currentTime - a.duration / 2) < 1; })()"
    )
    field = page.locator(".lane[data-kind=notes] .lane-field")
    field.hover()
    expect(page.locator(".bubble")).to_have_text(re.compile(r"^0:\d\d, (note )?[A-G][♭♯]?\d"))


def test_clips_survive_a_reload_and_stay_silent(new_visitor: Callable[..., Page]):
    page = new_visitor("Jazz", **DESKTOP)
    choose_tiny(page)
    press(page, "Play something new")
    page.reload()
    expect(page.locator(".player .tick").first).to_be_visible()
    expect(page.locator("[class*='st-key-jazz-clip-']")).to_have_count(1)
    settled(page)
    page.wait_for_function("document.querySelector('audio')?.paused")


def test_on_a_phone_nothing_scrolls_sideways(new_visitor: Callable[..., Page]):
    page = new_visitor("Jazz", **PHONE)
    choose_tiny(page)
    press(page, "Play something new")
    expect_to_fit(page)
    for way, words in WAYS.items():
        page.get_by_test_id("stButtonGroup").get_by_text(way, exact=True).click()
        expect(page.get_by_text(words).first).to_be_visible()
        expect_to_fit(page)
    sizes = page.locator(".st-key-jazz-acts button").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(size for size in sizes if size) >= 40  # what is folded away has none


def test_what_a_genre_model_hears_is_a_picture_with_its_caveat_that_fits_a_phone(new_visitor: Callable[..., Page]):
    page = new_visitor("Jazz", **PHONE)
    choose_tiny(page)
    page.get_by_test_id("stButtonGroup").get_by_text("What a genre model hears", exact=True).click()
    chart = page.locator(".js-plotly-plot")
    expect(chart.get_by_text("New clips of this model")).to_be_visible()
    expect(chart.get_by_text("−3 (−8 to +2)")).to_be_visible()
    expect(page.get_by_text("How much jazz it hears in a clip means nothing by itself")).to_be_visible()
    settled(page)
    expect_to_fit(page)
