"""The Synthetic dataset page in a real browser: a recipe of 40 clips, its job, its dataset, a map of real and made."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Page, expect

from tests.browser.charts import click_place
from tests.browser.fitting import expect_to_fit
from tests.browser.resting import at_rest

DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
PHONE = {"width": 390, "height": 844}
PLAYS = "[...document.querySelectorAll('audio')].some(audio => !audio.paused && audio.currentTime > 0.1)"
# Where the first point of the first trace of the map is on the screen, and the key of its track.
POINT = """() => {
    const map = [...document.querySelectorAll('[class*=st-key-synth-places] .js-plotly-plot')].pop();
    if (!map?._fullData?.length) return null;
    map.scrollIntoView({ block: 'center' });
    const { xaxis, yaxis } = map._fullLayout, trace = map._fullData[0], box = map.getBoundingClientRect();
    return { x: box.x + xaxis._offset + xaxis.l2p(trace.x[0]), y: box.y + yaxis._offset + yaxis.l2p(trace.y[0]),
             key: trace.customdata[0] };
}"""
# Generous, because workers start and import first, and it is only waited for when something is wrong.
JOB_MS = 300_000
GENRES = ("pop", "rock")  # two of the five of the recipe that is asked for
N_REAL = 12  # of each genre: six for either half
SR = 22_050


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is taken for real music: tones with a pulse, each other ones."""
    folder, t = tmp_path_factory.mktemp("real") / "my-music", np.arange(3 * SR) / SR
    rng = np.random.default_rng(0)
    for genre in GENRES:
        (folder / genre).mkdir(parents=True)
        for i in range(N_REAL):
            freq_hz, beat_hz = rng.uniform(110, 880), rng.uniform(1, 4)
            y = 0.3 * np.sin(2 * np.pi * freq_hz * t) * (np.sin(2 * np.pi * beat_hz * t) > 0)
            sf.write(folder / genre / f"{i}.wav", y + rng.normal(0, 0.01, len(t)), SR)
    return folder


def fill(page: Page, label: str, value: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(value)
    box.press("Enter")
    at_rest(page)


def let_go(page: Page, group: str, name: str) -> None:
    """Click a pill that is chosen, and wait until it is not any more."""
    pill = page.locator(f".st-key-{group}").get_by_role("button", name=name, exact=True)
    pill.click()
    expect(pill).to_have_attribute("aria-pressed", "false")


def open_real(page: Page, folder: Path) -> None:
    page.get_by_role("tab", name="A folder on this machine").click()
    page.get_by_label("Folder of genre folders").fill(str(folder))
    page.get_by_role("button", name="Open this folder").click()
    expect(page.get_by_text(f"{2 * N_REAL} tracks in 2 genres.")).to_be_visible()


def ask_for_forty_clips(page: Page) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text("MusicGen-MIR", exact=True).click()
    # Who changes another setting before this has been drawn takes the genres back.
    for name, pressed in (("funk", "true"), ("blues", "false")):
        pill = page.locator(".st-key-synth-genres").get_by_role("button", name=name, exact=True)
        expect(pill).to_have_attribute("aria-pressed", pressed)
    at_rest(page)
    fill(page, "Clips per genre", "8")
    fill(page, "Seconds of each", "3")
    expect(page.get_by_text("40 clips to make: ")).to_be_visible(timeout=JOB_MS)


def compare(page: Page) -> None:
    """The least that can be compared, on one map."""
    at_rest(page).get_by_text("Settings: who listens, how many tracks").click()
    fill(page, "Tracks of each set at most", str(N_REAL))
    fill(page, "Seconds of each at most", "3")
    let_go(page, "synth-maps", "UMAP")
    page.get_by_role("button", name="Measure it").click()
    expect(page.get_by_role("heading", name="How far from real music?")).to_be_visible(timeout=JOB_MS)


def test_forty_clips_are_made_by_a_job_and_lie_on_a_map_with_real_ones(new_visitor: Callable[..., Page], real: Path):
    page = at_rest(new_visitor("Datasets", **DESKTOP))
    open_real(page, real)
    at_rest(page).get_by_test_id("stSidebar").get_by_role("link", name="Synthetic dataset").click()
    expect(page.get_by_role("heading", name="What it will ask for")).to_be_visible()
    ask_for_forty_clips(page)
    page.get_by_role("button", name="Make the dataset").click()
    expect(page.get_by_role("heading", name="Making it now")).to_be_visible()
    expect(page.get_by_text("40 clips in 5 genres, played by the band.")).to_be_visible(timeout=JOB_MS)
    page.get_by_role("button", name="Play the next one").click()
    page.wait_for_function(PLAYS)
    expect(page.get_by_text("In common: pop and rock.")).to_be_visible()
    compare(page)
    expect(page.get_by_text("Is the genre heard that was asked for?")).to_be_visible()
    point = click_place(page, POINT, brings=page.get_by_text("A real track, "))
    assert point["key"].startswith("real/")
    page.wait_for_function(PLAYS)
    page.locator("[class*=st-key-synth-example-] button").first.click()
    expect(page.get_by_text("A made clip, ")).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.get_by_text("How varied were its prompts?")).to_be_visible()
    expect_to_fit(page)
    page.set_viewport_size(DESKTOP["viewport"])
    page.get_by_role("button", name="Explore", exact=True).click()
    page.wait_for_url("**/Explore")
    in_use = page.get_by_test_id("stSidebar").locator("[class*=st-key-dataset-menu] input")
    expect(in_use).to_have_value("musicgen-mir by the band, 40 clips of 3\u00a0s")
