"""The Runs page in a real browser: from the list to a run, to a cell of what it mixes up, to a track that plays."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Page, expect

from core.data.opened import open_dataset
from core.ui.runs.comparing import PARTS
from tests.browser.charts import click_place
from tests.browser.fitting import expect_to_fit
from tests.browser.tables import click_row
from tests.core.toy_runs import save_toy, sounding_rows

DESKTOP = {"viewport": {"width": 1440, "height": 1400}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLAYS = "[...document.querySelectorAll('audio')].some(audio => !audio.paused && audio.currentTime > 0.2)"
N_PLAYING = "[...document.querySelectorAll('audio')].filter(audio => !audio.paused).length"
# Where the point with this customdata lies in the window, in the first chart that has one.
POINT = """wanted => {
    for (const chart of document.querySelectorAll('.js-plotly-plot')) {
        for (const trace of chart._fullData ?? []) {
            const place = (trace.customdata ?? []).findIndex(own => JSON.stringify(own) === JSON.stringify(wanted));
            if (place < 0) continue;
            const { _size: size, xaxis, yaxis } = chart._fullLayout;
            chart.scrollIntoView({ block: 'center' });
            const { left, top } = chart.getBoundingClientRect();
            return { x: left + size.l + xaxis.l2p(trace.x[place]), y: top + size.t + yaxis.l2p(trace.y[place]) };
        }
    }
    return null;
}"""
# The middle of the bar of the tracks that both have right.
BOTH = """place => {
    const bar = document.querySelectorAll('.trace.bars')[place]?.querySelector('path');
    const box = bar?.getBoundingClientRect();
    return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""
# More cells than the table had that was there before: nine rows of five.
N_CELLS = 5 * 9 + 1


@pytest.fixture(scope="module")
def home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With two runs on toys and a recording of every toy."""
    folder = tmp_path_factory.mktemp("data") / "Toys"
    t = np.arange(20 * 22050) / 22050  # none is over before the page beside it is drawn
    for number, track in enumerate(sounding_rows()["track_id"]):
        (folder / track).parent.mkdir(parents=True, exist_ok=True)
        sf.write(folder / track, 0.3 * np.sin(2 * np.pi * (220 + 10 * number) * t), 22050)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        source = open_dataset(str(folder)).id
        save_toy("one", extra={"source": source})
        save_toy("two", model="knn", extra={"source": source})
    return home


@pytest.fixture
def runs_page(new_visitor: Callable[..., Page]) -> Callable[..., Page]:
    """``runs_page(path="Runs", **context)``: the lists, or what an address names."""

    def visit(path: str = "Runs", **context: object) -> Page:
        page = new_visitor(path, **context)
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
        return page

    return visit


def hear_first_row(page: Page) -> None:
    """Click the first row of the first table: a player comes."""
    click_row(page.get_by_test_id("stDataFrame").first, 1, brings=page.locator("audio").first)


def test_from_the_list_to_a_run_to_a_cell_to_a_track_that_plays(runs_page: Callable[..., Page]):
    page = runs_page(**DESKTOP)
    expect(page.get_by_text("toys, random-tracks (leaky)")).to_be_visible()
    click_place(page, POINT, "one", brings=page.get_by_text("of the tracks right that it had not heard"))
    expect(page).to_have_url(re.compile("run=one"))
    click_place(page, POINT, ["alpha", "beta"], brings=page.get_by_text("alpha tracks that it calls beta"))
    hear_first_row(page)
    page.wait_for_function(PLAYS)
    expect(page.get_by_text("nearest beta track that it learns from")).to_be_visible()
    page.wait_for_function(f"{N_PLAYING} === 1")
    page.get_by_role("button", name="All runs").click()
    expect(page.get_by_text("toys, random-tracks (leaky)")).to_be_visible()
    expect(page).not_to_have_url(re.compile("run="))


def test_two_runs_side_by_side_play_the_tracks_on_which_they_differ(runs_page: Callable[..., Page]):
    page = runs_page("Runs?run=one&against=two", **DESKTOP)
    expect(page.get_by_text("Linear discriminant analysis or Nearest neighbours?")).to_be_visible()
    click_place(page, BOTH, PARTS.index("both"), brings=page.get_by_role("heading", name="Both right"))
    expect(page.get_by_test_id("stDataFrame").first.locator("canvas [role=gridcell]").nth(N_CELLS)).to_be_attached()
    hear_first_row(page)
    page.wait_for_function(PLAYS)


@pytest.mark.parametrize("path", ["Runs", "Runs?run=one", "Runs?run=one&against=two"])
def test_on_a_phone_nothing_scrolls_sideways(runs_page: Callable[..., Page], path: str):
    page = runs_page(path, **PHONE)
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    expect_to_fit(page)
