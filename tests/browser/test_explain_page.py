"""The Explain page in a real browser: a job explains a run while one watches, a click on a point plays its track."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Page, TimeoutError, expect

from core.data.opened import open_dataset
from tests.browser.charts import found
from tests.browser.fitting import expect_to_fit
from tests.browser.resting import at_rest
from tests.core.toy_runs import save_toy, sounding_rows

DESKTOP = {"viewport": {"width": 1440, "height": 1400}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLAYS = "[...document.querySelectorAll('audio')].some(audio => !audio.paused && audio.currentTime > 0.2)"
# The tracks of the chart of one feature, and where they lie in the window.
POINTS = """() => {
    for (const chart of document.querySelectorAll('.js-plotly-plot')) {
        const points = chart._fullData?.find(trace => trace.name === 'tracks' && trace.customdata);
        if (!points) continue;
        chart.scrollIntoView({ block: 'center' });
        const { _size: size, xaxis, yaxis } = chart._fullLayout;
        const { left, top } = chart.getBoundingClientRect();
        return points.customdata.map((track, i) => ({
            track, x: left + size.l + xaxis.l2p(points.x[i]), y: top + size.t + yaxis.l2p(points.y[i]),
        }));
    }
    return null;
}"""
LAST = "Does another method say the same?"
# A cluster starts, and its worker loads what explains; generous, because it is only waited for when something is wrong.
JOB_MS = 240_000
CLICKS, CLICK_MS = 6, 10_000


@pytest.fixture(scope="module")
def home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one run on toys and a recording of every toy; nothing is explained yet."""
    folder = tmp_path_factory.mktemp("data") / "Toys"
    t = np.arange(20 * 22050) / 22050  # none is over before the page beside it is drawn
    for number, track in enumerate(sounding_rows()["track_id"]):
        (folder / track).parent.mkdir(parents=True, exist_ok=True)
        sf.write(folder / track, 0.3 * np.sin(2 * np.pi * (220 + 10 * number) * t), 22050)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        save_toy("one", extra={"source": open_dataset(str(folder)).id})
    return home


def visit_explained(new_visitor: Callable[..., Page], **context: object) -> Page:
    """The page of the run, when its job has made all of it; whoever comes later finds it made."""
    page = new_visitor("Explain?run=one", **context)
    start = page.get_by_role("button", name="Explain it, about")
    ready = page.get_by_text(LAST)
    expect(start.or_(ready).or_(page.get_by_text("Which way does it push?")).first).to_be_visible(timeout=JOB_MS)
    if start.is_visible():  # on a slow machine it takes long enough to be asked for, and then the button stays
        start.click()
    expect(ready).to_be_visible(timeout=JOB_MS)
    return page


def click_rightmost(page: Page) -> str:
    """Click the rightmost track of the chart of one feature until it is the one that is explained; its name."""
    for _ in range(CLICKS):
        point = max(found(at_rest(page), POINTS), key=lambda point: point["x"])
        page.mouse.move(point["x"], point["y"])
        page.mouse.click(point["x"], point["y"])
        try:
            page.get_by_role("heading", name=point["track"]).wait_for(timeout=CLICK_MS)
            page.wait_for_function(PLAYS, timeout=CLICK_MS)
            return point["track"]
        except TimeoutError:  # the chart was still being drawn
            continue
    raise AssertionError("no click on the chart was heard")


def test_a_run_is_explained_by_a_job_and_a_click_on_a_point_plays_its_track(new_visitor: Callable[..., Page]):
    page = visit_explained(new_visitor, **DESKTOP)
    expect(page.get_by_text("Log-odds of the probability shown")).to_be_visible()
    track = click_rightmost(page)
    before = page.evaluate("Math.max(...[...document.querySelectorAll('audio')].map(audio => audio.currentTime))")
    page.wait_for_function(
        "before => [...document.querySelectorAll('audio')].some(audio => audio.currentTime > before)", arg=before
    )
    expect(page.get_by_text("The probability shown is").first).to_be_visible()
    page.reload()  # whoever comes back finds what was made
    expect(page.get_by_text(LAST)).to_be_visible()
    assert track in {row["track"] for row in found(page, POINTS)}


def test_on_a_phone_nothing_scrolls_sideways(new_visitor: Callable[..., Page]):
    page = visit_explained(new_visitor, **PHONE)
    expect(page.get_by_role("button", name="Two violins and continuo")).to_be_visible()
    expect_to_fit(page)
