"""Sliders: a condition, or a direction along which an attribute grows."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from core.errors import ModelError
from core.jazz.attributes import ATTRIBUTES
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import JazzModel, Shape
from core.jazz.models.network import JazzNetwork
from core.jazz.steering import sliders as module
from core.jazz.steering.sliders import (
    REACH,
    SLIDERS,
    Slider,
    check_wishes,
    fit_sliders,
    load_sliders,
    offered_sliders,
    save_sliders,
    steered,
    taught_sliders,
)

A = Slider("register", 50.0, 70.0, False, direction=(1.0, *[0.0] * 7), middle=60.0, per_deviation=4.0)
B = Slider("polyphony", 1.0, 3.0, False, direction=(0.6, 0.8, *[0.0] * 6), middle=2.0, per_deviation=0.4)


@pytest.fixture(scope="module")
def player() -> JazzModel:
    return debug_model("performance")


@pytest.fixture(scope="module")
def speller() -> JazzModel:
    return debug_model("tokens")


@pytest.fixture
def credulous(monkeypatch):
    """So that an untrained model, whose z says next to nothing, has directions."""
    monkeypatch.setattr(module, "_LEAST_CORRELATION", 0.0)


@pytest.fixture
def planted(monkeypatch):
    """Posteriors from which an attribute can be read along a known direction, and that direction."""
    rng = np.random.default_rng(1)
    truth = np.array([0.6, -0.8, 0, 0, 0, 0, 0, 0])
    mean = rng.standard_normal((500, 8)) * np.array([0.9, 0.9, 0.9, 0.9, 0.01, 0.01, 0.01, 0.01])
    deviation = np.tile(np.sqrt(1 - np.array([0.9, 0.9, 0.9, 0.9, 0.01, 0.01, 0.01, 0.01]) ** 2), (500, 1))
    values = np.zeros((500, 4))
    values[:, 1] = 60 + 4 * mean @ truth + rng.normal(size=500)
    values[:, 3] = 2 + rng.normal(size=500) * 1e-9
    monkeypatch.setattr(module, "posteriors", lambda model, windows: (mean, deviation))
    monkeypatch.setattr(module, "attributes_of", lambda representation, windows: values)
    return truth


def test_a_planted_direction_is_found_and_dimensions_that_say_nothing_have_no_weight(speller, planted, windows_of):
    (found,) = fit_sliders(
        speller, windows_of(speller, 500)
    )  # z says nothing of polyphony, so there is no slider for it
    assert found.attribute == "register"
    assert not found.is_condition
    assert np.dot(found.direction, planted) > 0.99
    assert np.linalg.norm(found.direction) == pytest.approx(1, abs=1e-4)
    assert np.abs(found.direction[4:]).max() < 0.01


def test_a_slider_says_what_the_regression_says(speller, planted, windows_of):
    (found,) = fit_sliders(speller, windows_of(speller, 500))
    assert found.middle == pytest.approx(60, abs=0.5)
    # With z from the prior 4 per deviation, of which the posterior's own spread hides a fifth.
    assert found.per_deviation == pytest.approx(4 * 0.81, rel=0.05)
    np.testing.assert_allclose(found.place(np.array([-99, found.middle, 199])), [-REACH, 0, REACH], atol=1e-9)


def test_its_ends_are_within_reach_and_among_what_is_heard(speller, planted, windows_of):
    (found,) = fit_sliders(speller, windows_of(speller, 500))
    values = module.attributes_of(None, None)[:, 1]
    reach = REACH * found.per_deviation
    assert found.low == pytest.approx(max(found.middle - reach, np.quantile(values, 0.01)))
    assert found.high == pytest.approx(min(found.middle + reach, np.quantile(values, 0.99)))


def test_a_slider_puts_z_where_the_attribute_is_wished(speller):
    z = speller.prior(40, seed=0)
    for value, place in ((50.0, -2.5), (60.0, 0.0), (70.0, 2.5)):
        moved, _ = steered(speller, [A], {"register": value}, z=z)
        np.testing.assert_allclose(moved @ np.array(A.direction), place, atol=1e-5)
        np.testing.assert_allclose(moved[:, 1:], z[:, 1:], atol=1e-5)  # and moves it no farther than that


def test_sliders_that_nobody_moves_stay(speller):
    other = replace(B, direction=(0.3, 0.954, *[0.0] * 6))
    z = speller.prior(40, seed=0)
    moved, _ = steered(speller, [A, other], {"register": 66.0}, z=z)
    np.testing.assert_allclose(moved @ np.array(A.direction), A.place(66.0), atol=1e-5)
    np.testing.assert_allclose(moved @ np.array(other.direction), z @ np.array(other.direction), atol=1e-5)


def test_one_that_grows_in_much_the_same_direction_goes_along(speller):
    z = speller.prior(40, seed=0)
    moved, _ = steered(speller, [A, B], {"register": 66.0}, z=z)
    np.testing.assert_allclose(moved[:, 1:], z[:, 1:], atol=1e-5)


def test_a_value_beyond_reach_is_as_far_as_z_goes(speller):
    moved, _ = steered(speller, [A], {"register": 1000.0}, z=speller.prior(4, seed=0))
    np.testing.assert_allclose(moved @ np.array(A.direction), REACH, atol=1e-5)


def test_sliders_that_ask_for_opposite_things_meet_without_going_far(speller):
    twin = replace(B, attribute="density", direction=(1.0, 1e-3, *[0.0] * 6))
    z = speller.prior(40, seed=0)
    moved, _ = steered(speller, [A, twin], {"register": 70.0, "density": 1.0}, z=z)
    assert np.linalg.norm(moved - z, axis=1).max() < 2 * REACH


def test_several_can_be_moved_at_once(speller):
    z = speller.prior(3, seed=0)
    values = {"register": np.array([52.0, 60.0, 68.0]), "polyphony": 2.5}
    moved, _ = steered(speller, [A, B], values, z=z)
    np.testing.assert_allclose(moved @ np.array(A.direction), A.place(values["register"]), atol=1e-5)
    np.testing.assert_allclose(moved @ np.array(B.direction), B.place(2.5), atol=1e-5)


def test_nothing_wished_changes_nothing(speller):
    z = speller.prior(3, seed=0)
    moved, conditions = steered(speller, [A, B], {}, z=z)
    np.testing.assert_array_equal(moved, z)
    assert conditions.shape == (3, 0)


def test_a_model_that_was_taught_an_attribute_takes_it_as_a_condition_too(player):
    taught = replace(A, attribute="density", is_condition=True, middle=5.0)
    z = player.prior(3, seed=0)
    start = player.conditions(manner=1, register=55.0)
    values = np.array([1.0, 5.0, 20.0])
    moved, conditions = steered(player, [taught], {"density": values}, z=z, conditions=start)
    np.testing.assert_allclose(moved @ np.array(A.direction), taught.place(values), atol=1e-5)
    wanted = [player.conditions(manner=1, register=55.0, density=value) for value in values]
    np.testing.assert_array_equal(conditions, wanted)


def test_a_condition_of_which_z_says_nothing_leaves_z_alone(player):
    z = player.prior(3, seed=0)
    moved, conditions = steered(player, [Slider("pace", 1.0, 8.0, is_condition=True)], {"pace": 7.0}, z=z)
    np.testing.assert_array_equal(moved, z)
    assert (conditions == player.conditions(pace=7.0)).all()


def test_a_condition_reaches_from_the_first_bin_to_the_last(player, windows_of):
    found = fit_sliders(player, windows_of(player))
    assert [slider.attribute for slider in found] == list(ATTRIBUTES)
    for slider in found:
        low, high = (player.conditions(**{slider.attribute: value}).max() for value in (slider.low, slider.high))
        assert (low, high) == (1, 4)


def test_what_a_timed_model_was_not_taught_is_read_off_z_alone(player, windows_of, credulous):
    config = replace(player.config, attributes=("density", "register"))
    model = JazzModel("some", Shape(config, player.representation, player.edges[:2]), JazzNetwork(config), {})
    found = {slider.attribute: slider.is_condition for slider in fit_sliders(model, windows_of(model))}
    assert found == {"density": True, "register": True, "pace": False, "polyphony": False}


def test_tokens_have_sliders_for_what_they_tell(speller, windows_of, credulous):
    found = fit_sliders(speller, windows_of(speller))
    assert [slider.attribute for slider in found] == ["register", "polyphony"]
    assert not any(slider.is_condition for slider in found)


def test_a_part_of_many_pieces_is_drawn_by_the_seed(speller, windows_of, credulous, monkeypatch):
    monkeypatch.setattr(module, "N_FITTED", 60)
    first, again, other = (fit_sliders(speller, windows_of(speller), seed=seed) for seed in (0, 0, 1))
    assert first == again != other


def test_stored_sliders_are_the_same(tmp_path):
    wanted = (A, B, Slider("pace", 1.0, 8.0, is_condition=True))
    save_sliders(tmp_path, wanted)
    assert load_sliders(tmp_path) == wanted


def test_an_unknown_slider(speller):
    with pytest.raises(ModelError, match="debug-tokens has no slider for pace; it has: register"):
        steered(speller, [A], {"pace": 3.0}, z=speller.prior(1, seed=0))


def test_too_few_pieces_give_no_direction_but_what_was_taught_stays(speller, player, windows_of, credulous):
    assert fit_sliders(speller, windows_of(speller).taken(slice(0, 49))) == ()
    assert fit_sliders(player, windows_of(player).taken(slice(0, 49))) == taught_sliders(player)
    assert len(fit_sliders(speller, windows_of(speller).taken(slice(0, 50)))) == 2


def test_without_a_file_a_model_offers_what_it_was_taught(player, speller, tmp_path):
    assert offered_sliders(speller, tmp_path) == ()
    assert offered_sliders(player, tmp_path) == taught_sliders(player)
    save_sliders(tmp_path, [A])
    assert offered_sliders(player, tmp_path) == (A,)


def test_no_file_and_a_damaged_one(tmp_path):
    with pytest.raises(ModelError, match="has no sliders; train it again"):
        load_sliders(tmp_path)
    for content in ("{", "[3]", '[{"attribute": "density"}]', '[{"direction": ["x"]}]'):
        (tmp_path / SLIDERS).write_text(content)
        with pytest.raises(ModelError, match=r"the sliders of the jazz model .* are damaged"):
            load_sliders(tmp_path)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"attribute": "mood"}, "'mood' is no attribute"),
        ({"low": float("nan")}, "has numbers that cannot be"),
        ({"low": "1"}, "must be real number, not str"),
        ({"high": -9e9}, "has numbers that cannot be"),
        ({"per_deviation": 0}, "has numbers that cannot be"),
        ({"direction": [float("inf")] * 8}, "has numbers that cannot be"),
        ({"direction": [0.5] * 7}, "a direction of 7 numbers, where the model's z has 8"),
        ({"attribute": "pace", "is_condition": True}, "pace is none of the model's conditions"),
    ],
)
def test_sliders_that_are_none_or_of_another_model(speller, tmp_path, changed, words):
    (tmp_path / SLIDERS).write_text(json.dumps([asdict(A) | {"is_condition": False} | changed]))
    with pytest.raises(ModelError, match=rf"the sliders of the jazz model .* are damaged .*{words}"):
        offered_sliders(speller, tmp_path)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -float("inf")])
def test_what_is_wished_must_be_finite(speller, value):
    with pytest.raises(ModelError, match="register: what is wished must be a finite number"):
        steered(speller, [A], {"register": value}, z=speller.prior(1, seed=0))


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e308, -1e308])
def test_nothing_is_asked_for_beyond_the_ends_of_a_slider(value):
    slider = Slider("pace", 1.0, 8.0, is_condition=True)
    with pytest.raises(ModelError, match=r"pace=.* lies outside .*; choose a number from 1\.00 to 8\.00"):
        check_wishes([slider], {"pace": value})
    check_wishes([slider], {"pace": 8.0})
    check_wishes([slider], {})


def test_no_latent_space(windows_of):
    model = debug_model("tokens", latent=0)
    with pytest.raises(ModelError, match="has no latent space"):
        fit_sliders(model, windows_of(model))
