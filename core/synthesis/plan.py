"""A recipe in; its clips, in words and seeds, out: what is made of which prompt, and where it will lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from core.data.datasets.synthetic import SUFFIX
from core.generation.marks import sidecar_of
from core.generation.prompts import Prompt, make_prompts
from core.synthesis.judges import N_SEEDS
from core.synthesis.recipe import Recipe


@dataclass(frozen=True)
class Order:
    """One clip to make.

    Attributes
    ----------
    id : of the track that it will be, among all datasets
    recipe_id : whose clip it is: who makes it need not read the recipe's descriptions again
    place, take : which prompt of its genre it is of, and which clip of that prompt
    seed : of this clip alone, drawn from the recipe's
    kept_by : the weights of the model that chooses among takes of it; "" where none does
    """

    id: str
    recipe_id: str
    genre: str
    prompt: Prompt
    place: int
    take: int
    seed: int
    path: Path
    kept_by: str = ""

    @property
    def is_made(self) -> bool:
        """Whether it lies there whole: the sidecar is written last."""
        return sidecar_of(self.path).is_file() and self.path.is_file()


def orders_of(recipe: Recipe) -> Iterator[Order]:
    """All clips of a recipe, genre by genre; fewer clips of a genre are the first of more."""
    for genre in recipe.genres:
        prompts = make_prompts(genre, n=recipe.n_prompts, seed=recipe.seed, maker=recipe.maker, source=recipe.source)
        for place, prompt in enumerate(prompts):
            for take in range(min(recipe.takes, recipe.clips_per_genre - place * recipe.takes)):
                yield _order(recipe, prompt, place=place, take=take)


def _order(recipe: Recipe, prompt: Prompt, *, place: int, take: int) -> Order:
    # Six digits: with five a clip would be taken for one of GTZAN's.
    number = place * recipe.takes + take
    folder = genre_folder(prompt.genre)
    id = f"{recipe.name}-{recipe.id}-{folder}-{number:06d}"
    drawn = sha256(f"{recipe.seed}/{prompt.genre}/{place}/{take}".encode()).digest()
    seed = int.from_bytes(drawn[:4]) % N_SEEDS
    path = recipe.folder / folder / f"{id}{SUFFIX}"
    return Order(id, recipe.id, prompt.genre, prompt, place, take, seed, path, recipe.kept_by)


def genre_folder(genre: str) -> str:
    """A genre as a folder: a stranger's CSV may name it as it likes, and no two may share one."""
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in genre).strip("-")
    return slug if slug == genre else f"{slug[:30]}-{sha256(genre.encode()).hexdigest()[:6]}"
