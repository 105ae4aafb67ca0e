"""Everything that steers a model, made at once."""

import numpy as np

from core.jazz.models.loaded import load_model, save_model
from core.jazz.steering.how_well import load_reports
from core.jazz.steering.latent_map import has_map, load_map
from core.jazz.steering.making import make_steering
from core.jazz.steering.sliders import load_sliders, taught_sliders


def test_a_stored_model_gets_a_map_sliders_and_their_reports(model, windows, tmp_path):
    folder = tmp_path / "some-model"
    save_model(folder, net=model.net, shape=model.shape, about={})
    make_steering(folder, train=windows, held_out=windows, n_samples=3)
    assert len(load_map(folder)) == len(windows)
    sliders = load_sliders(folder)
    assert [report.attribute for report in load_reports(folder)] == [slider.attribute for slider in sliders]
    np.testing.assert_allclose(load_model(folder).prior(1, seed=0), model.prior(1, seed=0))


def test_measuring_can_be_left_for_later(model, windows, tmp_path):
    save_model(tmp_path / "some", net=model.net, shape=model.shape, about={})
    make_steering(tmp_path / "some", train=windows, held_out=windows, n_samples=0)
    assert load_reports(tmp_path / "some") == ()


def test_a_model_that_learnt_from_next_to_nothing_is_no_error(model, windows, tmp_path):
    save_model(tmp_path / "some", net=model.net, shape=model.shape, about={})
    few = windows.taken(slice(0, 2))
    make_steering(tmp_path / "some", train=few, held_out=few, n_samples=0)
    assert not has_map(tmp_path / "some")
    assert load_sliders(tmp_path / "some") == taught_sliders(model)
