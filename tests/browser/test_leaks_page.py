"""The Leaks page in a real browser: one click measures, the bars are there, and they are there for who comes back."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import soundfile as sf
from playwright.sync_api import Page, expect

from core.data.opened import open_dataset
from core.data.stored import store_table, table_folder
from core.ui.pages import PAGES
from tests.browser.fitting import expect_to_fit
from tests.browser.menus import choose
from tests.browser.resting import at_rest
from tests.core.toys import toy_rows

DESKTOP = {"viewport": {"width": 1440, "height": 1400}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LEAKS = next(entry for entry in PAGES if entry.file == "8_Leaks.py").url_path
JOB_MS = 300_000  # a network learns for one of the slips


@pytest.fixture(scope="module")
def home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one dataset: a few silent recordings, and a table with two segments of each made track."""
    folder = tmp_path_factory.mktemp("data") / "Toys"
    rows = toy_rows(n_artists=4, n_tracks=2)
    for genre in rows["genre"].unique():
        (folder / genre).mkdir(parents=True)
        sf.write(folder / genre / "one.wav", [0.0] * 22050, 22050)
    pieces = pd.concat([rows.assign(segment=n, start_s=3.0 * n) for n in range(2)], ignore_index=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        opened = open_dataset(str(folder))
        store_table([pieces], table_folder(opened, 3.0), dataset=opened.id, licence="own", segment_s=3.0)
    return home


def use_toys(page: Page) -> None:
    """Take the dataset in use from the menu in the sidebar, where it is open."""
    box = page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").first.locator("input")
    choose(box, "Toys")
    expect(page.get_by_text("cut in 48 segments")).to_be_visible()


def test_one_click_measures_and_who_comes_back_finds_the_bars(new_visitor: Callable[..., Page]):
    page = new_visitor(LEAKS, **DESKTOP)
    use_toys(at_rest(page))
    start = page.get_by_role("button", name="Measure the leak")
    expect(start).to_be_enabled()
    start.click()
    expect(page.get_by_role("heading", name="Measuring now")).to_be_visible()
    expect(start).to_be_disabled()
    expect(page.get_by_text("How it falls, tracks right")).to_be_visible(timeout=JOB_MS)
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    expect(page.get_by_text("Official folds: official-split")).to_be_visible()
    again = page.context.new_page()
    again.goto(page.url)
    use_toys(at_rest(again))
    expect(again.get_by_text("How it falls, tracks right")).to_be_visible()
    expect(again.get_by_text("This was measured already")).to_be_visible()
    again.set_viewport_size(PHONE["viewport"])
    expect_to_fit(again)


def test_on_a_phone_nothing_scrolls_sideways(new_visitor: Callable[..., Page]):
    page = new_visitor(LEAKS, **PHONE)
    expect(page.get_by_role("button", name="Measure the leak")).to_be_visible()
    expect_to_fit(page)
