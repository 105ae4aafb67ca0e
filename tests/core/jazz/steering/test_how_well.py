"""What is said of a slider."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.errors import ModelError
from core.jazz.models.debug import debug_model
from core.jazz.sampling import Sample
from core.jazz.steering import how_well as module
from core.jazz.steering.how_well import REPORTS, how_well, load_reports, save_reports, spearman
from core.jazz.steering.sliders import Slider

SLIDERS = tuple(Slider(name, 1.0, 8.0, is_condition=True) for name in ("density", "pace", "polyphony"))
SLIDERS = (*SLIDERS, Slider("register", 40.0, 80.0, is_condition=True))


@pytest.fixture(scope="module")
def player():
    return debug_model("performance")


def obedient(model, params, *, seeds, z, conditions=None):
    """Instead of `sample_many`: music in the register that is wished, and alike in all else."""
    place = 1 + model.attributes.index("register")
    bins = np.zeros(len(z), dtype=int) if conditions is None else conditions[:, place]
    found = []
    for one, row in zip(bins, z, strict=True):
        rng = np.random.default_rng(round(float(abs(row).sum() * 1e4)))
        codes = rng.integers(0, 12, size=(params.n_notes, 4))
        codes[:, 1] += 15 * one
        found.append(Sample(model.representation.decode(codes), codes, row, np.zeros(5), params))
    return found


@pytest.fixture(scope="module")
def reports(player):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "sample_many", obedient)
        return {report.attribute: report for report in how_well(player, SLIDERS, n=40, seed=1)}


def test_an_obedient_model_follows_its_slider(reports):
    found = reports["register"]
    assert found.spearman > 0.8
    assert found.interval[0] <= found.spearman <= found.interval[1]
    assert found.spearman == pytest.approx(spearmanr(found.wished, found.heard).statistic, abs=1e-6)


def test_a_slider_that_does_nothing_says_so(reports):
    found = reports["pace"]
    assert found.interval[0] < 0 < found.interval[1]
    assert found.cost == pytest.approx(0, abs=1e-6)


def test_the_others_are_named_with_how_much_they_are_dragged_along(reports):
    found = reports["register"]
    assert sorted(found.drag) == ["density", "pace", "polyphony"]
    assert max(map(abs, found.drag.values())) < 0.5
    assert found.n == len(found.wished) == len(found.heard) == 40


def test_the_same_seed_gives_the_same_report(player):
    first, again, other = (how_well(player, SLIDERS[:1], n=8, seed=seed, n_notes=8)[0] for seed in (0, 0, 1))
    assert first == again
    assert first.heard != other.heard


def test_a_model_without_sliders_has_no_reports(player):
    assert how_well(player, ()) == ()


def test_rank_correlation_is_scipys_and_0_without_ranks():
    a, b = np.random.default_rng(0).integers(6, size=(2, 30))
    assert spearman(a, b) == pytest.approx(spearmanr(a, b).statistic)
    assert spearman(a, np.ones(30)) == 0
    both = spearman(np.stack([a, b]), np.stack([b, b]))
    np.testing.assert_allclose(both, [spearmanr(a, b).statistic, 1])


def test_stored_reports_are_the_same(reports, tmp_path):
    assert load_reports(tmp_path) == ()
    save_reports(tmp_path, tuple(reports.values()))
    assert load_reports(tmp_path) == tuple(reports.values())


@pytest.mark.parametrize(
    "changed",
    [{"attribute": "mood"}, {"drag": [1]}, {"drag": {"mood": 1}}, {"interval": [1]}, {"cost": None}, {"heard": ["x"]}],
)
def test_reports_that_are_none(reports, tmp_path, changed):
    row = asdict(next(iter(reports.values())))
    (tmp_path / REPORTS).write_text(json.dumps([row | changed]))
    with pytest.raises(ModelError, match=r"what was measured of the sliders of .* is damaged"):
        load_reports(tmp_path)


def test_damaged_reports(tmp_path):
    for content in ("{", "[3]", '[{"n": 1}]'):
        (tmp_path / REPORTS).write_text(content)
        with pytest.raises(ModelError, match=r"what was measured of the sliders of .* is damaged"):
            load_reports(tmp_path)
