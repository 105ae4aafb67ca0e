"""Train the jazz models that ship, and write their cards: ``python -m benchmarks.jazz_models NAME ...``.

Needs ``piano_clips.zip`` and ``jazz_tokens.txt`` in the folder that GENRESCOPE_DATA names. What was ended is taken
up where it was. The numbers are those of the weights as they are stored, in half precision.
"""

import json
import shutil
from pathlib import Path

import torch

from benchmarks.jazz_card import render_jazz_card
from benchmarks.report import parser, run
from core.jazz.data import clips, stream
from core.jazz.models.loaded import ABOUT, BUILT_IN, MODEL, Shape, load_model
from core.jazz.steering.how_well import N_SAMPLES
from core.jazz.training.beside import store_beside
from core.jazz.training.evaluating import held_out_scores
from core.jazz.training.job import prepare
from core.jazz.training.making import make_model
from core.jazz.training.material import Prepared
from core.jazz.training.recipes import Recipe, get_recipe
from core.workspace import asset, workspace, write_atomic


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", default=list(BUILT_IN), help="models, by default all")
    arguments.add_argument("--threads", type=int, help="of the processor, by default as many as torch takes")
    arguments.add_argument("--again", action="store_true", help="keep the weights; score them and the rest again")
    arguments.add_argument("--card", action="store_true", help="write the cards alone")
    asked = arguments.parse_args()
    if asked.threads:
        torch.set_num_threads(asked.threads)
    for name in asked.names:
        if not asked.card:
            make(get_recipe(name), keeps_weights=asked.again)
        write_card(asset("models", name))


def make(recipe: Recipe, *, keeps_weights: bool) -> None:
    """Train a model that ships, or score the weights that it has again; store what lies beside it."""
    prepared, folder = prepare(recipe, recipe.source), asset("models", recipe.name)
    checkpoints = workspace() / "jazz" / "checkpoints" / recipe.name
    if keeps_weights:
        score_again(folder, prepared)
    else:
        make_model(
            recipe, prepared, folder=folder, data=facts_of(recipe), checkpoints=checkpoints, tell=_Printed(), log=print
        )
    store_beside(folder, prepared, n_samples=N_SAMPLES, log=print)
    shutil.rmtree(checkpoints, ignore_errors=True)


def score_again(folder: Path, prepared: Prepared) -> None:
    model = load_model(folder)
    about = model.about | {"scores": held_out_scores(model.net, prepared)}
    write_atomic(folder / ABOUT, json.dumps(about, indent=1).encode())


def facts_of(recipe: Recipe) -> dict:
    """Where the music of a recipe comes from."""
    if recipe.kind == "tokens":
        return {
            "title": "the thesis' tokens",
            "source": stream.SOURCE,
            "licence": stream.LICENCE,
            "citations": [stream.CITATION],
            "protocol": "the last tenth of the stream tests; the last tenth of the rest decides when to stop",
        }
    from core.jazz.data.where import CLIPS, find_jazz

    return {
        "title": "jazz piano clips",
        "source": clips.SOURCE,
        "licence": clips.LICENCE,
        "citations": list(clips.CITATION),
        "protocol": "split by pianist and track: all clips of a track fall into one of train, valid and test",
        "manners_of": list(clips.pianists(find_jazz(CLIPS))),
    }


def write_card(folder: Path) -> None:
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    shape = Shape.of(json.loads((folder / MODEL).read_text(encoding="utf-8")))
    write_atomic(folder / "CARD.md", render_jazz_card(folder.name, shape, about).encode())


class _Printed:
    """Prints each epoch's row once."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self, share: float, epoch: dict) -> None:
        if epoch and epoch["epoch"] != self._last:
            self._last = epoch["epoch"]
            print(json.dumps({name: round(float(value), 4) for name, value in epoch.items()}), flush=True)


if __name__ == "__main__":
    run(main)
