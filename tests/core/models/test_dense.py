"""The thesis' network: its size, its epochs, and a prediction without torch that is the same as with it."""

import sys

import numpy as np
import pytest
import torch

from core.errors import ModelError
from core.models.dense import SPEC, THESIS_LAYERS, DenseNetwork
from core.models.network import batches, forward, new_network
from tests.core.toys import toy_table

WIDTHS = [int(width) for width in THESIS_LAYERS.split("-")]


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = toy_table(spread=2.0)
    return np.log(table.X), table.y, table.inner_groups


def small(**settings) -> DenseNetwork:
    return DenseNetwork(**{"layers": "64", "n_epochs": 12, "batch_size": 16} | settings)


def test_it_has_the_parameters_that_the_thesis_counts_for_its_63_columns():
    state = new_network(63, WIDTHS, 10, dropout=0.25).state_dict()
    assert sum(value.numel() for name, value in state.items() if "num_batches" not in name) == 771_402


def test_it_is_built_as_the_thesis_says():
    net = new_network(57, WIDTHS, 10, dropout=0.25)
    kinds = [type(layer).__name__ for layer in net]
    assert kinds == ["Linear", "ReLU", "BatchNorm1d"] * 5 + ["Dropout", "Linear"]
    assert [layer.out_features for layer in net if isinstance(layer, torch.nn.Linear)] == [*WIDTHS, 10]
    assert SPEC.defaults["layers"] == THESIS_LAYERS
    assert SPEC.defaults["dropout"] == 0.25


def test_a_prediction_in_numpy_is_that_of_torch(rows):
    X, y, groups = rows
    model = small(layers="128-64", n_epochs=3).fit(X, y, groups)
    with torch.no_grad():
        logits = model.network()(torch.from_numpy(X.astype(np.float32)))
    np.testing.assert_allclose(forward(model.weights_, X.astype(np.float32)), logits, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(model.predict_proba(X), torch.softmax(logits, dim=1), rtol=1e-4, atol=1e-6)


def test_the_weights_kept_are_those_of_the_best_epoch_on_the_held_out_artists(rows):
    X, y, groups = rows
    model = small(n_epochs=30, learning_rate=0.01, patience=6).fit(X, y, groups)
    losses = [epoch["valid_loss"] for epoch in model.history_]
    assert model.best_epoch_ == 1 + int(np.argmin(losses))
    shorter = small(n_epochs=model.best_epoch_, learning_rate=0.01).fit(X, y, groups)
    np.testing.assert_array_equal(shorter.predict_proba(X), model.predict_proba(X))


def test_it_stops_when_patience_is_over_and_takes_smaller_steps_before(rows):
    X, y, groups = rows
    model = small(n_epochs=200, learning_rate=0.02, patience=8).fit(X, y, groups)
    assert len(model.history_) == model.best_epoch_ + 8
    rates = [epoch["lr"] for epoch in model.history_]
    assert rates[0] == 0.02
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < rates[0]


def test_every_epoch_is_told_as_it_ends(rows):
    told = []
    model = small(n_epochs=3).fit(*rows, on_epoch=told.append)
    assert told == model.history_
    assert told[0].keys() == {"epoch", "train_loss", "valid_loss", "train_accuracy", "valid_accuracy", "lr"}


def test_another_seed_learns_another_network_and_nobody_else_notices(rows):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    one, other = small(seed=1).fit(*rows), small(seed=2).fit(*rows)
    assert torch.equal(torch.rand(3), expected)
    assert not np.array_equal(one.predict_proba(rows[0]), other.predict_proba(rows[0]))


@pytest.mark.parametrize(("n_rows", "size"), [(1, 32), (2, 32), (33, 32), (65, 32), (64, 32), (1000, 7)])
def test_no_batch_is_a_single_row_unless_there_is_no_other(n_rows: int, size: int):
    parts = batches(n_rows, size, np.random.default_rng(0))
    assert sorted(np.concatenate(parts)) == list(range(n_rows))
    assert min(map(len, parts)) >= min(n_rows, size)


def test_a_loss_that_is_no_number_is_refused_in_words(rows):
    X, y, groups = rows
    with pytest.raises(ModelError, match=r"no epoch had a finite loss: .* learning_rate=0\.001 or another scaling"):
        small().fit(np.full_like(X, np.inf), y, groups)


def test_a_stored_network_predicts_where_torch_was_never_loaded(rows, monkeypatch: pytest.MonkeyPatch):
    model = small(n_epochs=2).fit(*rows)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert model.predict(rows[0]).shape == rows[1].shape
