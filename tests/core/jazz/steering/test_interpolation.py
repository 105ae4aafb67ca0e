"""The way between two pieces."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.attributes import ATTRIBUTES, measured
from core.jazz.models.debug import debug_model
from core.jazz.notes import Notes
from core.jazz.sampling import SampleParams, posterior, sample
from core.jazz.steering.interpolation import interpolate, pitch_classes, spherical

LOW = Notes.of([(0.5 * i, 0.4, 40 + i % 5, 64) for i in range(20)])
HIGH = Notes.of([(0.1 * i, 0.1, 80 + i % 7, 64) for i in range(40)])
PARAMS = SampleParams(n_notes=20, seed=5)


@pytest.fixture(scope="module")
def model():
    return debug_model("performance")


@pytest.fixture
def ends() -> np.ndarray:
    a, b = np.random.default_rng(0).standard_normal((2, 64))
    return np.stack([a, 3 * b])


def test_the_ends_are_the_ends(ends):
    way = spherical(*ends, np.linspace(0, 1, 7))
    np.testing.assert_allclose(way[[0, -1]], ends, rtol=1e-6)


def test_lengths_go_evenly_from_one_to_the_other(ends):
    lengths = np.linalg.norm(spherical(*ends, np.linspace(0, 1, 7)), axis=1)
    np.testing.assert_allclose(lengths, np.linspace(lengths[0], lengths[-1], 7), rtol=1e-6)


def test_angles_are_even(ends):
    way = spherical(*ends, np.linspace(0, 1, 7))
    way = way / np.linalg.norm(way, axis=1, keepdims=True)
    between = (way[1:] * way[:-1]).sum(axis=1)
    np.testing.assert_allclose(between, between[0], rtol=1e-5)


def test_the_way_back_is_the_way_there(ends):
    shares = np.linspace(0, 1, 5)
    np.testing.assert_allclose(spherical(*ends, shares), spherical(*ends[::-1], shares)[::-1], rtol=1e-6)


@pytest.mark.parametrize("other", [2.0, 0.0, -1.0])
def test_where_there_is_no_one_circle_the_way_is_straight(other):
    a = np.ones(4)
    np.testing.assert_allclose(spherical(a, other * a, np.array([0, 0.5, 1]))[:, 0], [1, (1 + other) / 2, other])


@pytest.mark.parametrize("kind", ["performance", "tokens"])
def test_between_two_seeds_the_ends_are_what_the_seeds_play(kind):
    model = debug_model(kind)
    found = interpolate(model, 1, 2, n_steps=5, params=PARAMS)
    assert len(found.samples) == len(found.table) == 5
    for seed, end in ((1, found.samples[0]), (2, found.samples[-1])):
        z = model.prior(1, seed=seed)[0]
        np.testing.assert_allclose(end.z, z, rtol=1e-5)
        np.testing.assert_array_equal(end.codes, sample(model, PARAMS, z=z).codes)


def test_all_steps_use_the_same_draws(model):
    samples = interpolate(model, 1, 2, n_steps=4, params=PARAMS).samples
    assert {found.params for found in samples} == {PARAMS.told_to("performance")}
    same = interpolate(model, 1, 1, n_steps=4, params=PARAMS)
    assert same.table["kept"].tolist()[1:] == [1, 1, 1]


def test_between_two_pieces_z_is_the_mean_and_the_conditions_go_along(model):
    found = interpolate(model, LOW, HIGH, n_steps=3, params=PARAMS)
    for piece, end in ((LOW, found.samples[0]), (HIGH, found.samples[-1])):
        mean, _, conditions = posterior(model, piece)
        np.testing.assert_allclose(end.z, mean, rtol=1e-5)
        np.testing.assert_array_equal(end.conditions, conditions)
    between = {name: (measured(LOW)[name] + measured(HIGH)[name]) / 2 for name in ATTRIBUTES}
    np.testing.assert_array_equal(found.samples[1].conditions, model.conditions(**between))


def test_between_a_seed_and_a_piece_no_condition_is_known(model):
    found = interpolate(model, 3, HIGH, n_steps=3, params=PARAMS)
    assert all((one.conditions == 0).all() for one in found.samples)


def test_the_table_says_what_changes(model):
    found = interpolate(model, 1, 2, n_steps=4, params=PARAMS)
    assert found.table.columns.tolist() == ["share", *ATTRIBUTES, "like_first", "like_last", "kept"]
    assert found.table["share"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert found.table["like_first"][0] == pytest.approx(1)
    assert found.table["like_last"][3] == pytest.approx(1)
    assert found.table["like_first"][3] == pytest.approx(found.table["like_last"][0])
    assert np.isnan(found.table["kept"][0])
    assert found.table["kept"][1:].between(0, 1).all()
    assert found.table["register"][2] == pytest.approx(measured(found.samples[2].notes)["register"])


def test_pitch_classes_are_shares():
    shares = pitch_classes(Notes.of([(0, 1, 60, 64), (1, 1, 72, 64), (2, 1, 67, 64), (3, 1, 60, 64)]))
    assert shares[[0, 7]].tolist() == [0.75, 0.25]
    assert shares.sum() == 1
    assert pitch_classes(Notes.of([])).sum() == 0


@pytest.mark.parametrize("n_steps", [1, 34])
def test_too_few_or_too_many_steps(model, n_steps):
    with pytest.raises(DataError, match=f"n_steps={n_steps} must lie between 2 and 33, both ends counted"):
        interpolate(model, 1, 2, n_steps=n_steps, params=PARAMS)
