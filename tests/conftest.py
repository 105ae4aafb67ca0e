"""What every test may ask for: made sounds with fixed seeds, the shared data, a workspace of its own."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GENRESCOPE_SHARED") or PROJECT_ROOT.parent / "shared").resolve()
NO_SHARED = f"no shared data at {SHARED} (GENRESCOPE_SHARED=<folder> names another place)"
SEED = 20260729


def pytest_configure(config: pytest.Config) -> None:
    # Set for the whole session, so that subprocesses and session fixtures see them too.
    os.environ.setdefault("GENRESCOPE_WARM", "0")  # servers and workers compile what a test asks for, nothing else
    # For fixtures of many tests, and for what escapes from one: none may write into the workspace of who tests.
    home = tempfile.mkdtemp(prefix="genrescope-tests-")
    os.environ["GENRESCOPE_HOME"] = home
    config.add_cleanup(partial(shutil.rmtree, home, ignore_errors=True))
    if SHARED.is_dir():
        os.environ.setdefault("GENRESCOPE_DATA", str(SHARED))
        os.environ.setdefault("GENRESCOPE_MIRROR", str(SHARED / "mirror"))


def pytest_collection_finish() -> None:
    """Thousands of tests stay in memory to the end: the garbage collector need not look at them, again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, after the results, what was not tested and why."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    marks = {
        "no shared data": "TESTS ON REAL DATA",
        "no browser": "BROWSER TESTS",
        "not installed": "TESTS OF MUSICGEN",
    }
    for mark, what in marks.items():
        for reason in sorted(reason for reason in reasons if mark in reason):
            terminalreporter.write_line(f"SKIPPED {what}: {reason.removeprefix('Skipped: ')}", red=True, bold=True)


@pytest.fixture(autouse=True)
def workspace(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A GENRESCOPE_HOME of this test alone; every test has one, so that none writes beside the code."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GENRESCOPE_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def components_found_once() -> Iterator[None]:
    """Whenever a test opens a page, Streamlit looks for components in every installed package: once will do."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real recordings and tables; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def gtzan_clips(shared: Path) -> list[Path]:
    """The 127 clips of GTZAN, in the order of their ids."""
    return sorted(shared.glob("gtzan/audio/*/*.*"))


@pytest.fixture(scope="session")
def tone() -> Callable[..., np.ndarray]:
    """``tone(freq_hz, duration_s, sr, amplitude=0.5)``: a mono sine, float32."""

    def make(freq_hz: float = 440.0, duration_s: float = 3.0, sr: int = 22050, amplitude: float = 0.5) -> np.ndarray:
        t = np.arange(round(duration_s * sr)) / sr
        return (amplitude * np.sin(2 * np.pi * freq_hz * t)).astype(np.float32)

    return make


@pytest.fixture(scope="session")
def noise() -> Callable[..., np.ndarray]:
    """``noise(duration_s, sr, exponent=0, seed=..., amplitude=0.1)``: power as 1/f**exponent (1 pink, 2 brown)."""

    def make(
        duration_s: float = 3.0, sr: int = 22050, exponent: float = 0.0, seed: int = SEED, amplitude: float = 0.1
    ) -> np.ndarray:
        n_samples = round(duration_s * sr)
        spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n_samples))
        f = np.fft.rfftfreq(n_samples, 1 / sr)
        f[0] = f[1]
        y = np.fft.irfft(spectrum * f ** (-exponent / 2), n_samples)
        return (amplitude * y / y.std()).astype(np.float32)

    return make


@pytest.fixture(scope="session")
def clicks() -> Callable[..., np.ndarray]:
    """``clicks(bpm, duration_s, sr, amplitude=0.8)``: a decaying burst of 10 ms on every beat, float32."""

    def make(bpm: float = 120.0, duration_s: float = 10.0, sr: int = 22050, amplitude: float = 0.8) -> np.ndarray:
        y = np.zeros(round(duration_s * sr), dtype=np.float32)
        t = np.arange(round(0.01 * sr)) / sr
        burst = (amplitude * np.exp(-t / 0.002) * np.cos(2 * np.pi * 1000 * t)).astype(np.float32)
        for start in (np.arange(0, duration_s, 60 / bpm) * sr).astype(int):
            piece = burst[: y.size - start]
            y[start : start + piece.size] += piece
        return y

    return make
