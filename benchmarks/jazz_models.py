"""Train the jazz models that ship, and write their cards: ``python -m benchmarks.jazz_models NAME ...``.

Needs ``piano_clips.zip`` and ``jazz_tokens.txt`` in the folder that GENRESCOPE_DATA names. What was ended is taken
up where it was. ``--card`` writes the cards again, from what is stored.
"""

import json
from pathlib import Path

from benchmarks.jazz_card import render_jazz_card
from benchmarks.report import parser, run
from core.jazz.data import clips, stream
from core.jazz.models.loaded import ABOUT, BUILT_IN, MODEL, Shape
from core.jazz.steering.making import make_steering
from core.jazz.training.job import prepare
from core.jazz.training.making import make_model
from core.jazz.training.material import Prepared
from core.jazz.training.recipes import Recipe, get_recipe
from core.workspace import asset, workspace, write_atomic


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", default=list(BUILT_IN), help="models, by default all")
    arguments.add_argument("--threads", type=int, help="of the processor, by default as many as torch takes")
    arguments.add_argument("--card", action="store_true", help="write the cards alone")
    asked = arguments.parse_args()
    for name in asked.names:
        if not asked.card:
            make(get_recipe(name), threads=asked.threads)
        write_card(asset("models", name))


def make(recipe: Recipe, *, threads: int | None) -> None:
    """Train a model that ships and store it under ``assets/models``."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    prepared = prepare(recipe, source_of(recipe))
    checkpoints = workspace() / "jazz" / "checkpoints" / recipe.name
    folder = asset("models", recipe.name)
    make_model(
        recipe, prepared, folder=folder, data=facts_of(recipe), checkpoints=checkpoints, tell=_Printed(), log=print
    )
    _extras(folder, prepared)


def source_of(recipe: Recipe) -> str:
    return "stream" if recipe.kind == "tokens" else "clips"


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


def _extras(folder: Path, prepared: Prepared) -> None:
    """What the page needs without the data: the latent map, and how well the sliders work."""
    cutter = prepared.material.cutter
    make_steering(folder, train=cutter.all(prepared.material.train), held_out=cutter.all(prepared.test))


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
