"""What shall be made, as plain values: no engine is needed to write an order, or to change one thing in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.generation.reading import params_of, read_prompt
from core.ui.text.takes import BAND

if TYPE_CHECKING:
    from core.ui.text.takes import Take

MAX_SEED = 2**31 - 1
NEW_SEED = "a new seed"  # the way of a take that comes from no other one


@dataclass(frozen=True)
class Order:
    """A take to come.

    Attributes
    ----------
    engine : BAND or MUSICGEN
    params : as `BandParams` or `TextParams` take them
    way : what it comes from in a few words
    beside : id of the take that it shall be compared with, or ""
    """

    engine: str
    params: Mapping[str, Any] = field(default_factory=dict)
    way: str = NEW_SEED
    beside: str = ""

    @property
    def prompt(self) -> str:
        return str(self.params.get("prompt", ""))


def with_other_seed(take: Take) -> Order:
    """The same once more, by a seed that nobody chose."""
    params = dict(take.params) | {"seed": chance_seed()} | _alone(take)
    return Order(take.engine, params, f"{take.name.lower()} with another seed", take.id)


def with_other_word(take: Take, word: str, instead: str) -> Order:
    """The same seed, and one word of the prompt another one; raises DataError where the band cannot play that."""
    prompt = replaced(take.prompt, word, instead)
    params = dict(take.params) | {"prompt": prompt, "seed": take.seed} | _alone(take)
    if take.engine == BAND:
        genre, named = str(take.params["genre"]), read_prompt(prompt).genres
        reading = read_prompt(prompt, genre=genre if genre in named or not named else "")
        params = params_of(reading, seed=take.seed, duration_s=take.duration_s)
    return Order(take.engine, params, f"{take.name.lower()} with “{instead}” instead of “{word}”", take.id)


def words_in(prompt: str) -> list[str]:
    """The words of a prompt that can be changed, each once."""
    return list(dict.fromkeys(word for word in map(_bare, prompt.split()) if word))


def replaced(prompt: str, word: str, instead: str) -> str:
    """The prompt with one of its words another one wherever it stands; the marks around it stay."""
    parts = (part.replace(word, instead) if _bare(part) == word else part for part in prompt.split())
    return " ".join(parts)


def chance_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(1_000_000)


def _alone(take: Take) -> dict[str, int]:
    return {"n_clips" if take.engine == BAND else "batch": 1}


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'()[]“”„«»")
