"""What nobody wishes for is drawn as it comes in real music."""

import numpy as np
import pytest

from core.errors import ModelError
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import load_model, models_folder, save_model
from core.jazz.models.usual import USUAL, Usual, load_usual, usual_of
from core.jazz.sampling import SampleParams, sample

# Of manner 1 all is low (bin 1), of manner 2 all is high (bin 4).
ROWS = np.array([[1, 1, 1], [2, 4, 4]] * 200, dtype=np.int16)


def test_what_is_known_stays_and_the_rest_fits_it():
    usual = Usual(ROWS, knows_manner=True)
    assert usual.filled(np.array([2, 0, 0], dtype=np.int16), seed=0).tolist() == [2, 4, 4]
    assert usual.filled(np.array([0, 0, 1], dtype=np.int16), seed=0).tolist() == [1, 1, 1]
    assert usual.filled(np.array([1, 2, 3], dtype=np.int16), seed=0).tolist() == [1, 2, 3]


def test_what_nobody_has_goes_with_those_that_come_near():
    usual = Usual(ROWS, knows_manner=True)
    assert usual.filled(np.array([0, 3, 0], dtype=np.int16), seed=0).tolist() == [2, 3, 4]


def test_nothing_known_is_drawn_from_all():
    usual = Usual(ROWS, knows_manner=True)
    drawn = [usual.filled(np.zeros(3, dtype=np.int16), seed=seed).tolist() for seed in range(40)]
    assert 8 < drawn.count([1, 1, 1]) < 32
    assert usual.filled(np.zeros(3, dtype=np.int16), seed=7).tolist() == drawn[7]


def test_only_so_many_are_kept_and_they_come_back(tmp_path):
    usual = usual_of(np.tile(ROWS, (20, 1)), knows_manner=True)
    usual.save(tmp_path / USUAL)
    again = load_usual(tmp_path / USUAL)
    assert len(again.rows) == 3000
    np.testing.assert_array_equal(again.rows, usual.rows)
    assert again.knows_manner


def test_a_model_plays_by_what_is_usual():
    model = debug_model("performance")
    folder = models_folder() / "mine"
    save_model(folder, net=model.net, shape=model.shape, about={})
    assert sample(load_model("mine"), SampleParams(n_notes=4)).conditions.tolist() == [0] * 5
    Usual(np.array([[2, 3, 3, 3, 3]], dtype=np.int16), knows_manner=True).save(folder / USUAL)
    assert sample(load_model("mine"), SampleParams(n_notes=4)).conditions.tolist() == [2, 3, 3, 3, 3]


def test_a_damaged_file_is_told(tmp_path):
    (tmp_path / USUAL).write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(ModelError, match="of the jazz model is damaged"):
        load_usual(tmp_path / USUAL)
