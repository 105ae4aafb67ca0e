"""The map: a click on a piece sounds that piece's place."""

from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load, save

from core.errors import DataError, ModelError
from core.jazz.attributes import measured
from core.jazz.models.debug import debug_model
from core.jazz.sampling import SampleParams, sample
from core.jazz.steering.latent_map import MAP, has_map, latent_map, load_map, save_map


@pytest.fixture(scope="module")
def found(model, windows):
    return latent_map(model, windows)


def test_a_piece_on_the_map_is_its_posterior_mean_under_its_own_conditions(model, windows, found):
    mean, _ = model.encode(windows.codes, windows.conditions, mask=windows.mask)
    np.testing.assert_allclose(found.means, mean, atol=2e-3)  # stored in half precision
    np.testing.assert_array_equal(found.conditions, windows.conditions)
    np.testing.assert_allclose(found.points, (found.means - found.centre) @ found.axes.T, atol=1e-6)


def test_the_axes_are_those_of_most_variance(found):
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-5)
    variances = found.points.var(axis=0)
    total = found.means.var(axis=0).sum()
    np.testing.assert_allclose(found.explained, variances / total, rtol=1e-3)
    assert found.explained[0] >= found.explained[1]
    assert abs(np.corrcoef(found.points.T)[0, 1]) < 1e-3


def test_the_attributes_are_those_of_the_pieces(model, windows, found):
    for i in range(5):
        notes = model.representation.decode(windows.codes[i][windows.mask[i]])
        assert found.attribute("register")[i] == pytest.approx(measured(notes)["register"], rel=1e-5)
        assert found.attribute("density")[i] == pytest.approx(measured(notes)["density"], rel=1e-5)


def test_a_part_of_many_pieces_is_drawn_by_the_seed(model, windows):
    some, again, other = (latent_map(model, windows, n_points=30, seed=seed) for seed in (1, 1, 2))
    assert len(some) == 30
    np.testing.assert_array_equal(some.means, again.means)
    assert some.means.tolist() != other.means.tolist()


def test_a_stored_map_is_the_same_and_holds_no_note(found, tmp_path):
    assert not has_map(tmp_path)
    save_map(tmp_path, found)
    assert has_map(tmp_path)
    again = load_map(tmp_path)
    for name in ("means", "attributes", "conditions", "centre", "axes", "explained", "points"):
        np.testing.assert_array_equal(getattr(again, name), getattr(found, name))
    stored = load((tmp_path / MAP).read_bytes())
    assert sorted(stored) == ["attributes", "axes", "centre", "conditions", "explained", "means"]
    assert stored["means"].dtype == np.float16


def test_what_is_clicked_can_be_played(model, found):
    heard = sample(model, SampleParams(n_notes=5), z=found.means[0], conditions=found.conditions[0])
    assert len(heard.notes)


def test_a_folder_without_a_map(tmp_path):
    with pytest.raises(ModelError, match="has no map; train it again"):
        load_map(tmp_path)


def test_a_damaged_map(found, tmp_path):
    (tmp_path / MAP).write_bytes(b"not a map")
    with pytest.raises(ModelError, match=r"the map of the jazz model .* is damaged"):
        load_map(tmp_path)
    save_map(tmp_path, found)
    stored = load((tmp_path / MAP).read_bytes())
    (tmp_path / MAP).write_bytes(save(stored | {"axes": np.ones((2, 3), dtype=np.float32)}))
    with pytest.raises(ModelError, match="shapes that do not fit together"):
        load_map(tmp_path)
    del stored["means"]
    (tmp_path / MAP).write_bytes(save(stored))
    with pytest.raises(ModelError, match="is damaged"):
        load_map(tmp_path)


def test_a_map_that_was_cut_anywhere(found, tmp_path):
    save_map(tmp_path, found)
    whole = (tmp_path / MAP).read_bytes()
    for n in (0, 4, 8, 100, len(whole) // 2, len(whole) - 1):
        (tmp_path / MAP).write_bytes(whole[:n])
        with pytest.raises(ModelError, match=r"the map of the jazz model .* is damaged"):
            load_map(tmp_path)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"explained": np.array(0.5)}, "is damaged"),
        ({"explained": np.ones(3)}, "is damaged"),
        ({"means": np.full((0, 8), 1, dtype=np.float16)}, "shapes that do not fit"),
        ({"centre": np.full(8, np.nan, dtype=np.float32)}, "one that lies nowhere"),
    ],
)
def test_a_map_that_is_none(found, tmp_path, changed, words):
    save_map(tmp_path, found)
    (tmp_path / MAP).write_bytes(save(load((tmp_path / MAP).read_bytes()) | changed))
    with pytest.raises(ModelError, match=words):
        load_map(tmp_path)


def test_a_map_of_another_model(model, found, tmp_path):
    save_map(tmp_path, found)
    assert len(load_map(tmp_path, config=model.config)) == len(found)
    with pytest.raises(ModelError, match="its points have 8 numbers, where the model's z has 9"):
        load_map(tmp_path, config=replace(model.config, latent=9))
    with pytest.raises(ModelError, match="its conditions are not those of the model"):
        load_map(tmp_path, config=replace(model.config, attributes=(), n_manners=3))


def test_too_few_pieces_and_no_latent_space(model, windows):
    with pytest.raises(DataError, match="2 pieces make no map; bring at least 3"):
        latent_map(model, windows.taken(slice(0, 2)))
    plain = debug_model("tokens", latent=0)
    with pytest.raises(ModelError, match="debug-tokens has no latent space, only a VAE has one"):
        latent_map(plain, windows)
