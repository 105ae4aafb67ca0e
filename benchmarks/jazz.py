"""How well the jazz models know held-out music, what z is worth to them, and how fast they learn.

``python -m benchmarks.jazz`` prints all tables; needs the data of ``benchmarks.jazz_models``. The language model that
the token models are measured against is trained at first (some ten minutes) and kept in the workspace.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
import torch

from benchmarks.report import Tables, run_parts
from core.jazz.data.windows import Windows
from core.jazz.models.loaded import JazzModel, built_in_models, load_model, models_folder
from core.jazz.models.ngram import NGram
from core.jazz.training.beside import fit_ngram
from core.jazz.training.evaluating import scores_of
from core.jazz.training.job import prepare
from core.jazz.training.loop import train
from core.jazz.training.making import make_model, new_network
from core.jazz.training.material import Prepared
from core.jazz.training.measuring import importance_bound, measure
from core.jazz.training.recipes import RECIPES, Recipe, get_recipe

LANGUAGE_MODEL = "tokens-language-model"
COLLAPSED = "tokens-collapsed"
THESIS_NATS, THESIS_EPOCH_S = (4.803, 4.726), (10_008, 53_397)  # Pricop 2023: LSTM-VAE, Transformer-VAE
N_TIMED = 40_000
COPIED = 32  # tokens in a row that stand verbatim in the training part
N_SAMPLES = 64


@lru_cache(maxsize=2)
def prepared(kind: str) -> Prepared:
    recipe = next(recipe for recipe in RECIPES.values() if recipe.kind == kind and not recipe.is_lesson)
    return prepare(recipe, recipe.source)


@lru_cache(maxsize=2)
def held_out(kind: str) -> Windows:
    """The test part in sequences that do not overlap, each a cold start; of tokens whole ones alone."""
    windows = prepared(kind).material.cutter.all(prepared(kind).test)
    return windows.taken(windows.mask.all(axis=1)) if kind == "tokens" else windows


def tokens() -> Tables:
    """All models of tokens, by the same rule: every token from those before it in its sequence of 100, and z."""
    windows = held_out("tokens")
    copied = holds_copies(windows, prepared("tokens").material.train.codes[:, 0])
    rows = [_row_of_ngram(order, windows, copied) for order in (0, 1, 2)]
    rows += [
        {"model": f"thesis, {name} (published)", "-ELBO": nats}
        for name, nats in zip(("LSTM", "Transformer"), THESIS_NATS, strict=True)
    ]
    language = from_workspace(LANGUAGE_MODEL)
    floor = measure(language.net, windows).bound
    rows.append(_row_of_model(language, windows, copied, floor))
    rows.append(_row_of_model(from_workspace(COLLAPSED), windows, copied, floor))
    rows += [_row_of_model(load_model(name), windows, copied, floor) for name in of_kind("tokens")]
    share = f"{copied.mean():.1%} of {len(windows)} sequences hold {COPIED} tokens of the training part in a row"
    return {f"Tokens, nats per token; {share}": rows}


def performances() -> Tables:
    """All models of performances, nats per note; as blind as the n-gram, and told the conditions of each piece."""
    windows, found = held_out("performance"), prepared("performance")
    groups = found.test.groups[windows.pieces]
    nll = np.where(windows.mask[..., None], _ngram("performance", 2).nll(windows.codes), 0)
    nats = nll.sum(axis=(0, 1)) / windows.mask.sum()
    rows = [{"model": "n-gram, order 2, tuned", "-ELBO per note": float(nats.sum()), **_fields(nats)}]
    for name in of_kind("performance"):
        scores = scores_of(load_model(name).net, windows, groups=groups)
        rows.append({"model": name} | _of_performance(scores))
        rows.append({"model": f"{name}, told each piece's conditions"} | _of_performance(scores["told"]))
    return {"Performances, nats per note": rows}


def speed() -> Tables:
    """Steps that are learnt from per second on two cores, all of a sequence in one pass; and what 300,000 take.

    The thesis' networks predicted one token of a sequence at a time.
    """
    torch.set_num_threads(2)
    rows = [
        {"recipe": f"thesis, {name} (published)", "steps per second": 300_793 / seconds, "300,000 take s": seconds}
        for name, seconds in zip(("LSTM", "Transformer"), THESIS_EPOCH_S, strict=True)
    ]
    for name, recipe in RECIPES.items():
        if not recipe.is_lesson:
            rate = _steps_per_s(prepared(recipe.kind), recipe)
            rows.append({"recipe": name, "steps per second": round(rate), "300,000 take s": 300_000 / rate})
    return {"Learning": rows}


def holds_copies(windows: Windows, train: np.ndarray, *, n: int = COPIED) -> np.ndarray:
    """Which sequences hold ``n`` codes in a row that stand in ``train`` as well, shape (n_windows,)."""
    known = {part.tobytes() for part in np.lib.stride_tricks.sliding_window_view(train, n)}
    rows = np.lib.stride_tricks.sliding_window_view(windows.codes[:, :, 0], n, axis=1)
    return np.array([any(part.tobytes() in known for part in row) for row in rows])


def from_workspace(name: str) -> JazzModel:
    """A model of a recipe that does not ship, from the workspace or trained now."""
    folder, recipe = models_folder() / name, get_recipe(name)
    if not folder.is_dir():
        make_model(recipe, prepare(recipe, recipe.source), folder=folder, data={}, log=print)
    return load_model(folder)


def of_kind(kind: str) -> Iterable[str]:
    return (name for name in built_in_models() if get_recipe(name).kind == kind)


@lru_cache(maxsize=4)
def _ngram(kind: str, order: int) -> NGram:
    return fit_ngram(prepared(kind), order=order)


def _row_of_ngram(order: int, windows: Windows, copied: np.ndarray) -> dict:
    nll = _ngram("tokens", order).nll(windows.codes)[..., 0]
    return {
        "model": ("unigram", "bigram", "trigram")[order],
        "-ELBO": float(nll.mean()),
        "without copies": float(nll[~copied].mean()),
    }


def _row_of_model(model: JazzModel, windows: Windows, copied: np.ndarray, floor: float) -> dict:
    net = model.net
    scores = scores_of(net, windows, groups=[str(i) for i in windows.pieces])
    row = {
        "model": model.name,
        "-ELBO": scores["bound"],
        "without copies": measure(net, windows.taken(~copied)).bound,
        "above the language model": scores["bound"] - floor,
    }
    if not net.config.latent:
        return row
    tight = importance_bound(net, windows, n_samples=N_SAMPLES).sum() / windows.mask.sum()
    return row | {
        f"by {N_SAMPLES} samples": float(tight),
        "above it so": float(tight) - floor,
        "KL per sequence": scores["kl_per_sequence"],
        "active units": scores["n_active"],
        "z is worth": scores["z_is_worth"],
        "at least": scores["kl_per_sequence"] / (2 * net.config.n_steps),
        "MMD": scores["mmd"],
    }


def _of_performance(scores: dict) -> dict:
    low, high = scores["interval"]
    return {
        "-ELBO per note": scores["bound"],
        **_fields(scores["fields"]),
        "95 % over recordings": f"{low:.3f} to {high:.3f}",
        "KL per sequence": scores["kl_per_sequence"],
        "active units": scores["n_active"],
        "z is worth": scores["z_is_worth"],
        "at least": scores["kl_per_sequence"] / (2 * prepared("performance").shape.config.n_steps),
        "MMD": scores["mmd"],
    }


def _fields(nats: Iterable[float]) -> dict:
    names = [field.name for field in prepared("performance").shape.representation.fields]
    return {name: float(value) for name, value in zip(names, nats, strict=True)}


def _steps_per_s(found: Prepared, recipe: Recipe) -> float:
    """Of an epoch on some of the training part as it is really learnt: drawn, transposed, forward, backward, update."""
    net = new_network(replace(found.shape.config, **recipe.network), seed=0)
    share = min(1.0, N_TIMED / found.material.train.n_steps)
    short = replace(recipe.training, n_epochs=1, epoch_share=share, valid_windows=8)
    return train(net, found.material, short).curves[0]["steps_per_s"]


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], {"tokens": tokens, "performances": performances, "speed": speed})
