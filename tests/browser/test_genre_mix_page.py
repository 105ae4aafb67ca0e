"""The Genre mix page in a real browser: from a dropped song to its mix, heard and kept, wide and narrow."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Page, expect

from core.figures import PAPER, STUDIO
from core.generation.demos import DEMOS
from tests.browser.charts import hover_until
from tests.browser.downloads import fetch_file
from tests.browser.fitting import expect_to_fit
from tests.browser.hearing import wait_until_heard
from tests.browser.resting import at_rest
from tests.browser.tables import click_row
from tests.browser.uploads import drop

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
EVIL_NAMES = (
    "<img src=x onerror=alert(1)>**bold**.wav",
    r"$\LaTeX$ :material/home: [link](javascript:x).wav",
)
DOWNLOADS = {
    "Mix (CSV)": "genrescope_mix_My_song.csv",
    "Moments (CSV)": "genrescope_moments_My_song.csv",
    "Mix and moments (JSON)": "genrescope_mix_My_song.json",
    "Picture (SVG)": "genrescope_mix_My_song.svg",
}


CHART_UNDER_ANSWER = """() => {
    const [answer, chart] = ['.gs-answer', '[data-testid=stPlotlyChart]'].map(part => document.querySelector(part));
    return chart?.getBoundingClientRect().top > answer?.getBoundingClientRect().bottom;
}"""


def sound(name: str, *, freq_hz: float = 220.0, duration_s: float = 12.0, file_format: str = "WAV") -> dict:
    """A file as a browser uploads it: a tone with a pulse of 2 Hz."""
    t = np.arange(round(duration_s * 22050)) / 22050
    buffer = io.BytesIO()
    sf.write(buffer, 0.3 * np.sin(2 * np.pi * freq_hz * t) * (1 + np.sin(4 * np.pi * t)) / 2, 22050, format=file_format)
    return {"name": name, "mimeType": "application/octet-stream", "buffer": buffer.getvalue()}


def not_sound(name: str) -> dict:
    return {"name": name, "mimeType": "audio/mpeg", "buffer": b"these are words, not sound"}


def bring(page: Page, *files: dict) -> Page:
    drop(page, *files)
    return page


def wait_for_result(page: Page) -> Page:
    expect(page.get_by_role("heading", name="Keep it")).to_be_visible()
    return at_rest(page)


@pytest.fixture
def alerts(page: Page) -> list[str]:
    """What a script on the page would have popped up."""
    popped: list[str] = []
    page.on("dialog", lambda dialog: popped.append(dialog.message) or dialog.dismiss())
    return popped


def test_a_dropped_song_shows_its_mix_and_is_heard(page):
    wait_for_result(bring(page, sound("My song.wav")))
    expect(page.locator(".gs-answer")).to_have_text(
        re.compile("^(Sounds (most|about as much) like|If I had to choose)")
    )
    expect(page.get_by_role("heading", name="My song.wav")).to_be_visible()
    expect(page.get_by_text("so it was judged as a whole")).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until_heard(page)


def test_a_format_that_browsers_do_not_play_is_heard_all_the_same(page):
    wait_for_result(bring(page, sound("old.aiff", file_format="AIFF")))
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until_heard(page)


def test_a_demo_clip_is_one_click_away(page):
    page.locator("[class*=st-key-demo-] button").first.click()
    wait_for_result(page)


def test_a_recording_by_the_microphone_is_heard(page):
    recorder = page.get_by_test_id("stAudioInput")
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.get_by_test_id("stAudioInputWaveformTimeCode")).to_have_text(re.compile("00:(0[4-9]|[1-5])"))
    recorder.get_by_role("button", name="Stop recording").click()
    wait_for_result(page)
    expect(page.get_by_role("heading", name="Your recording")).to_be_visible()


def test_downloads_have_honest_names(page):
    wait_for_result(bring(page, sound("My song.wav")))
    for button, file_name in DOWNLOADS.items():
        assert fetch_file(page.get_by_role("button", name=button)).suggested_filename == file_name


def test_a_broken_file_is_explained_and_the_next_one_is_heard(page):
    bring(page, not_sound("notes.mp3"))
    expect(page.get_by_role("alert").filter(has_text="“notes.mp3” cannot be heard")).to_be_visible()
    wait_for_result(bring(page, sound("song.wav")))
    expect(page.get_by_role("alert").filter(has_text="cannot be heard")).to_have_count(0)


def test_a_file_that_is_too_big_gets_visible_words(page):
    asking = at_rest(page).get_by_test_id("stFileUploader").locator("input[type=file]")
    expect(asking).to_have_count(1)
    # A browser refuses to send it, so its content does not matter; the size is what Streamlit looks at.
    asking.evaluate(
        """input => {
            const files = new DataTransfer();
            files.items.add(new File([new Blob([new Uint8Array(101 * 1024 * 1024)])], "long.wav"));
            input.files = files.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    words = page.get_by_text("File must be 100.0MB or smaller")
    expect(words).to_be_visible()
    box = words.bounding_box()
    assert min(box["width"], box["height"]) > 12


def test_listening_can_be_cancelled(page):
    bring(page, sound("long.wav", duration_s=300.0))
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="What you will see")).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_role("heading", name="long.wav")).to_have_count(0)


