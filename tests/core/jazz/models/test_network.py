"""What is true of every network that learns jazz, whatever it has learnt."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import ModelError
from core.jazz.models.config import NetworkConfig
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import load_model, models_folder, save_model, trained_models
from core.jazz.models.network import JazzNetwork, divergence

KINDS = [(kind, architecture) for kind in ("performance", "tokens") for architecture in ("lstm", "transformer")]


@pytest.fixture(params=KINDS, ids=lambda kind: "-".join(kind))
def model(request):
    return debug_model(request.param[0], architecture=request.param[1], seed=3)


def some_codes(model, n, n_steps, seed=0):
    rng = np.random.default_rng(seed)
    return np.stack([rng.integers(0, size, (n, n_steps)) for size in model.config.field_sizes], axis=2)


def test_no_code_knows_of_those_after_it(model):
    codes = some_codes(model, 2, 12)
    changed = codes.copy()
    changed[:, 7:] = some_codes(model, 2, 5, seed=1)
    z, wishes = model.prior(2, seed=0), model.conditions()
    before, after = model.nll(codes, z, wishes), model.nll(changed, z, wishes)
    np.testing.assert_allclose(before[:, :7], after[:, :7], atol=1e-5)
    assert np.abs(before[:, 8:] - after[:, 8:]).max() > 1e-3


def test_a_field_knows_those_before_it_in_its_step_and_no_other():
    model = debug_model("performance", seed=3)
    codes = some_codes(model, 1, 4)
    z, wishes = model.prior(1, seed=0), model.conditions()
    changed = codes.copy()
    changed[:, 2, 2] = (codes[:, 2, 2] + 1) % model.config.field_sizes[2]
    before, after = model.nll(codes, z, wishes)[0, 2], model.nll(changed, z, wishes)[0, 2]
    np.testing.assert_allclose(before[:2], after[:2], atol=1e-6)  # shift and pitch come before the duration
    assert abs(before[3] - after[3]) > 1e-6  # the velocity comes after it


def test_z_is_heard_at_the_first_step_and_at_the_last(model):
    codes, wishes = some_codes(model, 1, 10), model.conditions()
    one, other = (model.nll(codes, 3 * model.prior(1, seed=seed), wishes) for seed in (1, 2))
    assert np.abs(one - other)[0, 0].max() > 1e-5
    assert np.abs(one - other)[0, -1].max() > 1e-5


def test_probabilities_of_a_step_sum_to_one(model):
    z, wishes = model.prior(1, seed=0), model.conditions()
    codes = some_codes(model, 1, 3)
    size = model.config.field_sizes[0]
    tried = np.repeat(codes, size, axis=0)
    tried[:, 2, 0] = np.arange(size)
    nll = model.nll(tried, np.repeat(z, size, axis=0), wishes)[:, 2, 0]
    assert np.exp(-nll).sum() == pytest.approx(1, abs=1e-4)


def test_what_is_played_step_by_step_is_as_probable_as_the_whole(model):
    z, wishes, rng, told = model.prior(2, seed=5), model.conditions(), np.random.default_rng(0), []

    def choose(logits, field):
        proba = np.exp(logits - logits.max(axis=1, keepdims=True)).astype(float)
        proba /= proba.sum(axis=1, keepdims=True)
        codes = np.array([rng.choice(len(row), p=row) for row in proba])
        told.append(-np.log(proba[np.arange(len(codes)), codes]))
        return codes

    session = model.start(z, wishes)
    codes = np.stack([session.next(choose) for _ in range(20)], axis=1)
    heard = np.array(told).reshape(20, -1, 2).transpose(2, 0, 1)
    np.testing.assert_allclose(model.nll(codes, z, wishes), heard, atol=1e-4)


def test_what_is_fed_is_as_good_as_played(model):
    z, wishes = model.prior(1, seed=5), model.conditions()
    codes = some_codes(model, 1, 6)
    told = []
    session = model.start(z, wishes)
    session.feed(codes[:, :5])
    session.next(lambda logits, field: told.append(logits) or codes[:, 5, field])
    log_p = told[0][0] - torch.logsumexp(torch.from_numpy(told[0][0]), dim=0).item()
    assert -log_p[codes[0, 5, 0]] == pytest.approx(model.nll(codes, z, wishes)[0, 5, 0], abs=1e-4)


def test_a_transformer_plays_on_beyond_what_it_has_seen():
    model = debug_model("tokens", architecture="transformer")
    session = model.start(model.prior(1, seed=0), model.conditions())
    played = [session.next(lambda logits, field: logits.argmax(axis=1)) for _ in range(3 * model.n_steps)]
    assert np.stack(played).shape == (3 * model.n_steps, 1, 1)


def test_what_is_not_there_says_nothing_about_z(model):
    codes, wishes = some_codes(model, 1, 8), model.conditions()
    longer = np.concatenate([codes, some_codes(model, 1, 4, seed=9)], axis=1)
    mask = np.arange(12)[None] < 8
    alone, _ = model.encode(codes, wishes)
    within, _ = model.encode(longer, wishes, mask=mask)
    np.testing.assert_allclose(alone, within, atol=1e-5)


def test_the_divergence_is_zero_of_the_prior_itself_and_else_positive():
    zero = torch.zeros(1, 4)
    assert divergence(zero, zero).abs().max() == 0
    assert (divergence(zero + 1, zero - 1) > 0).all()


def test_a_language_model_has_no_encoder_and_needs_no_z():
    config = replace(debug_model("tokens").config, latent=0)
    net = JazzNetwork(config)
    assert not [name for name, _ in net.named_parameters() if name.startswith(("encoder", "posterior"))]
    assert net.nll(torch.zeros(1, 3, 1, dtype=torch.long), torch.zeros(1, 0), torch.zeros(1, 0, dtype=torch.long)).shape


def test_a_decoder_that_sees_z_alone_does_not_look_back():
    model = debug_model("tokens")
    net = JazzNetwork(replace(model.config, sees_previous=False)).eval()
    codes = torch.from_numpy(some_codes(model, 1, 6))
    changed = codes.clone()
    changed[:, :5] = (codes[:, :5] + 1) % 8
    z, none = torch.zeros(1, model.latent), torch.zeros(1, 0, dtype=torch.long)
    assert torch.allclose(net.nll(codes, z, none)[:, 5], net.nll(changed, z, none)[:, 5])


def test_conditions_are_bins_and_what_nobody_wishes_is_unknown():
    model = debug_model("performance")
    assert model.conditions().tolist() == [0] * 5
    # Manner 1 is code 2; 5 notes per second lie between the edges 4 and 8, in the third bin.
    assert model.conditions(manner=1, density=5.0).tolist() == [2, 3, 0, 0, 0]


def test_a_condition_that_was_not_taught_is_refused():
    with pytest.raises(ModelError, match="was not taught density; its conditions: none"):
        debug_model("tokens").conditions(density=3.0)
    with pytest.raises(ModelError, match="manner=9 is unknown; debug-performance knows 0 to 1"):
        debug_model("performance").conditions(manner=9)
    with pytest.raises(ModelError, match="manner=0: debug-tokens was taught no manners; leave it out"):
        debug_model("tokens").conditions(manner=0)


def test_a_stored_model_is_the_same_up_to_half_precision(model):
    save_model(models_folder() / "mine", net=model.net, shape=model.shape, about={"title": "Mine"})
    again = load_model("mine")
    codes, z, wishes = some_codes(model, 2, 8), model.prior(2, seed=0), model.conditions()
    np.testing.assert_allclose(again.nll(codes, z, wishes), model.nll(codes, z, wishes), atol=0.01)
    assert trained_models() == ("mine",)
    assert again.title == "Mine"
    assert again.representation.fields == model.representation.fields


def test_a_damaged_model_is_refused():
    model = debug_model("tokens")
    folder = models_folder() / "cut"
    save_model(folder, net=model.net, shape=model.shape, about={})
    whole = (folder / "weights.safetensors").read_bytes()
    (folder / "weights.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="the jazz model 'cut' is damaged"):
        load_model("cut")


@pytest.mark.parametrize("name", ["../secret", "Mine", "", "a/b"])
def test_no_name_leads_out_of_the_folder_of_models(name):
    with pytest.raises(ModelError, match="is no name of a jazz model"):
        load_model(name)


def test_a_model_that_there_is_not_is_told_with_those_that_there_are():
    with pytest.raises(ModelError, match="there is no jazz model 'nobody'; there are"):
        load_model("nobody")


def test_an_unknown_architecture_is_refused():
    with pytest.raises(ModelError, match="architecture='rnn' is unknown; there are lstm, transformer"):
        NetworkConfig("rnn", (4,), 8)
