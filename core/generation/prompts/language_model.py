"""A genre in, descriptions that a language model writes out: what it says twice or of voices is left out and counted.

The request is that of Kroher et al. (2024) in words of this project: one sentence each on an instrumental track, with
its tempo and instruments, ten at a time, temperature 0.5.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.errors import ServiceError
from core.generation.prompts.description import Description, read_description, words_of
from core.generation.prompts.endpoint import Answer, Endpoint, chat, check_endpoint, say_nothing
from core.generation.prompts.grammar import VOCABULARIES
from core.generation.prompts.voices import mentions_voice

PER_CALL = 10
MAX_BARREN_CALLS = 5  # in a row that bring nothing new: then the model has nothing more to say
MIN_WORDS, MAX_CHARS = 5, 400
SYSTEM = (
    "You describe music for a generator that turns text into sound. You know how the genres differ in tempo, rhythm "
    "and instruments. You answer with the descriptions alone: one on each line, no numbers, no headings, no comments."
)
REQUEST = (
    "Write {n} different descriptions of an instrumental {genre} track. Each is one sentence and names the tempo in "
    "BPM and the instruments that play. Nobody is heard but the instruments."
)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_BULLET = re.compile(r"^(?:[-*•–]|\(?\d{1,3}[.):])\s+")
_WRAPPING = " \t\"'`*“”„«»"


@dataclass
class Tally:
    """What became of the answers so far; ``voices`` are the words for which descriptions were refused."""

    n_calls: int = 0
    n_kept: int = 0
    n_twice: int = 0
    n_unusable: int = 0
    voices: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return (
            f"{self.n_kept} descriptions of {self.n_calls} answers; left out: {self.n_twice} that came twice, "
            f"{len(self.voices)} that mention a voice, {self.n_unusable} that are no description"
        )


class LanguageModel:
    """A source of descriptions; ``tally`` counts what it gave and what was left out.

    Descriptions come as the answers do: who takes them one by one has those before an error. ``on_delay`` is told when
    the model has to be asked again, as of `chat`.
    """

    name = "llm"

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        per_call: int = PER_CALL,
        max_barren_calls: int = MAX_BARREN_CALLS,
        on_delay: Callable[[str], None] = say_nothing,
    ):
        self.endpoint = endpoint
        self.per_call = per_call
        self.max_barren_calls = max_barren_calls
        self.on_delay = on_delay
        self.tally = Tally()

    def draw(self, genre: str, *, n: int, seed: int) -> Iterator[Description]:
        """``n`` different descriptions; the seed is not asked for, a language model has none.

        Raises
        ------
        ServiceError
            At once where the endpoint cannot be asked; later as `chat` does, or where the model only repeats itself.
        """
        check_endpoint(self.endpoint)
        return self._draw(genre, n)

    def _draw(self, genre: str, n: int) -> Iterator[Description]:
        seen: set[tuple[str, ...]] = set()
        n_given, n_barren = 0, 0
        while n_given < n:
            fresh = self._ask(genre, seen)
            n_barren = 0 if fresh else n_barren + 1
            if n_barren >= self.max_barren_calls:
                raise ServiceError(
                    f"model={self.endpoint.model!r} brought nothing new {n_barren} times in a row "
                    f"({self.tally.sentence}); take the {n_given} there are, or another model"
                )
            for text in fresh[: n - n_given]:
                n_given += 1
                self.tally.n_kept += 1
                yield _described(text, genre)

    def _ask(self, genre: str, seen: set[tuple[str, ...]]) -> list[str]:
        """The new descriptions of one answer; ``seen`` grows by them."""
        request = REQUEST.format(n=self.per_call, genre=genre)
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": request}]
        found = lines_of(chat(self.endpoint, messages, on_delay=self.on_delay))
        self.tally.n_calls += 1
        fresh = []
        for text in found:
            words, voice = words_of(text), mentions_voice(text)
            if len(words) < MIN_WORDS or len(text) > MAX_CHARS or text.endswith(":"):
                self.tally.n_unusable += 1
            elif voice:
                self.tally.voices.append(voice)
            elif words in seen:
                self.tally.n_twice += 1
            else:
                seen.add(words)
                fresh.append(text)
        return fresh


def lines_of(answer: Answer) -> list[str]:
    """The lines of an answer without what models put around them: numbers, quotes, fences, JSON, loud thinking."""
    text = _THOUGHT.sub("", answer.text).strip()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("```")]
    listed = _listed("\n".join(lines))
    if answer.cut and listed is None:
        lines = lines[:-1]
    bare = (_BULLET.sub("", line.strip().strip(_WRAPPING)).strip(_WRAPPING) for line in listed or lines)
    return [" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in bare if line]


def _listed(text: str) -> list[str] | None:
    """The texts of a JSON list; None where it is none."""
    if not text.lstrip().startswith("["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and all(isinstance(line, str) for line in found) else None


def _described(text: str, genre: str) -> Description:
    known = VOCABULARIES.get("".join(words_of(genre)))
    return read_description(text, genre=genre, instruments=known.instruments if known else ())
