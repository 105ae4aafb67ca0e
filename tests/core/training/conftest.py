"""A made table as a file, for what loads its table itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.toys import toy_rows


@pytest.fixture
def toy_file(tmp_path: Path) -> Callable[..., str]:
    """``toy_file(**settings)``: a made table as a CSV file, by its path."""

    def write(**settings) -> str:
        path = tmp_path / "toy.csv"
        toy_rows(**settings).to_csv(path, index=False)
        return str(path)

    return write
