"""A sentence on a track, and what it says as data: the genre, the tempo, the instruments."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

_TEMPO = re.compile(r"\b(\d{2,3})(?:\.\d+)?[ -]?(?:bpm\b|beats (?:per|a) minute)", re.IGNORECASE)

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Description:
    """One sentence on an instrumental track, and the brief in it as far as it goes.

    Attributes
    ----------
    tempo_bpm, key, mood, kind : None where the sentence names none, or nobody knows
    instruments : those that it names, among those that the grammar knows for the genre
    """

    text: str
    genre: str
    tempo_bpm: float | None = None
    instruments: tuple[str, ...] = ()
    key: str | None = None
    mood: str | None = None
    kind: str | None = None

    @property
    def wishes(self) -> dict[str, Any]:
        """What `brief_for` of the band can be asked for by this description: its tempo and its key."""
        key = self.key and self.key.replace(" flat", "b").replace(" sharp", "#")
        return {name: value for name, value in (("tempo_bpm", self.tempo_bpm), ("key", key)) if value is not None}


def read_description(text: str, *, genre: str, instruments: tuple[str, ...] = ()) -> Description:
    """A description that somebody else wrote: its tempo, and which of ``instruments`` it names, found in the words."""
    tempo = _TEMPO.search(text)
    return Description(text, genre, float(tempo[1]) if tempo else None, _named(text, instruments))


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, in small letters, without marks: what makes two sentences the same."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _named(text: str, instruments: tuple[str, ...]) -> tuple[str, ...]:
    """The longest names first: an upright bass is no bass besides; in the order of the text, each once."""
    found = _any_of(instruments).findall(text) if instruments else ()
    known = {name.casefold(): name for name in instruments}
    names = (known.get(word.casefold()) or known[word.casefold().removesuffix("s")] for word in found)
    return tuple(dict.fromkeys(names))


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b((?:{'|'.join(map(re.escape, longest))})s?)\b", re.IGNORECASE)
