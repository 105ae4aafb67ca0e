"""The app on a fresh server, in a browser -> the seconds until the Explore page stands, for two datasets with a table.

One has 1,000 tracks with a row each, the other 10,000 with ten rows each; their sound is a second of a tone. The server
has been up for a minute when the first visitor comes. A page stands when its last words are there and nothing runs.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import soundfile as sf
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from benchmarks.explore_tables import N_ROWS, N_TRACKS, random_rows
from core.data.hashing import hash_tracks
from core.data.opened import open_dataset
from core.data.stored import store_table, table_folder
from core.errors import DataError
from core.ui.explore.track_table import MAX_ROWS
from core.workspace import PROJECT_ROOT
from install import find_chromium
from tests.browser.served import App

WARM_S = 60
SEGMENTS_OF_A_TRACK = 10
SEGMENT_S = 3.0
TONE_SR = 8_000
TIMEOUT_MS = 120_000
OVERVIEW, FEATURES = "in 10 genres", "Which numbers go together?"  # words that one view has
STANDS = """words => document.querySelector('[data-test-script-state=notRunning]')
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && words.every(text => document.querySelector('[data-testid=stMain]').textContent.includes(text))"""
QUIET = "--disable-background-networking"
OPENS_S, CHANGES_S = 4.0, 1.0  # promised: a table of 100,000 rows, another view of what is there already


def tables() -> dict[str, list[dict[str, Any]]]:
    """Seconds until the page stands, step by step, for a small and for a large table, each on its own server."""
    title = "The page with {:,} rows x 57, server up for {} s: seconds until it stands"
    sizes = ((N_TRACKS, 1), (N_ROWS, SEGMENTS_OF_A_TRACK))
    return {title.format(n_rows, WARM_S): _visit(n_rows, n_segments) for n_rows, n_segments in sizes}


def _visit(n_rows: int, n_segments: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder), n_rows, n_segments) as url, _browser() as page:
        steps: tuple[tuple[str, Callable[[], Any], str, float | None], ...] = (
            ("first visitor opens it", lambda: page.goto(f"{url}/Explore"), OVERVIEW, OPENS_S),
            ("first look at the features", lambda: _view(page, "Features"), FEATURES, None),
            ("back to the overview", lambda: _view(page, "Overview"), OVERVIEW, CHANGES_S),
            ("to the features again", lambda: _view(page, "Features"), FEATURES, CHANGES_S),
        )
        n_tracks = n_rows // n_segments
        last = f"of {n_tracks:,} tracks" if n_tracks > MAX_ROWS else f"All {n_tracks:,} tracks"
        return [
            {"step": name, "seconds": _until_it_stands(page, do, (words, last)), "promised_s": limit}
            for name, do, words, limit in steps
        ]


def _view(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()


def _until_it_stands(page: Page, do: Callable[[], Any], words: Sequence[str]) -> float:
    """Do something, and count the seconds until the page holds all the words and no script runs."""
    started = time.perf_counter()
    do()
    page.wait_for_function(STANDS, arg=list(words), polling="raf")
    return time.perf_counter() - started


@contextmanager
def _served(folder: Path, n_rows: int, n_segments: int) -> Iterator[str]:
    """The address of an app whose only dataset of real files has this table; it has been up for ``WARM_S``."""
    home = folder / "home"
    home.mkdir()
    before = os.environ.get("GENRESCOPE_HOME")
    os.environ["GENRESCOPE_HOME"] = str(home)
    try:
        _make_dataset(folder / "music", random_rows(n_rows, n_segments=n_segments))
    finally:
        os.environ.pop("GENRESCOPE_HOME") if before is None else os.environ.update(GENRESCOPE_HOME=before)
    app = App(PROJECT_ROOT / "app.py", home=home, GENRESCOPE_DATA="").start()
    try:
        time.sleep(WARM_S)
        yield app.url
    finally:
        app.stop()


def _make_dataset(folder: Path, rows: pd.DataFrame) -> None:
    """A folder of genre folders with a file per track, opened, and its table where a job would have put it."""
    tone = folder.with_name("tone.wav")
    sf.write(tone, 0.3 * np.sin(2 * np.pi * 220 * np.arange(TONE_SR) / TONE_SR), TONE_SR)
    rows = rows.assign(track_id=[f"{row.genre}/{row.track_id}.wav" for row in rows.itertuples()], artist=None)
    for track_id in rows["track_id"].unique():
        (folder / track_id).parent.mkdir(parents=True, exist_ok=True)
        os.link(tone, folder / track_id)
    opened = open_dataset(str(folder))
    tracks = hash_tracks(opened.tracks())
    where = table_folder(opened, SEGMENT_S)
    parts = [rows.sort_values(["track_id", "segment"], ignore_index=True)]
    store_table(parts, where, dataset=opened.id, licence="own", segment_s=SEGMENT_S, tracks=tracks)


@contextmanager
def _browser() -> Iterator[Page]:
    """A page of a headless Chromium, 1440 x 900; raises DataError where there is none."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=find_chromium(), args=[QUIET, *root])
        except PlaywrightError as error:
            raise DataError(f"no browser: {str(error).splitlines()[0]}; install Chromium or set CHROMIUM") from error
        try:
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(TIMEOUT_MS)
            yield page
        finally:
            chromium.close()
