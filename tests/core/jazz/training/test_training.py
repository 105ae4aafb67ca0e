"""Networks learn, stop, go on after a kill, and are measured by the plain bound."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import ModelError
from core.jazz.data.sequences import Sequences
from core.jazz.models.loaded import ABOUT, load_model, models_folder
from core.jazz.training.beside import fit_ngram
from core.jazz.training.evaluating import evaluate_pieces, held_out_scores
from core.jazz.training.job import JazzWish, train_jazz
from core.jazz.training.live import CURVES, read_curves
from core.jazz.training.loop import train
from core.jazz.training.making import make_model, new_network
from core.jazz.training.measuring import as_batch, importance_bound, judging, measure, mmd
from core.jazz.training.objective import loss_of
from core.jazz.training.pieces import keep_pieces
from core.jazz.training.recipes import RECIPES
from core.jazz.training.warm import begin_with
from tests.core.jazz.training.conftest import TINY


class Ended(Exception):
    """What a bench raises when a job shall end."""


@pytest.mark.parametrize("kind", ["tokens", "performance"])
@pytest.mark.parametrize("architecture", ["lstm", "transformer"])
def test_every_kind_learns(prepared, kind, architecture):
    found = prepared(kind, architecture=architecture, n_heads=2)
    net = new_network(found.shape.config, seed=0)
    windows = found.material.cutter.all(found.material.valid)
    before = measure(net, windows).bound
    progress = train(net, found.material, TINY)
    assert measure(net, windows, seed=0).bound < before - 0.3
    assert [row["epoch"] for row in progress.curves] == [1, 2, 3]
    assert min(row["valid_bound"] for row in progress.curves[1:]) == pytest.approx(progress.best_bound)


def test_the_weights_are_those_of_the_best_epoch(prepared):
    found = prepared("tokens")
    net = new_network(found.shape.config, seed=0)
    progress = train(net, found.material, TINY)
    windows = found.material.cutter.all(found.material.valid)
    assert measure(net, windows, seed=TINY.seed).bound == pytest.approx(progress.best_bound, abs=1e-6)


def test_a_training_that_was_killed_ends_as_if_it_had_not_been(prepared, tmp_path):
    found = prepared("tokens")
    whole, cut = (new_network(found.shape.config, seed=0) for _ in range(2))
    train(whole, found.material, TINY)

    def kill(share, epoch):
        if epoch.get("epoch") == 2:
            raise Ended

    with pytest.raises(Ended):
        train(cut, found.material, TINY, folder=tmp_path, tell=kill)
    again = new_network(found.shape.config, seed=9)  # whatever it begins with, the checkpoint counts
    progress = train(again, found.material, TINY, folder=tmp_path)
    assert progress.epoch == 3
    for name, weight in whole.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], weight)


def test_it_stops_when_nothing_is_gained(prepared):
    found = prepared("tokens")
    still = replace(TINY, n_epochs=30, patience=2, learning_rate=1e-12)
    assert train(new_network(found.shape.config, seed=0), found.material, still).epoch < 30


def test_numbers_without_end_are_told(prepared):
    found = prepared("tokens")
    net = new_network(found.shape.config, seed=0)
    with torch.no_grad():
        net.posterior.weight.fill_(float("nan"))
    with pytest.raises(ModelError, match="no epoch had a finite loss"):
        train(net, found.material, TINY)


def test_free_bits_are_charged_whatever_z_says(prepared):
    found = prepared("tokens")
    net = new_network(found.shape.config, seed=0)
    batch = as_batch(found.material.cutter.all(found.material.valid))
    with judging(net):
        torch.manual_seed(0)
        free = loss_of(net, batch, replace(TINY, free_bits=50.0, word_dropout=0), kl_weight=1.0)
        torch.manual_seed(0)
        paid = loss_of(net, batch, replace(TINY, free_bits=0.0, word_dropout=0), kl_weight=1.0)
    per_step = len(batch.codes) / batch.mask.sum()
    assert free.divergence == paid.divergence
    assert float(free.total - paid.total) == pytest.approx(float((50 - paid.divergence) * per_step), rel=1e-4)


def test_the_bound_by_samples_is_no_worse_than_by_one(prepared):
    found = prepared("tokens")
    net = new_network(found.shape.config, seed=0)
    train(net, found.material, TINY)
    windows = found.material.cutter.all(found.test)
    one = np.mean([measure(net, windows, seed=seed).bound for seed in range(20)])
    many = importance_bound(net, windows, n_samples=64).sum() / windows.mask.sum()
    assert many <= one + 0.01


def test_the_bound_of_a_language_model_is_its_likelihood(prepared):
    found = prepared("tokens", latent=0)
    net = new_network(found.shape.config, seed=0)
    windows = found.material.cutter.all(found.test)
    assert measure(net, windows).bound == pytest.approx(
        importance_bound(net, windows, n_samples=3).sum() / windows.mask.sum(), rel=1e-5
    )


def test_the_discrepancy_of_the_prior_from_itself_is_next_to_nothing():
    rng = np.random.default_rng(0)
    mean, log_var = rng.standard_normal((600, 8)) * 0.6, np.full((600, 8), np.log(1 - 0.36))
    assert abs(mmd(mean, log_var)) < 0.005
    assert mmd(mean + 1, log_var) > 0.1


def test_a_vae_begins_with_what_a_language_model_knows(prepared):
    found = prepared("tokens")
    known = new_network(replace(found.shape.config, latent=0), seed=1)
    net = new_network(found.shape.config, seed=2)
    before = {name: weight.clone() for name, weight in net.state_dict().items()}
    copied = begin_with(net, known)
    assert {"embedding.fields.0.weight", "decoder.lstm.weight_hh_l0", "decoder.lstm.weight_ih_l0"} <= set(copied)
    torch.testing.assert_close(
        net.state_dict()["decoder.lstm.weight_hh_l0"], known.state_dict()["decoder.lstm.weight_hh_l0"]
    )
    torch.testing.assert_close(net.state_dict()["encoder.lstm.weight_hh_l0"], before["encoder.lstm.weight_hh_l0"])


def test_a_model_is_made_with_what_is_told_of_it(prepared, recipe, tmp_path):
    found = prepared("performance")
    make_model(recipe("performance"), found, folder=tmp_path / "mine", data={"title": "scales"})
    about = json.loads((tmp_path / "mine" / ABOUT).read_text())
    assert about["data"]["title"] == "scales"
    assert about["data"]["n_test"]["pieces"] == len(found.test)
    scores = about["scores"]
    assert scores["bound"] == pytest.approx(scores["reconstruction"] + scores["kl"])
    assert scores["bound"] == pytest.approx(4 * scores["per_token"])
    assert sum(scores["fields"]) == pytest.approx(scores["reconstruction"])


def test_the_scores_of_a_model_are_those_of_the_weights_as_they_are_stored(prepared, recipe, tmp_path):
    for kind in ("tokens", "performance"):
        found = prepared(kind)
        make_model(recipe(kind), found, folder=tmp_path / kind, data={})
        model = load_model(tmp_path / kind)
        assert held_out_scores(model.net, found) == model.about["scores"]


def test_a_model_is_measured_on_any_pieces(prepared, recipe, tmp_path, scales):
    make_model(recipe("performance"), prepared("performance"), folder=tmp_path / "mine", data={})
    scores = evaluate_pieces(load_model(tmp_path / "mine"), scales)
    assert scores["n_sequences"] == 30
    assert scores["n_notes"] == scores["n_steps"] == 30 * 32
    assert scores["per_note"] == scores["bound"]
    low, high = scores["interval"]
    assert low < scores["bound"] < high
    assert scores["too_short"] == []


def test_a_model_is_told_nothing_of_what_it_shall_predict_and_an_ngram_hears_the_same(
    prepared, recipe, tmp_path, scales
):
    found = prepared("performance")
    make_model(recipe("performance"), found, folder=tmp_path / "mine", data={})
    model = load_model(tmp_path / "mine")
    short = replace(scales[0], name="short", notes=scales[0].notes.taken(slice(0, 10)))
    scores = evaluate_pieces(model, [*scales, short], ngram=fit_ngram(found))
    assert scores["too_short"] == ["short"]
    windows = model.shape.cutter.all(Sequences.of([model.representation.encode(piece.notes) for piece in scales]))
    blind = replace(windows, conditions=np.zeros_like(windows.conditions))
    assert scores["bound"] == pytest.approx(measure(model.net, blind).bound)
    assert scores["told"]["bound"] == pytest.approx(measure(model.net, windows).bound)
    assert scores["told"]["bound"] != scores["bound"]
    nats = fit_ngram(found).nll(windows.codes).sum(axis=-1)[windows.mask].mean()
    assert scores["ngram"]["per_step"] == scores["ngram"]["per_note"] == pytest.approx(nats)


def test_a_model_without_conditions_is_told_none(prepared, recipe, tmp_path):
    make_model(recipe("tokens"), prepared("tokens"), folder=tmp_path / "mine", data={})
    assert json.loads((tmp_path / "mine" / ABOUT).read_text())["scores"]["told"] is None


class Bench:
    """A job's bench that notes what it is told."""

    def __init__(self, folder):
        self.folder, self.said, self.logged = folder, [], []

    def tell(self, share, words):
        self.said.append((share, words))

    def log(self, line):
        self.logged.append(line)


