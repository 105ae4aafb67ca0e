"""What a synthetic dataset shall be, as a frozen recipe: the same recipe gives the same clips."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.data.datasets import gtzan
from core.data.datasets.synthetic import BAND, ENGINES, HOME, KEPT_BY, KIND, MUSICGEN
from core.errors import DataError
from core.generation.arranger import GENRES, MAX_DURATION_S, MIN_DURATION_S
from core.generation.musicgen.params import MAX_SEED, MusicgenParams
from core.generation.musicgen.sizes import SIZES
from core.generation.prompts import MAKERS, Grammar, Source
from core.generation.prompts.csv_table import read_table_file
from core.sound.song import MIN_DURATION_S as MIN_SONG_S
from core.synthesis.contents import content_of
from core.synthesis.judges import MAX_BEST_OF, judge_record, told_of
from core.workspace import workspace

# Of the prompts and of the band: raised by whoever changes what is made of the same recipe, so that clips of two
# versions never lie in one folder; tests/core/synthesis/test_recipe.py says when.
VERSION = 1
MAX_CLIPS = 100_000  # of all genres together
GRAMMAR = "grammar"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Recipe:
    """All that the clips of a dataset depend on.

    Attributes
    ----------
    name : what people call it; a-z, 0-9 and "-"
    genres : in the words of the prompts
    clips_per_genre : of which ``takes`` are made of each prompt, with other seeds; by the band one
    duration_s : of each clip
    engine : "arranger" (the band of this project) or "musicgen"
    maker : one of `core.generation.prompts.MAKERS`
    descriptions : "grammar", or the path of a CSV with the columns genre and description
    model, by, device, guidance : see `core.generation.musicgen.job.TextParams`; the band has no use for them
    best_of, judge : takes of each clip, of which a genre model keeps the one in which it hears the genre most
    """

    name: str
    genres: tuple[str, ...]
    clips_per_genre: int = 10
    duration_s: float = 10.0
    engine: str = BAND
    maker: str = "gtzan-synth"
    descriptions: str = GRAMMAR
    takes: int = 1
    seed: int = 0
    model: str = "small"
    by: str = ""
    device: str = ""
    guidance: float = 3.0
    best_of: int = 1
    judge: str = ""

    def check(self) -> None:
        """Raise DataError, or ModelError of a judge, where a recipe asks for what cannot be, before a clip is made."""
        check_name(self.name)
        if self.engine not in ENGINES:
            raise DataError(f"engine={self.engine!r} is none of {', '.join(ENGINES)}; choose one of those")
        if self.maker not in MAKERS:
            raise DataError(f"no prompt maker has the name {self.maker!r}; choose one of {', '.join(MAKERS)}")
        _check_numbers(self)
        _check_genres(self)
        _check_choice(self)
        for genre in self.genres:
            self.source.draw(genre, n=self.n_prompts, seed=self.seed)

    @property
    def n_clips(self) -> int:
        return len(self.genres) * self.clips_per_genre

    @property
    def n_prompts(self) -> int:
        """Of each genre; the last one may have fewer takes than the others."""
        return -(-self.clips_per_genre // self.takes)

    @cached_property
    def source(self) -> Source:
        """Where the descriptions come from; raises DataError where a CSV cannot be used."""
        return Grammar() if self.descriptions == GRAMMAR else read_table_file(Path(self.descriptions))

    @property
    def musicgen(self) -> MusicgenParams:
        """What a network is asked for, the seed of a clip aside."""
        return MusicgenParams(duration_s=self.duration_s, guidance=self.guidance)

    @cached_property
    def kept_by(self) -> str:
        """The weights of the judge; "" where every clip is kept as it comes. Raises ModelError."""
        return judge_record(self.judge, self.genres).weights_sha256 if self.best_of > 1 else ""

    @cached_property
    def id(self) -> str:
        """Everything that the clips depend on as "r" and seven hexadecimal digits.

        With a letter in front, because ``pop-00012`` is a track of GTZAN's.
        """
        unused = {"device", "judge", *(() if self.engine == MUSICGEN else ("model", "by", "guidance"))}
        unused |= set() if self.best_of > 1 else {"best_of"}
        told = {name: value for name, value in asdict(self).items() if name not in unused} | {"version": VERSION}
        if self.engine == MUSICGEN and self.model not in SIZES:
            told["model"] = content_of(Path(self.model).expanduser())
        if self.descriptions != GRAMMAR:
            told["descriptions"] = [(row.genre, row.text) for row in self.source.rows]
        if self.best_of > 1:
            told["judge"] = self.kept_by
        return "r" + sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:7]

    @property
    def folder(self) -> Path:
        """Where its dataset lies, or would."""
        return workspace() / HOME / f"{self.name}-{self.id}"

    def to_json(self) -> dict[str, Any]:
        """What ``recipe.json`` of its dataset says."""
        told = asdict(self) | {"genres": list(self.genres)}
        for name in ("descriptions", "model"):  # no place of this machine's
            told[name] = Path(told[name]).name
        if self.best_of > 1:
            told |= {KEPT_BY: self.kept_by} | told_of(judge_record(self.judge, self.genres))
        return {"kind": KIND, "id": self.id} | told


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        # Kroher, Manangu, Pikrakis. Towards training music taggers on synthetic data. CBMI 2024.
        "gtzan-synth": Recipe("gtzan-synth", gtzan.GENRES, maker="gtzan-synth", model="medium", guidance=10.0),
        # Kroher, Cuesta, Pikrakis. Can MusicGen create training data for MIR tasks? ISMIR LBD 2023.
        "musicgen-mir": Recipe(
            "musicgen-mir", ("electronica", "funk", "orchestral", "pop", "rock"), maker="musicgen-mir"
        ),
    }
)


def recipe_named(name: str, **changes: Any) -> Recipe:
    """One of RECIPES with other numbers, checked; raises DataError."""
    if name not in RECIPES:
        raise DataError(f"there is no recipe {name!r}; choose one of {', '.join(RECIPES)}")
    recipe = replace(RECIPES[name], **changes)
    recipe.check()
    return recipe


def check_name(name: str) -> None:
    """Raise DataError where a dataset cannot have the name."""
    if not _NAME.fullmatch(name):
        raise DataError(f"name={name!r} must be 1 to 40 of a-z, 0-9 and -, such as {next(iter(RECIPES))}")


def _check_numbers(recipe: Recipe) -> None:
    for name in ("clips_per_genre", "takes"):
        value = getattr(recipe, name)
        if not isinstance(value, int) or value < 1:
            raise DataError(f"{name}={value!r} must be a whole number from 1 on")
    if recipe.engine == BAND and recipe.takes > 1:
        # Prompts that share patterns, and patterns that share prompts, would soon be a single group.
        raise DataError(f"takes={recipe.takes}: the band plays each prompt once; ask for takes=1, or for {MUSICGEN}")
    if recipe.n_clips > MAX_CLIPS:
        raise DataError(f"{recipe.n_clips:,} clips are asked for, but at most {MAX_CLIPS:,} are made; ask for fewer")
    if not 0 <= recipe.seed <= MAX_SEED:
        raise DataError(f"seed={recipe.seed} must be a whole number from 0 to {MAX_SEED}")
    if recipe.engine == MUSICGEN:
        recipe.musicgen.check()
    elif not MIN_DURATION_S <= recipe.duration_s <= MAX_DURATION_S:
        raise DataError(f"duration_s={recipe.duration_s:g} must lie between {MIN_DURATION_S:g} and {MAX_DURATION_S:g}")


def _check_choice(recipe: Recipe) -> None:
    if not isinstance(recipe.best_of, int) or not 1 <= recipe.best_of <= MAX_BEST_OF:
        raise DataError(f"best_of={recipe.best_of!r} must be a whole number from 1 to {MAX_BEST_OF}")
    if recipe.best_of == 1 and recipe.judge:
        raise DataError(f"judge={recipe.judge!r} has nothing to choose from; ask for best_of=2 or more")
    if recipe.best_of > 1 and not recipe.judge:
        raise DataError(f"best_of={recipe.best_of} needs a model that chooses; name one as judge")
    if recipe.best_of > 1 and recipe.duration_s < MIN_SONG_S:
        raise DataError(f"duration_s={recipe.duration_s:g}: a judge needs clips of at least {MIN_SONG_S:g} s")
    if recipe.best_of > 1:
        judge_record(recipe.judge, recipe.genres)


def _check_genres(recipe: Recipe) -> None:
    if len(recipe.genres) < 2 or len(set(recipe.genres)) < len(recipe.genres):
        raise DataError(f"genres={', '.join(recipe.genres) or 'none'}: a dataset needs two or more, each named once")
    unknown = [genre for genre in recipe.genres if genre not in GENRES]
    if recipe.engine == BAND and unknown:
        raise DataError(f"the band does not know genre={unknown[0]!r}; it plays {', '.join(GENRES)}")
