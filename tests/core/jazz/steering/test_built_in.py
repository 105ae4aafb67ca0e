"""What lies beside every model that ships: the same promises for each."""

import numpy as np
import pytest

from core.jazz.models.loaded import built_in_models, load_model, model_folder
from core.jazz.sampling import SampleParams, sample, sample_many
from core.jazz.steering.how_well import load_reports
from core.jazz.steering.latent_map import MAP, load_map
from core.jazz.steering.sliders import load_sliders, steered


@pytest.fixture(scope="module", params=built_in_models())
def name(request) -> str:
    return request.param


def test_its_map_is_small_and_every_piece_on_it_can_be_clicked(name):
    found, model = load_map(model_folder(name)), load_model(name)
    assert (model_folder(name) / MAP).stat().st_size < 500_000
    assert len(found) >= 300
    for i in range(0, len(found), 500):
        heard = sample(model, SampleParams(n_notes=8), z=found.means[i], conditions=found.conditions[i])
        assert len(heard.codes) == 8


def test_every_slider_was_measured_on_200_samples(name):
    folder = model_folder(name)
    reports = load_reports(folder)
    assert [report.attribute for report in reports] == [slider.attribute for slider in load_sliders(folder)]
    for report in reports:
        assert report.n == len(report.wished) == len(report.heard) == 200
        assert report.interval[0] <= report.spearman <= report.interval[1]


@pytest.mark.parametrize("player", [name for name in built_in_models() if "performance" in name])
def test_performances_obey_the_sliders_for_density_and_register(player):
    worth = {report.attribute: report.interval[0] for report in load_reports(model_folder(player))}
    assert worth["density"] >= 0.8
    assert worth["register"] >= 0.8


def test_its_sliders_are_obeyed_here_and_now(name):
    model, sliders = load_model(name), load_sliders(model_folder(name))
    register = next(slider for slider in sliders if slider.attribute == "register")
    seeds, z = range(8), np.concatenate([model.prior(1, seed=seed) for seed in range(8)])
    low, high = (
        sample_many(model, SampleParams(n_notes=40), seeds=seeds, z=moved, conditions=conditions)
        for moved, conditions in (
            steered(model, sliders, {"register": value}, z=z) for value in (register.low, register.high)
        )
    )
    assert np.mean([one.notes.pitch.mean() for one in low]) < np.mean([one.notes.pitch.mean() for one in high])
