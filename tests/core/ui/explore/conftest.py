"""A visitor's session without a server, and what the views of a made dataset look at."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from core.data.opened import open_dataset
from core.explore.points import points_of
from core.explore.scaling import scaled
from core.ui.datasets.contents import contents_of
from core.ui.explore.numbers import Exploration
from core.ui.explore.sources import NumberSource
from tests.core.toys import toy_table


@pytest.fixture
def make_exploration(tmp_path: Path, tone, monkeypatch) -> Callable[..., Exploration]:
    """``make_exploration(n_heard=2, scaling="standard", **changed)``: 18 tracks of 3 genres.

    The first ``n_heard`` have a sound in the dataset, a tone of 1 s; ``changed`` are fields of the points.
    """
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)

    def make(n_heard: int = 2, scaling: str = "standard", **changed) -> Exploration:
        points = points_of(toy_table(n_artists=3, n_tracks=2))
        ids = np.array([f"{genre}/{name}.wav" for genre, name in zip(points.genres, points.ids, strict=True)], object)
        points = replace(points, ids=ids, X=points.X.set_axis(ids, axis="index"), **changed)
        folder = tmp_path / "toys"
        for number, identity in enumerate(ids[:n_heard]):
            (folder / identity).parent.mkdir(parents=True, exist_ok=True)
            sf.write(folder / identity, tone(220.0 + 20 * number, 1.0), 22050)
        if not n_heard:
            (folder / "none").mkdir(parents=True)
            sf.write(folder / "none" / "of-the-table.wav", tone(), 22050)
        opened = open_dataset(str(folder), title="Toys")
        return Exploration(
            opened=opened,
            contents=contents_of(opened.dataset, opened.tracks()),
            source=NumberSource("made-30s", "Made here", opened.id, 30.0, folder / "table.parquet"),
            points=points,
            scaling=scaling,
            X=scaled(points.X, scaling),
            notes=(),
            whole=points,
        )

    return make