def test_each_part_of_the_trust_bar_says_on_hover_what_it_is(page):
    wait_for_result(bring(page, sound("song.wav")))
    bar = page.get_by_test_id("stPlotlyChart").nth(1)
    expect(bar.locator(".point path").first).to_be_visible()
    told = bar.locator(".hoverlayer").filter(has_text=re.compile(r"Of 100 \w+ songs it calls"))
    hover_until(bar, {"x": 30, "y": bar.bounding_box()["height"] / 2}, shows=told)


def test_a_click_on_a_row_opens_that_song(page):
    wait_for_result(bring(page, sound("one.wav"), sound("two.wav", freq_hz=330.0), not_sound("bad.wav")))
    expect(page.get_by_role("heading", name="2 songs")).to_be_visible()
    expect(page.get_by_text("“bad.wav” cannot be heard")).to_be_visible()
    expect(page.get_by_role("heading", name="one.wav")).to_be_visible()
    songs, second = page.get_by_test_id("stDataFrame"), page.get_by_role("heading", name="two.wav")
    click_row(songs, 2, brings=second)
    expect(second).to_be_visible()
    at_rest(page).keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", name="one.wav")).to_be_visible()
    click_row(songs, 2, brings=second)
    expect(second).to_be_visible()
    click_row(songs, 2, brings=second)
    # Another round trip to the server, after which the second click would have shown.
    page.get_by_role("button", name="Settings").or_(page.locator("summary")).first.click()
    wait_for_result(page)
    expect(page.get_by_role("heading", name="two.wav")).to_be_visible()


def test_a_file_name_is_shown_as_text_and_runs_nothing(page, alerts):
    first, second = EVIL_NAMES
    bad = [not_sound(f"bad {name}") for name in EVIL_NAMES]
    wait_for_result(bring(page, sound(first), sound(second, freq_hz=330.0), *bad))
    expect(page.get_by_role("heading", name=first, exact=True)).to_be_visible()
    for name in EVIL_NAMES:
        expect(page.get_by_text(f"“bad {name}” cannot be heard")).to_be_visible()
    click_row(page.get_by_test_id("stDataFrame"), 2, brings=page.get_by_role("heading", name=second, exact=True))
    expect(page.locator("img[src=x], a[href^=javascript], .katex")).to_have_count(0)
    assert alerts == []


def test_two_visitors_never_see_each_others_songs(new_visitor: Callable[..., Page]):
    first, second = new_visitor(), new_visitor()
    wait_for_result(bring(first, sound("secret of the first.wav")))
    wait_for_result(bring(second, sound("my own.wav")))
    expect(first.get_by_role("heading", name="secret of the first.wav")).to_be_visible()
    expect(second.get_by_role("heading", name="my own.wav")).to_be_visible()
    assert "secret" not in second.content()
    assert "my own" not in first.content()
    expect(new_visitor().get_by_role("heading", name="What you will see")).to_be_visible()


def test_on_a_phone_everything_stacks_and_nothing_scrolls_sideways(new_visitor):
    page = new_visitor(**PHONE)
    expect(page.get_by_role("heading", name="What you will see")).to_be_visible()
    expect_to_fit(page)
    wait_for_result(bring(page, sound("a_very_long_name_" * 12 + ".wav"), sound("two.wav", freq_hz=330.0)))
    expect_to_fit(page)
    page.wait_for_function(CHART_UNDER_ANSWER)


@pytest.mark.parametrize(("scheme", "look"), [("dark", STUDIO), ("light", PAPER)])
def test_the_browsers_preference_chooses_the_theme(new_visitor, scheme, look):
    page = new_visitor(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", _rgb(look.ground))
    expect(page.locator(".gs-lead")).to_have_css("color", _rgb(look.muted))


@pytest.mark.parametrize("context", [{}, PHONE], ids=["desktop", "phone"])
def test_charts_follow_when_the_theme_changes(new_visitor, context):
    page = new_visitor(color_scheme="dark", **context)
    wait_for_result(bring(page, sound("song.wav")))
    label = page.locator(".js-plotly-plot .ytick text").first
    expect(label).to_have_css("fill", _rgb(STUDIO.text))
    for scheme, look in (("light", PAPER), ("dark", STUDIO)):
        page.emulate_media(color_scheme=scheme)
        expect(label).to_have_css("fill", _rgb(look.text))


@pytest.mark.parametrize("path", ["", "Genre_mix"])
def test_the_page_can_be_linked_to(new_visitor, path):
    page = new_visitor(path)
    expect(page.get_by_role("heading", name="What you will see")).to_be_visible()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    link = page.get_by_test_id("stSidebar").get_by_role("link", name="Genre mix")
    expect(link).to_be_visible()
    # Streamlit marks the page that is open by the weight of its name, and says so in no attribute.
    expect(link.locator("p, span").filter(has_text="Genre mix").last).to_have_css("font-weight", "600")
    assert link.bounding_box()["height"] >= 40


def test_the_keyboard_reaches_everything_in_reading_order(page):
    expect(page.locator("[class*=st-key-demo-] button")).to_have_count(len(DEMOS))  # which come last, and late
    expect(page.get_by_test_id("stExpander").filter(has_text="Settings")).to_have_count(1)
    at_rest(page).locator("[data-testid=stFileUploaderDropzone] button").focus()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim()"))
    assert [words for words in reached if "Settings" in words]
    demos = page.locator("[class*=st-key-demo-] button").all_inner_texts()
    assert [words for words in reached if words in demos] == demos


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
