"""The jobs in the sidebar, as a visitor sees and touches them, and the processes that do them."""

import json
import os
import re
import signal
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from core.workspace import write_atomic
from tests.browser.resting import at_rest

APP = Path(__file__).parent.parent / "apps" / "jobs_app.py"
RESULT = re.compile(r"result: \{.*\}")
COUNTED = re.compile(r"^(\d+ of |Deaf)")


class Panel:
    """The jobs of one tab."""

    def __init__(self, page: Page):
        self.page = page
        self.sidebar = page.get_by_test_id("stSidebar")
        self.main = page.get_by_test_id("stMain")
        self.cards = self.sidebar.locator("[class*='st-key-job-panel-']")

    def card(self, title: str) -> Locator:
        return self.cards.filter(has=self.page.get_by_text(title, exact=True))

    def start(self, button: str, title: str) -> Locator:
        """Press a button of the page; wait until the panel shows the job as running and all of the page is drawn."""
        self.main.get_by_role("button", name=button, exact=True).click()
        expect(self.counted(title)).to_be_visible()
        at_rest(self.page)
        return self.card(title)

    def press(self, title: str, button: str) -> None:
        self.card(title).get_by_role("button", name=button).click()

    def counted(self, title: str) -> Locator:
        """The words of a job that has begun to count."""
        return self.card(title).get_by_text(COUNTED)

    def wait_until_it_moves(self, title: str) -> None:
        """A later look of the panel shows another count; for a job that goes on for ever."""
        count = self.counted(title).text_content().split()[0]
        expect(self.card(title).get_by_text(re.compile(rf"^(?!{count} )\d+ of "))).to_be_visible()

    def wait_until_it_waits(self, title: str, at: str) -> None:
        """It has come to its gate, where it stays until a test opens that."""
        expect(self.card(title).get_by_text(re.compile(f"^{at}"))).to_be_visible()

    def wait_until_the_page_knows(self) -> None:
        """The page has run again for a job that is over: until then a button may be drawn anew under a hand."""
        expect(self.main.get_by_role("button", name="Start again")).to_be_visible()

    def runs(self) -> int:
        return int(self.page.get_by_text("runs:").inner_text().split()[1])


def open_gate(home: Path, title: str, *, until: int | None = None) -> None:
    """Let a job go on that waits, to a number or to its end: so none is over before a test has looked at it."""
    (home / "gates").mkdir(exist_ok=True)
    write_atomic(home / "gates" / title, b"" if until is None else str(until).encode())


def processes(home: Path) -> dict[str, int]:
    """The process ids of a workspace's scheduler and of what watches over its workers."""
    noted = json.loads((home / "cluster" / "processes.json").read_text(encoding="utf-8"))
    return {name: values["pid"] for name, values in noted.items()}


def worker_of(home: Path, title: str) -> int:
    """The process that counted last in a job."""
    notes = [note for note in (home / "diary" / title).iterdir() if note.stat().st_size]  # others are being written
    last = max(notes, key=lambda note: note.stat().st_mtime_ns)
    return int(last.read_text(encoding="utf-8"))


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
