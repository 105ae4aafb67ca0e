"""What a visitor asks of MusicGen in, the same checked once out: how long, how bound to the words, how many."""

import unicodedata
from dataclasses import dataclass

from core.errors import DataError

MIN_DURATION_S, MAX_DURATION_S = 1.0, 120.0
MAX_PROMPT_CHARS = 1_000
MAX_BATCH = 16
MAX_GIVEN_S, MIN_GIVEN_S = 20.0, 0.5
MAX_SEED = 2**32 - 1


@dataclass(frozen=True)
class MusicgenParams:
    """How a text becomes sound; equal numbers give equal sound on the same machine.

    Attributes
    ----------
    duration_s : of each clip; with a recording to go on from, its part is counted in
    guidance : how strictly the words are followed: 1 not more than the model would by itself
    temperature : how daring the draw of each token is; 1 as learned
    top_k : draw among that many of the likeliest tokens; 0 among all
    top_p : draw among the likeliest tokens that have this much of the probability; 0 leaves it to ``top_k``
    batch : clips at once, drawn from one seed: the first of four is not the first of two
    given_s : how much of the end of a recording is gone on from
    """

    duration_s: float = 10.0
    guidance: float = 3.0
    temperature: float = 1.0
    top_k: int = 250
    top_p: float = 0.0
    seed: int = 0
    batch: int = 1
    given_s: float = 5.0

    def check(self) -> None:
        """Raise DataError where a number is beyond what it may be."""
        for name, low, high in _RANGES:
            value = getattr(self, name)
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number or not low <= value <= high:
                raise DataError(f"{name}={value!r} must lie between {low:g} and {high:g}")
        for name in ("top_k", "seed", "batch"):
            if not isinstance(getattr(self, name), int):
                raise DataError(f"{name}={getattr(self, name)!r} must be a whole number")


_RANGES = (
    ("duration_s", MIN_DURATION_S, MAX_DURATION_S),
    ("guidance", 1.0, 20.0),
    ("temperature", 0.01, 5.0),
    ("top_k", 0, 2_048),
    ("top_p", 0.0, 1.0),
    ("seed", 0, MAX_SEED),
    ("batch", 1, MAX_BATCH),
    ("given_s", MIN_GIVEN_S, MAX_GIVEN_S),
)


def checked_prompt(prompt: str) -> str:
    """The prompt as one line.

    Raises
    ------
    DataError
        There is nothing to read in it, or more than ``MAX_PROMPT_CHARS``.
    """
    prompt = " ".join("".join(c if _is_readable(c) else " " for c in prompt).split())
    if not any(c.isalnum() for c in prompt):
        raise DataError("the prompt says nothing; describe the music, such as “calm piano with soft strings”")
    if len(prompt) > MAX_PROMPT_CHARS:
        raise DataError(
            f"the prompt has {len(prompt):,} characters, but at most {MAX_PROMPT_CHARS:,} are read; one or two "
            "sentences are enough"
        )
    return prompt


def prompt_notes(prompt: str) -> tuple[str, ...]:
    """What a visitor should know of the words: those that the model has hardly seen."""
    letters = [c for c in prompt if c.isalpha()]
    n_strange = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if not n_strange:
        return ()
    what = "the prompt" if n_strange == len(letters) else "part of the prompt"
    return (f"{what} is not in Latin letters; MusicGen has learned from English and may not understand it",)


def _is_readable(c: str) -> bool:
    """Whether a character is none that controls a terminal, half of one (a surrogate), or none at all."""
    return unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co")
