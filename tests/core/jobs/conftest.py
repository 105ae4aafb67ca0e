"""Where the debug jobs write, and what they wait for; their cluster is that of all tests of the engine."""

from pathlib import Path

import pytest


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """A folder in which the debug jobs note what they did."""
    folder = tmp_path / "diary"
    folder.mkdir()
    return folder


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A file that debug jobs wait for; ``gate.touch()`` lets them go on."""
    return tmp_path / "gate"
