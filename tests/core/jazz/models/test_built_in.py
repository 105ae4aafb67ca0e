"""The models that ship: they are what their cards say, and small."""

import json

import numpy as np
import pytest

from benchmarks.jazz_card import render_jazz_card
from core.jazz.models.loaded import ABOUT, WEIGHTS, about_model, built_in_models, load_model
from core.workspace import asset

MAX_BYTES = 15_000_000


def test_there_are_models_that_ship():
    assert built_in_models()


@pytest.fixture(params=built_in_models())
def name(request):
    return request.param


def test_the_weights_are_small_and_in_half_precision(name):
    from safetensors.numpy import load

    path = asset("models", name) / WEIGHTS
    assert path.stat().st_size < MAX_BYTES
    assert {str(value.dtype) for value in load(path.read_bytes()).values()} == {"float16"}


def test_the_card_is_what_is_stored(name):
    card = (asset("models", name) / "CARD.md").read_text(encoding="utf-8")
    assert card == render_jazz_card(name, load_model(name).shape, about_model(name))


def test_z_is_in_use(name):
    scores, model = about_model(name)["scores"], load_model(name)
    assert 8 <= scores["kl_per_sequence"] <= 25
    assert scores["n_active"] >= 8
    # Of a performance the conditions, which the decoder is told here, say much of what z would.
    share = 1 / 3 if model.attributes else 1 / 2
    assert scores["z_is_worth"] >= share * scores["kl_per_sequence"] / model.n_steps


def test_it_plays_within_its_codes(name):
    model = load_model(name)
    session = model.start(model.prior(1, seed=1), model.conditions())
    codes = np.stack([session.next(lambda logits, field: logits.argmax(axis=1)) for _ in range(20)], axis=1)[0]
    assert len(model.representation.decode(codes)) >= 20


def test_no_players_name_is_in_what_a_visitor_sees(name):
    model = load_model(name)
    names = [part for full in about_model(name)["data"].get("manners_of", []) for part in full.split()]
    shown = json.dumps([model.manner_words, model.title, about_model(name)["about"]])
    assert not [part for part in names if len(part) > 2 and part in shown]


def test_nothing_but_numbers_lies_beside_the_weights(name):
    files = {path.name for path in asset("models", name).iterdir()}
    assert {WEIGHTS, ABOUT, "model.json", "CARD.md"} <= files
    assert not [file for file in files if not file.endswith((".safetensors", ".json", ".md", ".npz"))]
