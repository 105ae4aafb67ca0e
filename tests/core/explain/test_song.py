"""A song is explained by some of its cells and their mean, in the words of the model that heard it."""

import numpy as np
import pytest

from core.errors import ModelError
from core.explain.song import MAX_CELLS, check_measurable, explained_song, some_cells
from core.explain.values import additivity_gap
from core.features import SR
from core.models.loaded import load_model
from core.sound.decode import Signal
from core.sound.segments import Span, cells
from core.training.config import TrainConfig
from core.training.train import train


@pytest.fixture
def signal(tone, clicks) -> Signal:
    """Nine seconds of a tone and a beat."""
    y = 0.5 * tone(330, 9.0) + 0.5 * clicks(120, 9.0)
    return Signal(y=y.astype(np.float32), sr=SR)


def test_a_song_is_the_mean_of_its_cells(run, signal):
    model = load_model(run.record.name)
    found = explained_song(signal, model=model, name="mine")
    assert [cell.start_s for cell in found.cells] == [0, 3, 6]
    assert found.by_cell.ids == ("mine at 0 s", "mine at 3 s", "mine at 6 s")
    assert additivity_gap(found.by_cell) < 1e-6
    np.testing.assert_allclose(found.whole.values[0], found.by_cell.values.mean(axis=0))
    np.testing.assert_allclose(found.whole.proba[0], found.by_cell.proba.mean(axis=0))


def test_one_cell_can_be_asked_for(run, signal):
    found = explained_song(signal, model=load_model(run.record.name), only=Span(3.0, 6.0), by="single")
    assert len(found.by_cell) == 1
    assert len(found.whole.players) == 37


def test_cells_of_a_long_song_are_spread_over_it():
    every = cells(240.0)
    some = some_cells(every)
    assert len(some) == MAX_CELLS
    assert (some[0], some[-1]) == (every[0], every[-1])
    assert some_cells(every[:5]) == tuple(every[:5])


def test_a_run_on_columns_from_elsewhere_cannot_explain_a_song(table):
    """Kaggle's or Spotify's columns say nothing of a sound that was never measured so."""
    from dataclasses import replace

    renamed = {"tempo": "danceability"}
    columns = tuple(renamed.get(name, name) for name in table.columns)
    other = replace(table, rows=table.rows.rename(columns=renamed), columns=columns)
    config = TrainConfig(model="lda", inputs="table", columns=columns, n_inner_folds=3)
    model = load_model(train(other, config=config, protocol="random-tracks").run_path.name)
    with pytest.raises(ModelError, match="trained on 1 columns that are not measured here, for example 'danceability'"):
        check_measurable(model)


def test_a_song_at_a_lower_rate_than_the_model_hears_is_a_bug(run, signal):
    with pytest.raises(ValueError, match="the model hears 22050 Hz"):
        explained_song(Signal(y=signal.y, sr=16_000), model=load_model(run.record.name))
