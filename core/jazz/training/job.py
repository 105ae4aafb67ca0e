"""A wish in, a job out that trains a jazz model, which stays when the tab is closed and goes on after a kill."""

import hashlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from core.jazz.data.clips import SOURCE as CLIPS_SOURCE
from core.jazz.data.clips import read_clips
from core.jazz.data.piece import Piece
from core.jazz.data.stream import SOURCE as STREAM_SOURCE
from core.jazz.data.stream import read_stream
from core.jazz.data.where import CLIPS, STREAM, find_jazz
from core.jazz.models.loaded import BUILT_IN, models_folder
from core.jazz.training.material import Prepared, from_pieces, from_stream
from core.jazz.training.pieces import load_pieces
from core.jazz.training.recipes import Recipe, get_recipe
from core.jobs import Job, Workbench

KIND, CHECKPOINTS = "jazz", "checkpoints"
SOURCES = ("stream", "clips")  # or the id of pieces that were brought, see `core.jazz.training.pieces`
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class JazzWish:
    """What to train.

    Attributes
    ----------
    name : of the model to come: small letters, digits and hyphens
    recipe : see `core.jazz.training.recipes`
    source : "stream" (the thesis' tokens), "clips" (the piano clips), or the id of pieces that were brought
    title : of the source, for people
    n_epochs, word_dropout, free_bits, seed : None takes the recipe's
    """

    name: str
    recipe: str
    source: str
    title: str = ""
    n_epochs: int | None = None
    word_dropout: float | None = None
    free_bits: float | None = None
    seed: int | None = None

    def check(self) -> Recipe:
        """The recipe with this wish's numbers; raises ModelError for what cannot be."""
        if not _NAME.fullmatch(self.name) or self.name in BUILT_IN:
            raise ModelError(f"name={self.name!r} must be small letters, digits and hyphens, and no built-in model's")
        recipe = get_recipe(self.recipe)
        if self.source == "stream" and recipe.kind != "tokens":
            raise ModelError(f"{recipe.name} needs times, which the thesis' tokens lack; choose a recipe of tokens")
        names = ("n_epochs", "word_dropout", "free_bits", "seed")
        changes = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.source not in SOURCES:
            changes["epoch_share"] = 1.0  # what a visitor brings is little
        return recipe.with_training(**changes)


def train_jazz(wish: JazzWish, bench: Workbench) -> dict:
    """Train, store the model under its name, and return ``{"model": name}``; see `JazzWish`."""
    from core.jazz.training.beside import store_beside
    from core.jazz.training.live import Live
    from core.jazz.training.making import make_model

    recipe = wish.check()
    bench.tell(0.0, "Reading the music")
    prepared = prepare(recipe, wish.source)
    live = Live(bench, n_epochs=recipe.n_epochs)
    folder = models_folder() / wish.name
    make_model(
        recipe,
        prepared,
        folder=folder,
        data={"title": wish.title or wish.source, "source": _source(wish.source), "pieces": wish.source},
        checkpoints=bench.folder / CHECKPOINTS,
        tell=live.tell,
        log=bench.log,
    )
    bench.tell(0.98, "Drawing the map of what it has learnt")
    store_beside(folder, prepared, n_samples=0, log=bench.log)
    shutil.rmtree(bench.folder / CHECKPOINTS, ignore_errors=True)
    return {"model": wish.name}


def prepare(recipe: Recipe, source: str) -> Prepared:
    """The music of a source, as a recipe needs it."""
    if source == "stream":
        return from_stream(read_stream(find_jazz(STREAM)), **recipe.network)
    pieces = _pieces(source)
    return from_pieces(pieces, kind=recipe.kind, has_manners=source == "clips", **recipe.network)


def name_for(recipe: str, pieces_id: str) -> str:
    """A name that no other wish of the same recipe and music has."""
    return f"{recipe}-{hashlib.sha256(pieces_id.encode()).hexdigest()[:6]}"


def _pieces(source: str) -> Sequence[Piece]:
    return read_clips(find_jazz(CLIPS)) if source == "clips" else load_pieces(source)


def _source(source: str) -> str:
    return {"stream": STREAM_SOURCE, "clips": CLIPS_SOURCE}.get(source, "MIDI files brought by a visitor")


def curves_path(job: Job) -> Path:
    """Where the curves of a training lie while it runs; see `core.jazz.training.live`."""
    from core.jazz.training.live import CURVES

    return job.folder / CURVES
