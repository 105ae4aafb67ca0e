"""The Anatomy page in a real browser: a song is taken apart, and its percussive part is heard alone."""

import io
import re
from collections.abc import Callable

import numpy as np
import soundfile as sf
from playwright.sync_api import Page, expect

from tests.browser.fitting import expect_to_fit
from tests.browser.hearing import wait_until_heard
from tests.browser.resting import at_rest
from tests.browser.uploads import drop

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
# The graph hides inside the page: note its gains, in the order loudness, harmonic, percussive.
WATCH_GAINS = """() => {
    const make = BaseAudioContext.prototype.createGain;
    window.gains = [];
    AudioContext.prototype.createGain = function () {
        const node = make.call(this);
        window.gains.push(node);
        return node;
    };
}"""
# How far the power of the tone stands above that around it, in what reaches the ears.
TONE_DB = """async hz => {
    const ear = window.gains[0].context.createAnalyser();
    window.gains[0].connect(ear);
    ear.fftSize = 8192;
    const bins = new Float32Array(ear.frequencyBinCount);
    let loudest = -200;
    const audio = document.querySelector("audio"), from_s = audio.currentTime;
    while (!audio.paused && audio.currentTime < from_s + 0.8) {  // of the sound: a busy machine draws few pictures
        await new Promise(requestAnimationFrame);
        ear.getFloatFrequencyData(bins);
        const bin = Math.round((hz / ear.context.sampleRate) * ear.fftSize);
        loudest = Math.max(loudest, ...bins.slice(bin - 2, bin + 3));
    }
    return loudest;
}"""


def song() -> bytes:
    """Half a minute of a tone of 440 Hz under a burst of noise on every half second."""
    t = np.arange(30 * 22050) / 22050
    hits = np.random.default_rng(0).normal(0, 0.3, t.size) * np.exp(-40 * (t % 0.5))
    file = io.BytesIO()
    sf.write(file, 0.3 * np.sin(2 * np.pi * 440 * t) + 0.5 * hits, 22050, format="WAV")
    return file.getvalue()


def bring(page: Page) -> None:
    expect(page.get_by_role("heading", name="What you will see")).to_be_visible()
    drop(page, {"name": "song.wav", "mimeType": "audio/wav", "buffer": song()})
    expect(page.locator(".player .tick").first).to_be_visible()


def group(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()


def test_a_song_is_taken_apart_and_its_percussive_part_is_heard_alone(new_visitor: Callable[..., Page]):
    page = new_visitor("Anatomy", **DESKTOP)
    bring(page)
    page.evaluate(WATCH_GAINS)
    group(page, "Parts")
    expect(page.locator(".lane-title")).to_have_text(["Spectrogram", "Harmonic part", "Percussive part"])
    at_rest(page).get_by_role("button", name="Play", exact=True).click()  # when the sound of two parts is there
    wait_until_heard(page, beyond_s=0.3)
    tone_of_both = page.evaluate(TONE_DB, 440)
    page.get_by_role("button", name="Percussive only").click()
    page.wait_for_function("gains.length === 3 && gains[1].gain.value === 0 && gains[2].gain.value === 1")
    assert page.evaluate(TONE_DB, 440) < tone_of_both - 15
    group(page, "Rhythm")  # under other lanes the sound plays on, and stays what was asked for
    expect(page.locator(".lane-title").first).to_have_text("Beats")
    position_s = at_rest(page).evaluate("document.querySelector('audio').currentTime")
    assert position_s > 0.3  # it did not begin anew
    wait_until_heard(page, beyond_s=position_s + 0.2)
    page.wait_for_function("gains[1].gain.value === 0 && !document.querySelector('audio').paused")
    page.locator(".lane-field").nth(1).hover()
    expect(page.locator(".bubble")).to_have_text(re.compile(r"^0:1[45]: 0"))


def test_on_a_phone_everything_stacks_and_nothing_scrolls_sideways(new_visitor: Callable[..., Page]):
    page = new_visitor("Anatomy", **PHONE)
    bring(page)
    group(page, "Colour")
    expect(page.locator(".lane")).to_have_count(5)
    # While the group changes, the picture of the one before may still stand there.
    expect(page.locator(".st-key-ranges-0 .js-plotly-plot").last).to_be_visible()
    expect_to_fit(page)
