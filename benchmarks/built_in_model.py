"""Rebuild the built-in model from the public GTZAN table, measure it, and write it with its card.

    python -m benchmarks.built_in_model [--json]

Reads GENRESCOPE_DATA (gtzan/, emotify/, songs/) and the fold lists; writes assets/models/gtzan-classic, whole or not at
all. The model is the candidate that does best in inner folds grouped by artist; no test fold has a say. Takes about ten
minutes on two cores.
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from benchmarks.card import render_card
from benchmarks.external import external
from benchmarks.report import parser, run, show
from benchmarks.robustness import robustness
from benchmarks.unknown import unknown
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.models.inputs import ALL_COLUMNS
from core.models.loaded import BUILT_IN, load_run
from core.runs import StoredRun, save_run
from core.training.choose import BEST
from core.training.config import TrainConfig
from core.training.train import HeldOut, choose_config, hold_out, refit
from core.workspace import asset

PROTOCOL = "artist-folds"
SHOWN = ("accuracy", "interval", "log_loss", "ece", "ece_band")
ABOUT = {
    "title": "GTZAN classic",
    "about": "hears ten genres in 37 hand-made numbers about timbre, harmony and rhythm; research use, labels of "
    "about 2001, Western, ten genres",
    "licence": "the model: MIT; learnt from the public feature table of GTZAN (no licence stated): research use",
    "command": "GENRESCOPE_DATA=<folder with gtzan, emotify, songs> python -m benchmarks.built_in_model",
}


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    table = load_table("gtzan")
    with tqdm(total=1.0, bar_format="{l_bar}{bar}| {desc}") as bar:
        built = build(table, bar)
    measured = measure(table, built)
    save_run(measured, asset("models", BUILT_IN), card=render_card(measured.record))
    if asked.json:
        show({BUILT_IN: [{key: measured.record.scores[key] for key in SHOWN}]}, as_json=True)
    else:
        print(render_card(measured.record))


def build(table: FeatureTable, bar: tqdm) -> StoredRun:
    """Choose on all tracks by inner folds, score that choice in the folds of the protocol, refit it on all tracks.

    The scores are the chosen model's own. What the whole procedure reaches, with the choice made again inside each
    fold, stands beside them under ``nested``.
    """
    best = TrainConfig(model=BEST)
    say = _progress(bar)
    nested = hold_out(table, config=best, protocol=PROTOCOL, progress=lambda share, words: say(0.7 * share, words))
    chosen = choose_config(table, config=best, protocol=PROTOCOL, progress=lambda share, words: say(0.7, words))
    own = hold_out(table, config=chosen, protocol=PROTOCOL, progress=lambda share, words: say(0.9, words))
    built = refit(table, own, config=chosen, protocol=PROTOCOL, name=BUILT_IN)
    extra = {
        **built.record.extra,
        "nested": {**_shown(nested), "chosen": [config.model for config in nested.chosen]},
        **ABOUT,
    }
    return replace(built, record=replace(built.record, extra=extra))


def measure(table: FeatureTable, built: StoredRun) -> StoredRun:
    """Add what needs sound: music from elsewhere, what is unknown, and how robust the answer is."""
    with TemporaryDirectory() as folder:
        model = load_run(save_run(built, Path(folder) / BUILT_IN))
    extra = {
        **built.record.extra,
        "external": {"data": "Emotify (Magnatune excerpts)", **external(model)},
        "unknown": unknown(model, built.held_out),
        "robustness": robustness(model),
        "inputs": _with_either_inputs(table, TrainConfig.of_run(built.record.config)),
    }
    return replace(built, record=replace(built.record, extra=extra))


def _with_either_inputs(table: FeatureTable, chosen: TrainConfig) -> dict[str, Any]:
    """What leaving columns out costs: the chosen model on its own inputs and on all 57 columns."""
    names = (chosen.inputs, ALL_COLUMNS.name)
    return {name: _shown(hold_out(table, config=replace(chosen, inputs=name), protocol=PROTOCOL)) for name in names}


def _shown(held_out: HeldOut) -> dict[str, Any]:
    scores = held_out.scores.to_json()
    return {key: scores[key] for key in SHOWN}


def _progress(bar: tqdm) -> Any:
    def say(share: float, words: str) -> None:
        bar.set_description_str(words, refresh=False)
        bar.update(max(0.0, share - bar.n))

    return say


if __name__ == "__main__":
    run(main)
