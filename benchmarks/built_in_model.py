"""Rebuild the built-in model from the public GTZAN table, measure it, and write it with its card.

    python -m benchmarks.built_in_model

Reads GENRESCOPE_DATA (gtzan/, emotify/, songs/) and the fold lists; writes assets/models/gtzan-classic. The model is
the candidate that does best in inner folds grouped by artist; no test fold has a say. Takes about ten minutes.
"""

from dataclasses import replace
from typing import Any

from tqdm import tqdm

from benchmarks.card import render_card
from benchmarks.external import external
from benchmarks.robustness import robustness
from benchmarks.unknown import unknown
from core.data.table import FeatureTable, load_table
from core.models.inputs import ALL_COLUMNS
from core.models.loaded import BUILT_IN, load_run
from core.runs import StoredRun, save_run
from core.training.choose import BEST
from core.training.config import TrainConfig
from core.training.train import hold_out, refit
from core.workspace import asset, write_atomic

PROTOCOL = "artist-folds"
COMMAND = "GENRESCOPE_DATA=<folder with gtzan, emotify, songs> python -m benchmarks.built_in_model"
ABOUT = {
    "title": "GTZAN classic",
    "about": "hears ten genres in 37 hand-made numbers about timbre, harmony and rhythm; research use, labels of "
    "about 2001, Western, ten genres",
    "licence": "the model: MIT; learnt from the public feature table of GTZAN (no licence stated): research use",
    "command": COMMAND,
}


def main() -> None:
    table = load_table("gtzan")
    folder = asset("models", BUILT_IN)
    with tqdm(total=1.0, bar_format="{l_bar}{bar}| {desc}") as bar:
        run = build(table, progress=lambda share, words: _tell(bar, share, words))
    save_run(run, folder)
    model = load_run(folder)
    extra = {
        **run.record.extra,
        **ABOUT,
        "external": {"data": "Emotify (Magnatune excerpts)", **external(model)},
        "unknown": unknown(model),
        "robustness": robustness(model),
        "all_57_columns": _with_all_columns(table, run),
    }
    run = replace(run, record=replace(run.record, extra=extra))
    save_run(run, folder)
    write_atomic(folder / "CARD.md", render_card(run.record).encode())
    print(render_card(run.record))


def build(table: FeatureTable, *, progress: Any = None) -> StoredRun:
    """Choose, score and refit: everything but the measurements that need sound."""
    config = TrainConfig(model=BEST)
    held_out = hold_out(table, config=config, protocol=PROTOCOL, progress=progress)
    return refit(table, held_out, config=config, protocol=PROTOCOL, name=BUILT_IN, progress=progress)


def _with_all_columns(table: FeatureTable, run: StoredRun) -> dict[str, Any]:
    """What leaving the level out costs: the chosen model on all 57 columns, under the same protocol."""
    chosen = {key: run.record.config[key] for key in ("model", "settings", "scaling", "seed")}
    rivals = {
        name: hold_out(table, config=TrainConfig(**chosen, inputs=name), protocol=PROTOCOL).scores.to_json()
        for name in (run.record.config["inputs"], ALL_COLUMNS.name)
    }
    return {name: {key: scores[key] for key in ("accuracy", "interval", "log_loss")} for name, scores in rivals.items()}


def _tell(bar: tqdm, share: float, words: str) -> None:
    bar.set_description_str(words, refresh=False)
    bar.update(max(0.0, share - bar.n))


if __name__ == "__main__":
    main()
