"""The Explore page in a real browser: what a lasso holds on a map is what the table lists, and a click there plays."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Locator, Page, expect

from core.data.opened import open_dataset
from core.data.stored import store_table, table_folder
from tests.browser.charts import click_place, found
from tests.browser.fitting import expect_to_fit
from tests.browser.resting import at_rest
from tests.browser.tables import click_row
from tests.core.toys import toy_rows

DESKTOP = {"viewport": {"width": 1440, "height": 1400}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLAYS = "[...document.querySelectorAll('audio')].some(audio => !audio.paused && audio.currentTime > 0.2)"
# Where the points of the map lie in the window, with their tracks, and the part of the chart that a lasso reaches.
POINTS = """() => {
    const chart = document.querySelector('.js-plotly-plot');
    const points = chart?._fullData?.find(trace => trace.name === 'points');
    if (points?.customdata.length !== 9) return null;
    const { _size: size, xaxis, yaxis } = chart._fullLayout;
    const { left, top } = chart.getBoundingClientRect();
    return {
        points: points.customdata.map((track, i) => ({
            track, x: left + size.l + xaxis.l2p(points.x[i]), y: top + size.t + yaxis.l2p(points.y[i]),
        })),
        area: { left: left + size.l, top: top + size.t, width: size.w, height: size.h },
    };
}"""


@pytest.fixture(scope="module")
def home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one dataset of nine tones, so few that only PCA draws them, and a table of them."""
    folder = tmp_path_factory.mktemp("data") / "Toys"
    rows = toy_rows(n_artists=1)
    rows["track_id"] = [f"{genre}/{name}.wav" for genre, name in zip(rows["genre"], rows["track_id"], strict=True)]
    t = np.arange(20 * 22050) / 22050  # none is over before it is looked at
    for number, track in enumerate(rows["track_id"]):
        (folder / track).parent.mkdir(parents=True, exist_ok=True)
        sf.write(folder / track, 0.3 * np.sin(2 * np.pi * (220 + 20 * number) * t), 22050)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        opened = open_dataset(str(folder))
        store_table([rows], table_folder(opened, 30.0), dataset=opened.id, licence="own", segment_s=30.0)
    return home


@pytest.fixture
def map_page(new_visitor: Callable[..., Page]) -> Callable[..., Page]:
    """``map_page(**context)``: the PCA map of the toys as a visitor reaches it, by its link."""

    def visit(**context: object) -> Page:
        page = at_rest(new_visitor("", **context))
        if context.get("is_mobile"):
            page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_test_id("stSidebar").get_by_role("link", name="Explore").click()
        expect(page.get_by_text("9 tracks in 3 genres.")).to_be_visible()
        if context.get("is_mobile"):
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        page.get_by_text("Map", exact=True).click()
        expect(page.get_by_text("Trustworthiness")).to_be_visible()  # which comes after the map, and last
        return page

    return visit


def tracks_of(table: Locator, *, n: int) -> list[str]:
    """The ``n`` tracks that the table lists; it is a canvas, and holds beside the picture what screen readers hear."""
    cells = table.locator("canvas [role=gridcell]").filter(has_text=".wav")
    expect(cells).to_have_count(n)
    return cells.all_text_contents()


def lasso(page: Page, corners: list[tuple[float, float]]) -> None:
    page.locator(".js-plotly-plot").first.locator("[data-title='Lasso Select']").click()
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in [*corners[1:], corners[0]]:
        page.mouse.move(*corner, steps=5)
    page.mouse.up()


def around_the_left_ones(page: Page, n: int) -> tuple[list[tuple[float, float]], list[str]]:
    """The corners of a shape around the ``n`` leftmost points of the map, and their tracks."""
    seen = found(at_rest(page), POINTS)
    points, area = sorted(seen["points"], key=lambda point: point["x"]), seen["area"]
    edge = (points[n - 1]["x"] + points[n]["x"]) / 2
    left, top, bottom = area["left"] + 2, area["top"] + 2, area["top"] + area["height"] - 2
    return [(left, top), (edge, top), (edge, bottom), (left, bottom)], [point["track"] for point in points[:n]]


def test_what_a_lasso_holds_is_listed_and_a_click_on_a_row_plays_it(map_page: Callable[..., Page]):
    page = map_page(**DESKTOP)
    corners, inside = around_the_left_ones(page, 4)
    lasso(page, corners)
    expect(page.get_by_text("4 of 9 tracks: inside the lasso on the PCA map.")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").last
    listed = tracks_of(table, n=4)
    assert sorted(listed) == sorted(inside)
    click_row(table, 2, brings=page.get_by_role("heading", name=listed[1]))
    page.wait_for_function(PLAYS)
    expect(page.get_by_role("heading", name="Nearest tracks")).to_be_visible()
    page.get_by_role("button", name="Clear the selection").click()
    expect(page.get_by_text("All 9 tracks.", exact=True)).to_be_visible()
    other = next(point["track"] for point in found(page, POINTS)["points"] if point["track"] != listed[1])
    one = f"track => ({POINTS})()?.points.find(point => point.track === track)"
    click_place(page, one, other, brings=page.get_by_role("heading", name=other))


def test_on_a_phone_the_maps_stack_and_nothing_scrolls_sideways(map_page: Callable[..., Page]):
    page = map_page(**PHONE)
    expect(page.get_by_text("a t-SNE map needs at least 10 tracks", exact=False)).to_be_visible()
    expect_to_fit(page)