def test_a_job_trains_on_what_a_visitor_brought(scales, tmp_path, monkeypatch, recipe):
    monkeypatch.setitem(RECIPES, "tiny", recipe("performance"))
    bench = Bench(tmp_path)
    wish = JazzWish("my-scales", "tiny", keep_pieces(scales), title="my scales", n_epochs=2)
    assert train_jazz(wish, bench) == {"model": "my-scales"}
    assert load_model("my-scales").about["data"]["title"] == "my scales"
    assert (models_folder() / "my-scales").is_dir()
    assert [row["epoch"] for row in read_curves(tmp_path / CURVES)] == [1, 2]
    shares = [share for share, _ in bench.said]
    assert shares == sorted(shares)
    assert any("nats per step on held-out music" in words for _, words in bench.said)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "../up"}, "must be small letters, digits and hyphens"),
        ({"name": "jazz-tokens-lstm"}, "no built-in model's"),
        ({"recipe": "magic"}, "recipe='magic' is unknown"),
        ({"recipe": "jazz-performance-lstm"}, "needs times, which the thesis' tokens lack"),
        ({"word_dropout": 2.0}, "word_dropout=2.0 must lie from 0 to 1"),
        ({"n_epochs": 0}, "n_epochs=0 must be at least 1"),
        ({"free_bits": float("nan")}, "free_bits=nan must be a number from 0 on"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(changes, message):
    wish = JazzWish("mine", "jazz-tokens-lstm", "stream")
    with pytest.raises(ModelError, match=message):
        replace(wish, **changes).check()


@pytest.mark.parametrize("n_epochs", [1, 2, 3])
def test_however_few_epochs_the_last_one_counts(prepared, n_epochs):
    found = prepared("tokens")
    config = replace(TINY, n_epochs=n_epochs, anneal_epochs=4)
    progress = train(new_network(found.shape.config, seed=0), found.material, config)
    assert progress.curves[-1]["kl_weight"] == 1
    assert progress.best_epoch == n_epochs


def test_a_checkpoint_of_another_training_is_refused(prepared, tmp_path):
    found = prepared("tokens")
    train(new_network(found.shape.config, seed=0), found.material, TINY, folder=tmp_path)
    with pytest.raises(ModelError, match="is of a training with other settings or other music"):
        train(new_network(found.shape.config, seed=0), found.material, replace(TINY, seed=1), folder=tmp_path)


def test_a_damaged_checkpoint_is_told(prepared, tmp_path):
    found = prepared("tokens")
    train(new_network(found.shape.config, seed=0), found.material, TINY, folder=tmp_path)
    (tmp_path / "latest" / "state.json").write_text("{")
    with pytest.raises(ModelError, match="is damaged"):
        train(new_network(found.shape.config, seed=0), found.material, TINY, folder=tmp_path)


def test_all_trainings_of_a_recipe_are_told_as_one(prepared, recipe, tmp_path):
    three = replace(recipe("tokens"), before=replace(TINY, n_epochs=2), finishing=replace(TINY, n_epochs=1))
    told = []
    progress = make_model(
        three, prepared("tokens"), folder=tmp_path / "mine", data={}, tell=lambda share, row: told.append((share, row))
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert sorted({row["epoch"] for _, row in told if row}) == [1, 2, 3, 4, 5, 6]
    assert [row["epoch"] for row in progress.curves] == [1, 2, 3, 4]
    about = json.loads((tmp_path / "mine" / ABOUT).read_text())
    assert len(about["language_model"]["curves"]) == 2


def test_what_a_wish_changes_reaches_the_language_model_too():
    recipe = JazzWish("mine", "jazz-tokens-lstm", "stream", n_epochs=2, seed=5).check()
    assert (recipe.before.n_epochs, recipe.before.seed, recipe.n_epochs) == (2, 5, 4)
    assert recipe.before.word_dropout == RECIPES["jazz-tokens-lstm"].before.word_dropout


def test_what_a_visitor_brings_is_learnt_whole():
    assert JazzWish("mine", "jazz-performance-lstm", "0123456789abcdef").check().training.epoch_share == 1
    assert JazzWish("mine", "jazz-performance-lstm", "clips").check().training.epoch_share < 1
