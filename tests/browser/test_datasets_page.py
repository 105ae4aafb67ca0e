"""The Datasets page in a real browser: music comes in, is heard, and becomes a table of numbers by a job."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Page, expect

from tests.browser.charts import click_place
from tests.browser.downloads import fetch_file
from tests.browser.fitting import expect_to_fit
from tests.browser.resting import at_rest
from tests.browser.tables import click_row
from tests.browser.uploads import drop

DESKTOP = {"viewport": {"width": 1280, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLAYS = "audio => !audio.paused && audio.currentTime > 0.2"
# Generous, because workers start and compile first, and it is only waited for when something is wrong.
JOB_MS = 240_000
EVIL = "<img src=x onerror=alert(1)>"
# The middle of the second bar of the first chart: so many tracks of a genre.
SECOND_BAR = """() => {
    const bar = document.querySelector('.js-plotly-plot')?.querySelectorAll('.point path')[1];
    bar?.scrollIntoView({ block: 'center' });
    const box = bar?.getBoundingClientRect();
    return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""


def sound(freq_hz: float, *, file_format: str = "WAV", duration_s: int = 4) -> bytes:
    """A tone with a pulse of 2 Hz."""
    t = np.arange(duration_s * 22050) / 22050
    buffer = io.BytesIO()
    sf.write(buffer, 0.3 * np.sin(2 * np.pi * freq_hz * t) * (1 + np.sin(4 * np.pi * t)) / 2, 22050, format=file_format)
    return buffer.getvalue()


def zip_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of genre folders: one format that browsers play, and one that they do not; long enough to be paused."""
    for name, file_format in (("jazz/one.wav", "WAV"), ("rock/two.aiff", "AIFF")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(sound(220.0, file_format=file_format, duration_s=60))
    return tmp_path


@pytest.fixture
def datasets_page(new_visitor: Callable[..., Page]) -> Callable[..., Page]:
    """``datasets_page(**context)``: the page as a visitor reaches it, by its link."""

    def visit(**context: object) -> Page:
        page = at_rest(new_visitor("", **context))
        page.get_by_test_id("stSidebar").get_by_role("link", name="Datasets").click()
        expect(page.get_by_role("heading", name="All datasets compared")).to_be_visible()
        return page

    return visit


def open_folder(page: Page, path: Path) -> None:
    page.get_by_role("tab", name="A folder on this machine").click()
    page.get_by_label("Folder of genre folders").fill(str(path))
    page.get_by_role("button", name="Open this folder").click()


def tracks(page: Page):
    """The table of tracks: the first on the page."""
    return page.get_by_test_id("stDataFrame").first


def wait_until_it_plays(page: Page) -> None:
    page.wait_for_function(f"[...document.querySelectorAll('audio')].some({PLAYS})")


def test_a_folder_is_opened_and_its_tracks_are_heard_by_a_click(datasets_page: Callable[..., Page], folder: Path):
    page = datasets_page(**DESKTOP)
    expect(page.get_by_role("heading", name="Bring your own music")).to_be_visible()
    open_folder(page, folder / "nowhere")
    expect(page.get_by_role("alert").filter(has_text="There is no folder")).to_be_visible()
    open_folder(page, folder)
    expect(page.get_by_text("2 tracks in 2 genres.")).to_be_visible()
    expect(page.get_by_role("heading", name="jazz/one.wav")).to_be_visible()
    assert page.evaluate("[...document.querySelectorAll('audio')].every(audio => audio.paused)")
    second = page.get_by_role("heading", name="rock/two.aiff")
    click_row(tracks(page), 2, brings=second)
    expect(second).to_be_visible()
    wait_until_it_plays(page)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", name="jazz/one.wav")).to_be_visible()
    wait_until_it_plays(page)
    page.get_by_role("button", name="Pause").click()
    click_place(page, SECOND_BAR, brings=page.get_by_text("1 of 2 tracks."))


def test_a_zip_becomes_a_dataset_and_a_table_while_the_tab_may_close(datasets_page: Callable[..., Page]):
    page = datasets_page(**DESKTOP)
    files = {"jazz/one.wav": sound(220.0), "rock/two.wav": sound(330.0), "notes.txt": b"words", f"{EVIL}.txt": b"x"}
    packed = {"name": f"{EVIL}.zip", "mimeType": "application/zip", "buffer": zip_of(**files)}
    page.get_by_role("tab", name="Drop recordings").click()
    drop(page, packed)
    page.get_by_role("button", name="Make a dataset of it").click()
    expect(page.locator(".gs-dataset-title")).to_have_text(EVIL)
    expect(page.get_by_text("2 recordings taken in")).to_be_visible()
    page.get_by_text("2 files left out, and why").click()
    page.get_by_role("button", name="Make its feature table").click()
    # In the sidebar, where it stays: with warm workers it may be over before the page has drawn its card.
    jobs = page.locator("[class*=st-key-job-panel-]")
    expect(jobs.filter(has_text="Feature table of").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("All 2 tracks are in it.")).to_be_visible(timeout=JOB_MS)
    table = fetch_file(page.get_by_role("button", name="3 s (CSV)"))
    assert table.suggested_filename.endswith(".csv")
    assert Path(table.path()).read_text().startswith("track_id,")
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_on_a_phone_everything_stacks_and_nothing_scrolls_sideways(new_visitor: Callable[..., Page], folder: Path):
    page = new_visitor("Datasets", **PHONE)
    expect(page.get_by_role("heading", name="All datasets compared")).to_be_visible()
    open_folder(page, folder)
    expect(page.locator(".gs-dataset-title")).to_have_text(folder.name)
    expect(page.get_by_role("heading", name="Bring another dataset")).to_be_visible()
    expect_to_fit(page)
