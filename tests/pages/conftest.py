"""A visitor without a browser: a session of the app, what it shows as plain text, and sounds to bring."""

import html
import io
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.testing.v1 import AppTest

from core.workspace import PROJECT_ROOT

TIMEOUT_S = 120
STYLE = re.compile(r"<style.*?</style>", flags=re.DOTALL)
BLOCK_END = re.compile(r"</(p|h1|h2|td|th|li|dt|dd|strong)>")
TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="session", autouse=True)
def quick_to_open(components_found_once: None) -> None:
    """So that a page is there in a moment."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of three files is looked through before the page goes on, however busy the machine is."""
    for place in ("datasets.reading", "datasets.bring", "runs.sounds"):
        monkeypatch.setattr(f"core.ui.{place}.PATIENCE_S", 60.0)


@pytest.fixture
def new_visit() -> Callable[..., AppTest]:
    """``new_visit(script="app.py")``: a fresh session that has opened the first page."""

    def open_app(script: str | Path = "app.py") -> AppTest:
        return AppTest.from_file(PROJECT_ROOT / script, default_timeout=TIMEOUT_S).run()

    return open_app


@pytest.fixture
def shown() -> Callable[[AppTest], str]:
    """``shown(at)``: everything that the page says as HTML, as the plain text that a visitor reads."""

    def read(at: AppTest) -> str:
        bodies = [STYLE.sub("", element.proto.body) for element in at.get("html")]
        text = TAG.sub("", BLOCK_END.sub("\n", "\n".join(bodies)))
        return html.unescape(text).replace("\u00a0", " ")

    return read


@pytest.fixture
def another_click(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """``another_click("core.ui.text.page.make", "before")``: a click elsewhere ends the run before, or after, a call.

    As Streamlit ends it where a run shows something; the list gets a word for the one run that was ended.
    """

    def end_one_run(name: str, when: str) -> list[str]:
        module, _, function = name.rpartition(".")
        work, ended = getattr(import_module(module), function), []

        def call(*args, **kwargs):
            if ended:
                return work(*args, **kwargs)
            ended.append(when)
            if when == "after":
                work(*args, **kwargs)
            raise RerunException(RerunData())

        monkeypatch.setattr(name, call)
        return ended

    return end_one_run


@pytest.fixture(scope="session")
def wav() -> Callable[..., bytes]:
    """``wav(y, sr=22050, file_format="WAV")``: the bytes of a sound file."""

    def write(y: np.ndarray, sr: int = 22050, file_format: str = "WAV") -> bytes:
        buffer = io.BytesIO()
        sf.write(buffer, y, sr, format=file_format)
        return buffer.getvalue()

    return write


@pytest.fixture
def bring() -> Callable[..., AppTest]:
    """``bring(at, (name, bytes), ...)``: upload files and run the page."""

    def upload(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
        at.file_uploader[0].set_value([(name, data, "application/octet-stream") for name, data in files])
        return at.run()

    return upload
