"""Made tables of segments: artists as clouds, their tracks as smaller ones, segments smaller still."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data.table import FeatureTable
from core.features import GTZAN_COLUMNS
from core.jobs import run_here
from core.training.config import TrainConfig
from core.training.leakage import slips
from core.training.leakage.job import LeakageParams, measure_leakage
from core.training.leakage.result import Leakage
from core.training.leakage.stored import read_leakage
from tests.core.toys import toy_rows, toy_table

N_SEGMENTS = 4
NEAREST = TrainConfig("knn", inputs="gtzan-57", scaling="standard", settings={"n_neighbors": 1})


def segment_rows(**settings) -> pd.DataFrame:
    """Four segments of each track of a made table."""
    tracks = toy_rows(**{"n_artists": 6, "spread": 3.0} | settings)
    rows = pd.concat([tracks.assign(segment=n, start_s=3.0 * n) for n in range(N_SEGMENTS)], ignore_index=True)
    noise = np.random.default_rng(1).normal(0, 0.05, (len(rows), len(GTZAN_COLUMNS)))
    rows[list(GTZAN_COLUMNS)] *= np.exp(noise)
    return rows


def segment_table(**settings) -> FeatureTable:
    return replace(toy_table(), rows=segment_rows(**settings))


@pytest.fixture
def table() -> FeatureTable:
    return segment_table()


@pytest.fixture
def table_file(tmp_path: Path) -> Callable[..., str]:
    """``table_file(rows)``: rows as a file, by its path."""

    def write(rows: pd.DataFrame | None = None) -> str:
        path = tmp_path / "pieces.parquet"
        (segment_rows() if rows is None else rows).to_parquet(path, index=False)
        return str(path)

    return write


def use_small_network(patch: pytest.MonkeyPatch) -> None:
    plain, small = slips.with_epochs, {"layers": "64", "n_epochs": 3}
    patch.setattr(
        slips, "with_epochs", lambda plan: replace(plain(plan), settings=small, inputs="gtzan-57", scaling="standard")
    )


@pytest.fixture
def small_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models without epochs are stood in for by a network that learns in no time."""
    use_small_network(monkeypatch)


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Leakage:
    """What the meter says of the nearest neighbour on the made table."""
    home = tmp_path_factory.mktemp("leakage-home")
    segment_rows().to_parquet(home / "pieces.parquet", index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(home))
        use_small_network(patch)
        done = run_here(measure_leakage, LeakageParams(str(home / "pieces.parquet"), NEAREST.to_json(), 3.0))
        return read_leakage(done["key"])
