"""A genre, a seed and a number in, one sentence on an instrumental track out: this project's own descriptions.

A genre is the union of its kinds of tracks, each with and without a key and a word on its sound. Of each such family
the sentences are a product: way to say it x tempo x mood x who plays x ... The k-th description takes families in turn,
in an order shuffled for each round, and goes through each family in a shuffled order of its own. So none comes twice,
the first ten are the first ten of any ten thousand, and the 9,000th costs what the first does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from math import prod
from typing import Any

from core.errors import DataError
from core.generation.prompts.description import Description
from core.generation.prompts.genres import (
    blues,
    classical,
    country,
    disco,
    electronica,
    funk,
    hiphop,
    jazz,
    metal,
    orchestral,
    pop,
    reggae,
    rock,
)
from core.generation.prompts.permutation import shuffled
from core.generation.prompts.sentences import SENTENCES
from core.generation.prompts.vocabulary import Kind, Phrase, Vocabulary, between_bars
from core.generation.wording import as_sentence, with_article

_FILES = (blues, classical, country, disco, hiphop, jazz, metal, pop, reggae, rock, electronica, funk, orchestral)
VOCABULARIES: dict[str, Vocabulary] = {file.VOCABULARY.genre: file.VOCABULARY for file in _FILES}
_FORMS = ((False, False), (False, True), (True, False), (True, True))  # a key or none, a word on the sound or none


@dataclass(frozen=True)
class Grammar:
    """The source of descriptions that needs nothing else."""

    name = "grammar"

    def draw(self, genre: str, *, n: int, seed: int) -> Iterator[Description]:
        """The first ``n`` descriptions of a seed, no two alike; raises DataError as `describe_at` does, at once."""
        _check_place(genre, place=n - 1, seed=seed)
        return (describe_at(genre, place, seed=seed) for place in range(n))


def describe_at(genre: str, place: int, *, seed: int) -> Description:
    """The description that stands at a place, from 0 on, of those that ``seed`` draws for a genre.

    Raises
    ------
    DataError
        The grammar does not know the genre, or the place or the seed is none that there is.
    """
    _check_place(genre, place=place, seed=seed)
    families = _families(genre)
    turn, place_in_turn = divmod(place, len(families))
    which = shuffled(place_in_turn, n=len(families), key=f"{seed}/{genre}/{turn}")
    family = families[which]
    return family.description(shuffled(turn, n=family.size, key=f"{seed}/{genre}/{family.name}"))


@cache
def n_descriptions(genre: str) -> int:
    """How many can be drawn for a genre before any comes twice: each family in turn, until the smallest is used up."""
    families = _families(genre)
    return len(families) * min(family.size for family in families)


def vocabulary(genre: str) -> Vocabulary:
    """The words of a genre; raises DataError where the grammar has none."""
    if genre not in VOCABULARIES:
        raise DataError(f"the grammar does not know genre={genre!r}; it describes {', '.join(VOCABULARIES)}")
    return VOCABULARIES[genre]


@dataclass(frozen=True)
class _Family:
    """Sentences on tracks of one kind that name the same things: a product, whose members have numbers."""

    genre: str
    kind: Kind
    keys: tuple[str, ...]
    sounds: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.kind.name}/{bool(self.keys)}/{bool(self.sounds)}"

    @cached_property
    def choices(self) -> dict[str, tuple[Any, ...] | range]:
        low, high = self.kind.tempo_bpm
        return {
            "sentence": SENTENCES[frozenset(self.kind.parts)],
            "tempo": range(low, high + 1),
            "mood": self.kind.moods,
            **self.kind.parts,
            "key": self.keys or ("",),
            "sound": self.sounds or ("",),
        }

    @cached_property
    def size(self) -> int:
        return prod(map(len, self.choices.values()))

    def description(self, number: int) -> Description:
        drawn: dict[str, Any] = {}
        for name, choice in self.choices.items():
            number, place = divmod(number, len(choice))
            drawn[name] = choice[place]
        players: tuple[Phrase, ...] = tuple(drawn[part] for part in self.kind.parts)
        return Description(
            text=_say(drawn, self.kind.name),
            genre=self.genre,
            tempo_bpm=float(drawn["tempo"]),
            instruments=tuple(dict.fromkeys(name for player in players for name in player.instruments)),
            key=drawn["key"] or None,
            mood=drawn["mood"],
            kind=self.kind.name,
        )


def _check_place(genre: str, *, place: int, seed: int) -> None:
    """Raise DataError unless the grammar has a description of the genre at a place, from 0 on."""
    available = n_descriptions(genre)
    if seed < 0:
        raise DataError(f"seed={seed} must be a whole number from 0 on")
    if not 0 <= place < available:
        raise DataError(
            f"the grammar has {available:,} descriptions of {genre} before one comes twice; "
            f"number {place + 1:,} is asked for; ask for fewer"
        )


def _say(drawn: dict[str, Any], kind: str) -> str:
    joined = {"key": drawn["key"] and f" in {drawn['key']}", "sound": drawn["sound"] and f", {drawn['sound']}"}
    articles = {"a_mood": with_article(drawn["mood"]), "kind": kind, "a_kind": with_article(kind)}
    return as_sentence(drawn["sentence"].format(**(drawn | joined | articles)))


@cache
def _families(genre: str) -> tuple[_Family, ...]:
    words = vocabulary(genre)
    keys, sounds = between_bars(words.keys), between_bars(words.sounds)
    return tuple(
        _Family(genre, kind, keys if with_key else (), sounds if with_sound else ())
        for kind in words.kinds
        for with_key, with_sound in _FORMS
    )
