"""One sound of two parts: what the visitor asks for is what comes out of the graph; clicks keep to the beats."""

import pytest
from playwright.sync_api import expect

from tests.browser.player.deck import DESKTOP, Deck

# The graph hides inside the page: note its gains (loudness, harmonic, percussive) and when clicks are asked for.
WATCH = """() => {
    const make = BaseAudioContext.prototype.createGain;
    window.gains = [];
    AudioContext.prototype.createGain = function () {
        const node = make.call(this);
        window.gains.push(node);
        return node;
    };
    const start = AudioBufferSourceNode.prototype.start;
    window.clicks = [];
    AudioBufferSourceNode.prototype.start = function (when) {
        const audio = document.querySelector("audio");
        const at_s = audio.currentTime + (when - this.context.currentTime) * audio.playbackRate;
        window.clicks.push(at_s);
        return start.call(this, when);
    };
}"""
# How loud each part is in what comes out of the loudness gain: a tone of 300 Hz, knocks of 2,500 Hz.
HEAR = """async () => {
    const ear = window.gains[0].context.createAnalyser();
    window.gains[0].connect(ear);
    ear.fftSize = 4096;
    const bins = new Float32Array(ear.frequencyBinCount);
    const loudest = [-200, -200];
    // As long as the sound needs for more than one knock, not so many pictures: a busy machine draws few, or stalls.
    const audio = document.querySelector("audio"), from_s = audio.currentTime;
    while (!audio.paused && audio.currentTime < from_s + 1.1) {
        await new Promise(requestAnimationFrame);
        ear.getFloatFrequencyData(bins);
        [300, 2500].forEach((hz, part) => {
            const bin = Math.round((hz / ear.context.sampleRate) * ear.fftSize);
            loudest[part] = Math.max(loudest[part], ...bins.slice(bin - 3, bin + 4));
        });
    }
    return loudest;
}"""


@pytest.fixture
def deck(new_visitor) -> Deck:
    """A sound of 20 s: a tone is its harmonic part, a knock on every half second its percussive one."""
    page = new_visitor("?scene=lanes", **DESKTOP)
    page.evaluate(WATCH)
    return Deck(page, "lanes").ready()


def wait_for_gains(deck: Deck, harmonic: float, percussive: float) -> None:
    deck.page.wait_for_function(
        """([harmonic, percussive]) => window.gains.length === 3
            && Math.abs(gains[1].gain.value - harmonic) < 1e-6 && Math.abs(gains[2].gain.value - percussive) < 1e-6""",
        arg=[harmonic, percussive],
    )


def test_percussive_only_takes_the_tones_away_and_both_brings_them_back(deck):
    deck.button("Percussive only").click()
    expect(deck.button("Percussive only")).to_have_attribute("aria-pressed", "true")
    expect(deck.box.locator(".blend-words")).to_have_text("Percussive part alone")
    deck.button("Play").click()
    wait_for_gains(deck, 0, 1)
    deck.wait("audio.currentTime > 0.6")
    tone, knocks = deck.page.evaluate(HEAR)
    assert knocks > tone + 30
    deck.button("Both").click()
    wait_for_gains(deck, 1, 1)
    tone_of_both, _ = deck.page.evaluate(HEAR)
    assert tone_of_both > tone + 30
    deck.button("Harmonic only").click()
    wait_for_gains(deck, 1, 0)
    assert deck.get("!audio.paused && audio.volume === 1")


def test_the_slider_is_moved_by_keys_and_the_sound_stays_where_it_is(deck):
    slider = deck.box.get_by_role("slider", name="From the harmonic to the percussive part")
    slider.focus()
    for _ in range(5):
        deck.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "Harmonic part, with 75 % of the percussive")
    deck.page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "Percussive part alone")
    assert deck.get("audio.currentTime") == 0
    deck.page.keyboard.press("Space")
    wait_for_gains(deck, 0, 1)
    deck.wait("!audio.paused")


def test_clicks_fall_on_the_beats_also_after_a_jump_and_at_another_speed(deck):
    deck.box.get_by_label("Click on the beats").check()
    deck.button("Play").click()
    deck.page.wait_for_function("window.clicks.length >= 2")
    deck.press_keys("5")
    deck.wait("audio.currentTime > 10")
    deck.box.get_by_label("Speed").select_option("1.25×")
    deck.page.wait_for_function("window.clicks.filter(at_s => at_s > 10).length >= 3")
    clicks = deck.page.evaluate("window.clicks")
    assert max(abs(at_s - round(2 * at_s) / 2) for at_s in clicks) < 0.05
    deck.box.get_by_label("Click on the beats").uncheck()
    n_clicks = len(deck.page.evaluate("window.clicks"))
    position_s = deck.get("audio.currentTime")
    deck.wait(f"audio.currentTime > {position_s} + 0.8")
    assert deck.page.evaluate("window.clicks.length") == n_clicks
