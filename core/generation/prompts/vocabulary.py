"""What is typed of a genre in; the kinds of tracks it has, their tempi, moods and instruments, out.

A phrase names what plays in brackets: "a crying [electric guitar]". Phrases stand between bars: "this | that".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_NAMED = re.compile(r"\[([^]]+)\]")
_ONE = re.compile(r"an? ")


@dataclass(frozen=True)
class Phrase:
    """Something that plays: as a sentence says it, and the instruments that it names, which may be none.

    ``format(phrase, "plays|play")`` is the verb that goes with it.
    """

    text: str
    instruments: tuple[str, ...] = ()

    @property
    def is_one(self) -> bool:
        return _ONE.match(self.text) is not None

    def __format__(self, verbs: str) -> str:
        one, _, many = verbs.partition("|")
        return (one if self.is_one else many) if verbs else self.text


@dataclass(frozen=True)
class Kind:
    """A kind of track within a genre.

    Attributes
    ----------
    tempo_bpm : slowest and fastest, whole beats (quarter notes) a minute, both included
    parts : "lead", "harmony" and, where it has them, "bass" and "beat" -> what may play it; no instrument has two parts
    """

    name: str
    tempo_bpm: tuple[int, int]
    moods: tuple[str, ...]
    parts: Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True)
class Vocabulary:
    """The words of a genre. ``keys`` and ``sounds`` (how it is recorded or goes on) fit all of its kinds."""

    genre: str
    keys: str
    sounds: str
    kinds: tuple[Kind, ...]

    @property
    def tempo_bpm(self) -> tuple[int, int]:
        """The slowest and the fastest that any kind is."""
        low, high = zip(*(kind.tempo_bpm for kind in self.kinds), strict=True)
        return min(low), max(high)

    @cached_property
    def instruments(self) -> tuple[str, ...]:
        """Everything that may play, in the order of first mention."""
        phrases = (phrase for kind in self.kinds for part in kind.parts.values() for phrase in part)
        return tuple(dict.fromkeys(name for phrase in phrases for name in phrase.instruments))


def kind(
    name: str, tempo_bpm: tuple[int, int], *, moods: str, lead: str, harmony: str, bass: str = "", beat: str = ""
) -> Kind:
    """A `Kind` from phrases between bars; a part without a phrase is one that it has not."""
    written = {"lead": lead, "harmony": harmony, "bass": bass, "beat": beat}
    parts = {part: tuple(map(_phrase, between_bars(text))) for part, text in written.items() if text}
    return Kind(name, tempo_bpm, between_bars(moods), parts)


def between_bars(text: str) -> tuple[str, ...]:
    """ "this | that" as the two."""
    return tuple(part.strip() for part in text.split("|"))


def _phrase(written: str) -> Phrase:
    return Phrase(_NAMED.sub(r"\1", written), tuple(_NAMED.findall(written)))
