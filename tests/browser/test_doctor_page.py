"""The Doctor page in a real browser: from a dropped zip to what is wrong with it, heard, decided, and in the table."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from playwright.sync_api import Page, expect

from core.data.findings import Finding
from core.data.hashing import hash_tracks
from core.data.loading import load_table
from core.data.opened import open_dataset, opened_datasets
from core.doctor.stored import Examination, write_findings
from tests.browser.downloads import fetch_file
from tests.browser.fitting import expect_to_fit
from tests.browser.resting import at_rest
from tests.browser.uploads import drop

DESK = {"viewport": {"width": 1280, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLAYING = "[...document.querySelectorAll('audio')].map(audio => !audio.paused && audio.currentTime > 0.1)"
EVIL = "<img src=x onerror=alert(1)>"
SR = 22050
# The first job of a fresh cluster compiles for a while, on a busy machine for a long one.
JOB_MS = 240_000


def music(seed: int, *, duration_s: float = 8.0) -> np.ndarray:
    """Notes of a fifth of a second in an order of their own, loud enough to be no fault."""
    rng = np.random.default_rng(seed)
    t = np.arange(SR // 5) / SR
    notes = [
        np.sin(2 * np.pi * freq_hz * t) * np.exp(-6 * t) for freq_hz in rng.uniform(150, 3000, round(5 * duration_s))
    ]
    return (0.4 * np.concatenate(notes) + 0.003 * rng.standard_normal(SR // 5 * len(notes))).astype(np.float32)


def wav(y: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    sf.write(buffer, y, SR, format="WAV")
    return buffer.getvalue()


def zip_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def workspace_of_the_app(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test looks into the workspace of the server, and may put something there."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(home))
    return home


def upload(page: Page, name: str, content: bytes) -> None:
    """Drop a zip on the Datasets page and wait until it is a dataset."""
    expect(page.get_by_role("heading", name="All datasets compared")).to_be_visible()  # the end of the page
    page.get_by_role("tab", name="Drop recordings").click()
    packed = {"name": name, "mimeType": "application/zip", "buffer": content}
    drop(page, packed)
    page.get_by_role("button", name="Make a dataset of it").click()
    expect(page.locator(".gs-dataset-title")).to_have_text(name.removesuffix(".zip"))


def cards(page: Page):
    return page.locator("[class*=st-key-finding-]")


def test_a_zip_is_examined_while_the_tab_is_closed_heard_decided_and_made_a_table(
    new_visitor: Callable[..., Page], app_url: str, workspace_of_the_app: Path
):
    page = at_rest(new_visitor("", **DESK))
    page.get_by_role("link", name="Datasets").click()
    tunes = {
        f"{genre}/{n}.wav": wav(music(seed)) for seed, (genre, n) in enumerate([("jazz", 1), ("jazz", 2), ("rock", 3)])
    }
    copy = {"rock/copy.wav": wav(0.5 * music(0)[SR:])}  # quieter, and it begins later
    upload(page, "mine.zip", zip_of(**tunes, **copy, **{"rock/nothing.wav": wav(np.zeros(8 * SR, np.float32))}))
    at_rest(page).get_by_role("link", name="Doctor").click()
    expect(page.get_by_text("5 tracks, not examined yet.")).to_be_visible()
    page.get_by_role("button", name="Examine this dataset").click()
    expect(page.locator("[class*=st-key-job-page-]")).to_be_visible()
    context = page.context
    page.close()

    page = context.new_page()
    page.goto(f"{app_url}/Doctor")
    expect(page.get_by_text("2 of 5 tracks have a fault.")).to_be_visible(timeout=JOB_MS)
    silent = cards(page).filter(has_text="All of it is silent")
    twins = cards(page).filter(has=page.get_by_role("button", name="Play A"))
    assert at_rest(page).evaluate(PLAYING) == []
    twins.get_by_role("button", name="Play A").click()
    page.wait_for_function(f"{PLAYING}.join() === 'true,false'")
    twins.get_by_role("button", name="Play B").click()
    page.wait_for_function(f"{PLAYING}.join() === 'false,true'")
    silent.get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("1 track left out of every part.")).to_be_visible()
    expect(page.get_by_text("scores go under random-tracks-without-1-")).to_be_visible()
    expect(page.get_by_text("1 recording is there more than once")).to_be_visible()
    findings = fetch_file(page.get_by_role("button", name="Findings (CSV)"))
    assert findings.suggested_filename == "genrescope_findings_mine.csv"

    at_rest(page).get_by_role("link", name="Datasets").click()
    page.get_by_role("button", name="Make its feature table").click()
    expect(page.get_by_role("button", name="3 s (CSV)")).to_be_visible(timeout=JOB_MS)
    at_rest(page).get_by_role("link", name="Doctor").click()
    expect(page.get_by_text("now; as it was made,")).to_be_visible()
    (owner,) = {path.name for path in (workspace_of_the_app / "datasets").iterdir() if path.is_dir()} - {"arranged"}
    table = load_table(owner)
    assert "rock/nothing.wav" not in table.track_ids
    assert set(table.exclusions.everywhere) == {"rock/nothing.wav"}
    assert len(table.twins) == 1


def test_a_long_list_is_read_on_a_phone(new_visitor: Callable[..., Page], workspace_of_the_app: Path, tmp_path: Path):
    (tmp_path / "many" / "jazz").mkdir(parents=True)
    (tmp_path / "many" / "jazz" / "one.wav").write_bytes(wav(music(9)))
    opened = open_dataset(str(tmp_path / "many"), title="Many")
    findings = [Finding(f"jazz/{EVIL}{n:04d}.wav", "clipped", "cut off " * 9, score=-n) for n in range(1000)]
    tracks = opened.tracks()
    report = Examination(hash_tracks(tracks), "2026-11-20T16:00:00+00:00", 1000, 1000, tuple(findings), (), settings={})
    write_findings(opened, report)
    assert [known.id for known in opened_datasets() if not known.dataset.is_built_in] == [opened.id]
    page = new_visitor("Doctor", **PHONE)
    expect(page.get_by_text("1,000 of 1,000")).to_be_visible()
    expect(cards(page)).to_have_count(20)
    expect_to_fit(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("21 to 40 of 1,000")).to_be_visible()
    expect(page.get_by_role("heading", name="Listen and decide")).to_be_in_viewport()
    page.get_by_role("button", name="Leave out all 1,000").click()
    question = page.get_by_role("dialog")
    expect(question.get_by_text("leave every part of a split, the test set too")).to_be_visible()
    question.get_by_role("button", name="Leave out 1,000").click()
    expect(question).to_have_count(0)
    expect(page.get_by_text("1,000 tracks left out of every part.")).to_be_visible()
    expect_to_fit(page)
    expect(page.locator("img[src=x]")).to_have_count(0)
