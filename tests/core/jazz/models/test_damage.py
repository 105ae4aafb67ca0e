"""Files of a model that are damaged, missing or another model's are told in words, by whatever reads them."""

import json

import numpy as np
import pytest

from core.errors import ModelError
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import WEIGHTS, about_model, load_model, models_folder, save_model
from core.jazz.models.shape import ABOUT, MODEL, read_about, read_shape
from core.jazz.models.usual import USUAL, Usual, load_usual
from core.ui.jazz.models import left_out, offered


@pytest.fixture(params=["performance", "tokens"])
def folder(request):
    """A stored model that is whole."""
    model, folder = debug_model(request.param), models_folder() / "mine"
    save_model(folder, net=model.net, shape=model.shape, about={"title": "Mine"})
    load_model("mine")
    return folder


def refused_everywhere(words: str) -> None:
    with pytest.raises(ModelError, match=words):
        load_model("mine")
    assert "mine" not in offered(None)
    (problem,) = (problem for problem in left_out(None) if "'mine'" in problem)
    assert "train it again or copy it anew" in problem


NOT_JSON = ["", "{", "[]", "[1]", "null", "3", "[" * 100_000, "\x00"]


@pytest.mark.parametrize("content", NOT_JSON)
@pytest.mark.parametrize("file", [MODEL, ABOUT])
def test_what_is_no_json_object(folder, file, content):
    (folder / file).write_text(content)
    refused_everywhere(rf"the jazz model 'mine' is damaged \({file}: ")


@pytest.mark.parametrize("file", [MODEL, ABOUT])
def test_what_is_not_there(folder, file):
    (folder / file).unlink()
    refused_everywhere(f"the jazz model 'mine' lacks {file}; train it again or copy it anew")


@pytest.mark.parametrize(
    "changed",
    [
        {"network": []},
        {"network": [1]},
        {"network": {}},
        {"representation": "polka"},
        {"representation": []},
        {"vocabulary": 3},
        {"vocabulary": [1, 2]},
        {"edges": [["a"]]},
        {"edges": [[1.0], [1.0, 2.0]]},
        {"edges": [[1.0, float("nan"), 2.0]] * 4},
        {"manner_words": 3},
        {"manner_words": ["one", "two", "three"]},
        {"manner_words": [1, 2]},
    ],
)
def test_a_shape_whose_parts_are_none_or_do_not_fit(folder, changed):
    (folder / MODEL).write_text(json.dumps(json.loads((folder / MODEL).read_text()) | changed))
    refused_everywhere(r"is damaged \(model\.json: ")


@pytest.mark.parametrize(
    "changed",
    [
        *({"architecture": value} for value in ("rnn", 3, [])),
        *({"latent": value} for value in ("x", None, -1, True, 1.5)),
        *({name: 0} for name in ("n_steps", "width", "n_layers", "n_heads", "embedding")),
        *({"field_sizes": value} for value in ([], [1, 2], 7)),
        {"attributes": ["mood"]},
        {"architecture": "transformer", "n_heads": 3},
        {"colour": "blue"},
    ],
)
def test_a_network_that_cannot_be(folder, changed):
    stored = json.loads((folder / MODEL).read_text())
    (folder / MODEL).write_text(json.dumps(stored | {"network": stored["network"] | changed}))
    refused_everywhere(r"is damaged \(model\.json: ")


@pytest.mark.parametrize("changed", [{"data": [1]}, {"scores": "good"}])
def test_facts_that_are_none(folder, changed):
    (folder / ABOUT).write_text(json.dumps(changed))
    refused_everywhere(r"is damaged \(about\.json: ")
    with pytest.raises(ModelError, match="is no object"):
        about_model("mine")


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 0.999])
def test_weights_that_were_cut(folder, share):
    whole = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ModelError, match=rf"is damaged \({WEIGHTS}: "):
        load_model("mine")


@pytest.mark.parametrize(
    "rows",
    [np.zeros((3, 9), np.int16), np.full((3, 5), 99, np.int16), np.full((3, 5), -1), np.zeros((3, 5)), np.zeros(5)],
)
def test_usual_conditions_of_another_model(folder, rows):
    Usual(rows, knows_manner=True).save(folder / USUAL)
    with pytest.raises(ModelError, match=r"usual\.npz: its conditions are not those of the model"):
        load_model("mine")


def test_usual_conditions_with_noise_in_the_file(folder):
    sizes = load_model("mine").config.condition_sizes
    Usual(np.zeros((50, len(sizes)), np.int16), knows_manner=len(sizes) > 4).save(folder / USUAL)
    whole, rng = (folder / USUAL).read_bytes(), np.random.default_rng(0)
    n_refused = 0
    for place in rng.integers(0, len(whole), 60):
        noisy = bytearray(whole)
        noisy[place] ^= int(rng.integers(1, 256))
        (folder / USUAL).write_bytes(noisy)
        try:
            load_usual(folder / USUAL)
        except ModelError:
            n_refused += 1  # anything else would be raised
    assert n_refused > 10


def test_what_is_whole_is_read_and_what_is_gone_is_no_problem(folder):
    assert read_shape(folder).config == load_model("mine").config
    assert read_about(folder) == {"title": "Mine"}
    assert "mine" in offered(None)
    assert not [problem for problem in left_out(None) if "'mine'" in problem]
