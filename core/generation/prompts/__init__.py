"""A genre in, sentences for a generator that reads out: MAKERS put a description and its genre together.

Descriptions come from a source: the grammar of this project (`Grammar`), a CSV of the user's (`csv_table.Table`) or a
language model (`language_model.LanguageModel`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from core.errors import DataError
from core.generation.prompts.description import Description
from core.generation.prompts.grammar import VOCABULARIES, Grammar, describe_at, n_descriptions
from core.generation.wording import as_sentence, with_article

__all__ = [
    "MAKERS",
    "VOCABULARIES",
    "Description",
    "Grammar",
    "Maker",
    "Prompt",
    "Source",
    "describe_at",
    "get_maker",
    "make_prompt",
    "make_prompts",
    "n_descriptions",
]
MAX_GENRE_CHARS = 60


class Source(Protocol):
    """Where descriptions come from: ``n`` of a genre, none twice."""

    name: str

    def draw(self, genre: str, *, n: int, seed: int) -> Iterator[Description]: ...


@dataclass(frozen=True)
class Maker:
    """A way to make a prompt of a genre and a description. ``template`` is what people read of it."""

    name: str
    template: str
    about: str
    write: Callable[[str, str], str]


@dataclass(frozen=True)
class Prompt:
    """What a generator is told, and the description in it as data."""

    text: str
    genre: str
    maker: str
    description: Description

    @property
    def id(self) -> str:
        """The same for the same text, wherever it is made: clips of one prompt belong together."""
        return sha256(self.text.encode()).hexdigest()[:12]


MAKERS: dict[str, Maker] = {
    maker.name: maker
    for maker in (
        Maker(
            "gtzan-synth",
            "{genre} {genre} {description}",
            "The genre twice, then the description (Kroher et al. 2024).",
            lambda genre, description: f"{genre} {genre} {description}",
        ),
        Maker(
            "gtzan-synth-once",
            "{genre} {description}",
            "The genre once, to compare with: is it heard more when it is said twice?",
            lambda genre, description: f"{genre} {description}",
        ),
        Maker(
            "musicgen-mir",
            "A {genre} track. {description}.",
            "Two sentences (Kroher et al. 2023); An where the genre begins with a vowel, and one full stop at the end.",
            lambda genre, description: " ".join(map(as_sentence, (with_article(f"{genre} track"), description))),
        ),
    )
}


def make_prompt(description: Description, *, maker: str) -> Prompt:
    """One prompt of a description; raises DataError where no maker has the name."""
    text = get_maker(maker).write(description.genre, description.text)
    return Prompt(text, description.genre, maker, description)


def get_maker(name: str) -> Maker:
    """The maker of a name; raises DataError for one that there is not."""
    if name not in MAKERS:
        raise DataError(f"no prompt maker has the name {name!r}; choose one of {', '.join(MAKERS)}")
    return MAKERS[name]


def make_prompts(
    genre: str, *, n: int, seed: int, maker: str = "gtzan-synth", source: Source | None = None
) -> Iterator[Prompt]:
    """``n`` prompts of a genre, none twice, one by one as the source gives them; by default the grammar.

    The grammar and a table give the same prompts for the same seed, and fewer are the first of more; a language model
    knows no seed.

    Raises
    ------
    DataError
        At once: no such maker, n below 1, a genre or a seed that cannot be; or as the source does.
    """
    get_maker(maker)
    if n < 1:
        raise DataError(f"n={n} prompts are asked for; ask for at least one")
    if not (0 < len(genre) <= MAX_GENRE_CHARS and genre.strip() == genre and genre.isprintable()):
        raise DataError(f"genre={genre[:80]!r} must be a word or a few, at most {MAX_GENRE_CHARS} characters")
    drawn = (source or Grammar()).draw(genre, n=n, seed=seed)
    return (make_prompt(description, maker=maker) for description in drawn)
