"""The workspace in, the synthetic datasets that were begun in it out: their recipes, and how much of each is there.

A recipe is read back from its folder where everything that it depends on is still known: a grammar always is, a CSV
as long as it lies in the workspace, a folder of a network only by whoever names it again.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.data.datasets.synthetic import HOME, SUFFIX, read_recipe
from core.errors import DataError, ModelError
from core.synthesis.recipe import GRAMMAR, Recipe
from core.workspace import not_written, workspace, write_atomic

DESCRIPTIONS = "descriptions"  # the folder of the workspace for CSVs that were brought or drawn
_TOLD = {"name": str, "engine": str, "clips_per_genre": int, "genres": list, "duration_s": (int, float)}


@dataclass(frozen=True)
class Begun:
    """A folder in which a recipe was begun.

    Attributes
    ----------
    said : what its recipe says, see `core.data.datasets.synthetic.read_recipe`
    n_made : clips that are finished
    """

    folder: Path
    said: Mapping[str, Any]
    n_made: int

    @property
    def n_clips(self) -> int:
        """All clips of the recipe."""
        return self.said["clips_per_genre"] * len(self.said["genres"])

    @property
    def is_whole(self) -> bool:
        return self.n_made >= self.n_clips

    @cached_property
    def wording(self) -> Recipe | None:
        """A recipe with the same prompts; None where its descriptions are not here any more."""
        return _rebuilt(self.said)

    @cached_property
    def recipe(self) -> Recipe | None:
        """The very recipe, to make the rest by; None where something that its clips depend on is not known here."""
        found = self.wording
        return found if found is not None and found.id == self.said.get("id") else None


def begun() -> list[Begun]:
    """What was begun in the workspace, the newest first; a folder whose recipe says nothing is left out."""
    folders = (workspace() / HOME).glob("[!.]*/")
    told = ((folder, read_recipe(folder)) for folder in folders)
    found = [Begun(folder, said, count_made(folder)) for folder, said in told if said and _is_told(said)]
    return sorted(found, key=lambda one: (-one.folder.stat().st_ctime_ns, one.folder.name))


def count_made(folder: Path) -> int:
    """Finished clips: those whose sidecar, which is written last, lies beside them."""
    n = 0
    for place in _entries(folder):
        if place.is_dir():
            names = {entry.name for entry in _entries(Path(place.path))}
            n += sum(name.endswith(SUFFIX) and f"{name}.json" in names for name in names)
    return n


def descriptions_folder() -> Path:
    return workspace() / DESCRIPTIONS


def keep_descriptions(content: bytes, *, name: str) -> Path:
    """Write a CSV where recipes find it again; the same content under the same name is one file.

    Raises WorkspaceError where the disk refuses it. Whether it can be read is for `read_table` to say, before.
    """
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in Path(name).stem).strip("-")[:40]
    path = descriptions_folder() / f"{stem or 'descriptions'}-{sha256(content).hexdigest()[:8]}.csv"
    try:
        if not path.is_file():
            write_atomic(path, content)
    except OSError as error:
        raise not_written(path, error) from error
    return path


def _rebuilt(said: Mapping[str, Any]) -> Recipe | None:
    known = {field.name: said[field.name] for field in fields(Recipe) if field.name in said}
    known["genres"] = tuple(known["genres"])
    if known.get("descriptions", GRAMMAR) != GRAMMAR:
        known["descriptions"] = str(descriptions_folder() / Path(str(known["descriptions"])).name)
    try:
        recipe = Recipe(**known)
        recipe.check()
    except (DataError, ModelError, TypeError):  # of another version, or its CSV or its judge is gone
        return None
    return recipe


def _is_told(said: Mapping[str, Any]) -> bool:
    return all(isinstance(said.get(name), kind) for name, kind in _TOLD.items())


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # gone meanwhile: nothing is there
        return []
