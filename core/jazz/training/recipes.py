"""RECIPES: what is learnt by what, with every number that was chosen; one line each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import ModelError
from core.jazz.training.config import TrainConfig


@dataclass(frozen=True)
class Recipe:
    """How a model is made.

    Attributes
    ----------
    name : of the recipe, and of the model that ships where one does
    title, about : in words
    kind : of the representation: "tokens" or "performance"
    network : what differs from the defaults of `core.jazz.models.config.NetworkConfig`
    training : every number of the training
    finishing : a second training that goes on from the first one's best weights; None where there is none
    before : of a language model that is trained first and whose weights the decoder begins with; None where none is
    is_lesson : whether it shows how it should not be done
    """

    name: str
    title: str
    about: str
    kind: str
    network: Mapping[str, Any]
    training: TrainConfig
    finishing: TrainConfig | None = None
    before: TrainConfig | None = None
    is_lesson: bool = False

    @property
    def source(self) -> str:
        """The music of this project that it is learnt from where no other is given: "stream" or "clips"."""
        return "stream" if self.kind == "tokens" else "clips"

    @property
    def n_epochs(self) -> int:
        """Of all its trainings, at most."""
        return sum(config.n_epochs for config in (self.before, self.training, self.finishing) if config)

    def with_training(self, **changes: Any) -> "Recipe":
        """The same with other numbers; a language model before it takes the number of epochs and the seed as well."""
        common = {name: changes[name] for name in ("n_epochs", "seed") if name in changes}
        before = replace(self.before, **common) if self.before else None
        finishing = None if "n_epochs" in changes else self.finishing
        return replace(self, before=before, training=replace(self.training, **changes), finishing=finishing)


_LSTM = {"architecture": "lstm"}
_TRANSFORMER = {"architecture": "transformer", "width": 192, "n_layers": 4, "n_heads": 6}
_TOKENS = TrainConfig(
    n_epochs=12, batch_size=16, learning_rate=1e-3, free_bits=10, anneal_epochs=1, word_dropout=0.1, transpose=6
)
_LANGUAGE_MODEL = replace(_TOKENS, n_epochs=25, learning_rate=3e-3, word_dropout=0, anneal_epochs=0, free_bits=0)
_PERFORMANCE = TrainConfig(
    n_epochs=30,
    epoch_share=0.2,
    batch_size=4,
    learning_rate=1.5e-3,
    free_bits=24,
    anneal_epochs=3,
    word_dropout=0.1,
    transpose=5,
    valid_windows=300,
)
# Transposed music teaches what all keys have in common, but pianists have their favourites: those it learns at the end.
_FINISHING = replace(_PERFORMANCE, n_epochs=14, learning_rate=8e-4, transpose=0, anneal_epochs=0)

_ALL = (
    Recipe(
        "jazz-performance-lstm",
        "Performance, LSTM",
        "an LSTM-VAE on notes with their times and durations",
        "performance",
        _LSTM | {"dropout": 0.1},
        _PERFORMANCE,
        _FINISHING,
    ),
    Recipe(
        "jazz-performance-transformer",
        "Performance, Transformer",
        "a Transformer-VAE on notes with their times and durations",
        "performance",
        _TRANSFORMER | {"dropout": 0.1},
        replace(_PERFORMANCE, learning_rate=7e-4),
        replace(_FINISHING, learning_rate=4e-4),
    ),
    Recipe(
        "jazz-tokens-lstm",
        "Tokens, LSTM",
        "an LSTM-VAE on the thesis' notes and chords, without time",
        "tokens",
        _LSTM,
        _TOKENS,
        before=_LANGUAGE_MODEL,
    ),
    Recipe(
        "jazz-tokens-transformer",
        "Tokens, Transformer",
        "a Transformer-VAE on the thesis' notes and chords, without time",
        "tokens",
        _TRANSFORMER | {"dropout": 0.2},
        replace(_TOKENS, n_epochs=10, batch_size=8, learning_rate=5e-4),
        before=replace(_LANGUAGE_MODEL, batch_size=8, learning_rate=1e-3),
    ),
    Recipe(
        "tokens-language-model",
        "Tokens, language model",
        "the same LSTM without z: what the others are measured against",
        "tokens",
        _LSTM | {"latent": 0},
        _LANGUAGE_MODEL,
    ),
    Recipe(
        "tokens-collapsed",
        "Tokens, collapsed",
        "a lesson: a decoder that sees z alone, as in the thesis; it learns how often each token comes, and no more",
        "tokens",
        _LSTM | {"sees_previous": False},
        replace(_TOKENS, n_epochs=4, free_bits=0, anneal_epochs=0, word_dropout=0),
        is_lesson=True,
    ),
)
RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _ALL}


def get_recipe(name: str) -> Recipe:
    """The recipe of a name; raises ModelError for one that there is not."""
    if name not in RECIPES:
        raise ModelError(f"recipe={name!r} is unknown; there are {', '.join(RECIPES)}")
    return RECIPES[name]
