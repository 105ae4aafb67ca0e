"""A sentence in; what the band can play of it, as wishes for `brief_for`, and the words that it does not read, out.

The band is no language model: it knows its genres, tempi, keys, moods and instruments by their names, and nothing else
of a sentence, and leaves nothing out for a "no". So that nobody is deceived, all that is left over is told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.errors import DataError
from core.generation.arranger import GENRES, brief_for
from core.generation.arranger.moods import mode_for, tempi_for
from core.generation.arranger.style import Style
from core.generation.arranger.wishes import MAX_TEMPO_BPM, MIN_TEMPO_BPM
from core.generation.briefs import Brief
from core.generation.prompts.description import words_of
from core.generation.wording import listed

# How people write a genre whose label is another.
_SPELLINGS = {"hiphop": r"hip[ -]?hop", "orchestral": r"orchestral?"}
_GENRE_SPELLINGS = {genre: rf"\b{_SPELLINGS.get(genre, re.escape(genre))}\b" for genre in GENRES}
# A letter in small stands for a key only where it is said to be one, and never an "a": "in a minor mood".
_KEY = re.compile(
    r"(?:\b([A-G])|(?:(?<=\bin )|(?<=\bIn )|(?<=\bkey of ))([b-g]))"
    r"(?:[ -]?((?i:flat|sharp)|b|#|♭|♯))?[ -]((?i:major|minor))\b"
)
_TEMPO_TEXT = re.compile(r"\b(\d{2,3}(?:\.\d+)?)[ -]?(?:bpm\b|beats (?:per|a) minute)", re.IGNORECASE)
_PACES = {"slow": 1 / 6, "fast": 5 / 6}  # where in a genre's tempi
_ACCIDENTALS = {"flat": "b", "b": "b", "♭": "b", "sharp": "#", "#": "#", "♯": "#", "": ""}
# What somebody does not want, up to where another wish begins: "no harmonica", "a not too fast blues".
_REFUSED = re.compile(
    r"\b(?:no|not|without|never|nor)\s+(?:(?:a|an|the|any|too|very|so)\s+)*[^\s,.;:!?()|]+[^,.;:!?()|]*?"
    rf"(?=\s*(?:$|[,.;:!?()|]|\b(?:but|with|in|at|on|by|for)\b|\b\d|{'|'.join(_GENRE_SPELLINGS.values())}))",
    re.IGNORECASE,
)
# Words that ask for nothing by themselves.
_SILENT = frozenset(
    words_of(
        "a an and are as at by for from in into is it its music of on or over piece played plays song that the their "
        "but then this to track tune under while with instrumental style"
    )
)


@dataclass(frozen=True)
class Reading:
    """What the band reads in a sentence.

    Attributes
    ----------
    genres : those of the band that the sentence names, the first first
    genre : the one that it is read for; "" where none is named or chosen
    wishes : ``tempo_bpm``, ``key`` and ``mood``, as far as they are named, for `brief_for`
    instruments : of the genre, that are named and have a seat: each takes it from whoever else would sit there
    unread : words that the band does not know, second wishes of a kind, and what somebody does not want
    """

    text: str
    genres: tuple[str, ...]
    genre: str
    wishes: Mapping[str, Any]
    instruments: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is read, for people: "blues, 92 BPM, E minor, sad, harmonica"; "" where nothing is."""
        named = [GENRES[self.genre].title.lower()] if self.genre else []
        tempo = [f"{self.wishes['tempo_bpm']:g} BPM"] if "tempo_bpm" in self.wishes else []
        return ", ".join(
            [*named, *tempo, *(self.wishes[n] for n in ("key", "mood") if n in self.wishes), *self.instruments]
        )

    @property
    def unread_words(self) -> str:
        """What is not read, for people; "" where all is."""
        return listed([f"“{word}”" for word in self.unread])


def read_prompt(text: str, *, genre: str = "") -> Reading:
    """Read a sentence for the band; by default in the first of its genres that the sentence names.

    Raises DataError for a genre that the band does not know, and for a tempo that it cannot play.
    """
    if genre and genre not in GENRES:
        raise DataError(f"the band does not know genre={genre!r}; it plays {', '.join(GENRES)}")
    rest = _Rest(text)
    rest.pass_over(_REFUSED)
    named = _genres(rest.text)
    tempo_bpm = _tempo(rest)
    key = _key(rest)
    chosen = genre or (named[0] if named else "")
    wishes: dict[str, Any] = {} if tempo_bpm is None else {"tempo_bpm": tempo_bpm}
    instruments: tuple[str, ...] = ()
    if chosen:
        style = GENRES[chosen]
        instruments = _instruments(rest, style)
        rest.take(_genre_pattern(chosen))
        wishes |= _fitting_key(key, style) | _mood(rest, style)
        wishes |= {} if "tempo_bpm" in wishes else _pace(rest, style, wishes)
    elif key:
        wishes["key"] = key
    return Reading(text, named, chosen, MappingProxyType(wishes), instruments, rest.words)


def brief_of(reading: Reading, *, seed: int, duration_s: float) -> Brief:
    """The brief that the band plays for a sentence: what is not named is drawn by the seed.

    Raises DataError where no genre of the band is named or chosen, and as `brief_for` does.
    """
    if not reading.genre:
        raise DataError(f"the sentence names no genre that the band plays; add one of {', '.join(GENRES)}")
    drawn = brief_for(reading.genre, seed=seed, duration_s=duration_s, **reading.wishes)
    if not reading.instruments:
        return drawn
    players = seated(reading.instruments, drawn)
    return brief_for(reading.genre, seed=seed, duration_s=duration_s, **reading.wishes, instruments=players)


def params_of(reading: Reading, *, seed: int, duration_s: float, n_clips: int = 1) -> dict[str, Any]:
    """The fields of `core.generation.arranger.job.BandParams` for a sentence; raises DataError as `brief_of` does."""
    brief = brief_of(reading, seed=seed, duration_s=duration_s)
    players = brief.instruments if reading.instruments else ()
    asked = {"genre": reading.genre, "seed": seed, "duration_s": duration_s, "instruments": players}
    return asked | dict(reading.wishes) | {"n_clips": n_clips, "prompt": reading.text}


def seated(named: tuple[str, ...], drawn: Brief) -> tuple[str, ...]:
    """Who plays: whoever is named sits in the seat that has them, the others stay where they are."""
    return _in_seats([*named, *drawn.instruments], GENRES[drawn.genre])


class _Rest:
    """A sentence of which parts are read away."""

    def __init__(self, text: str):
        self.text = text
        self._passed_over: list[str] = []

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """What is found of a pattern, which is then gone."""
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub(" | ", self.text)
        return found

    def take_one(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first that is found of a pattern; others of it, where they say something else, are passed over."""
        first, *others = self.take(pattern) or [None]
        self.leave(*(other.group() for other in others if other.group().casefold() != first.group().casefold()))
        return first

    def pass_over(self, pattern: re.Pattern[str]) -> None:
        self.leave(*(match.group() for match in self.take(pattern)))

    def leave(self, *phrases: str) -> None:
        """Tell of these as of what is not read."""
        self._passed_over += [" ".join(phrase.split()) for phrase in phrases]

    @property
    def words(self) -> tuple[str, ...]:
        words = (word for word in words_of(self.text) if word not in _SILENT)
        return tuple(dict.fromkeys([*words, *self._passed_over]))


def _tempo(rest: _Rest) -> float | None:
    found = rest.take_one(_TEMPO_TEXT)
    tempo_bpm = float(found[1]) if found else None
    if tempo_bpm is not None and not MIN_TEMPO_BPM <= tempo_bpm <= MAX_TEMPO_BPM:
        raise DataError(
            f"the band cannot play at {tempo_bpm:g} BPM; name a tempo from {MIN_TEMPO_BPM:g} to {MAX_TEMPO_BPM:g}"
        )
    return tempo_bpm


def _key(rest: _Rest) -> str:
    found = rest.take_one(_KEY)
    if found is None:
        return ""
    large, small, accidental, mode = found.groups()
    return f"{(large or small).upper()}{_ACCIDENTALS[(accidental or '').lower()]} {mode.lower()}"


def _fitting_key(key: str, style: Style) -> dict[str, str]:
    """The key, where the genre has its mode."""
    if key and key.split()[1] not in style.modes:
        raise DataError(f"the band plays {style.title} in {' or '.join(style.modes)} only, and not in {key}")
    return {"key": key} if key else {}


def _genres(text: str) -> tuple[str, ...]:
    """The genres named, in the order of the text: a jazz guitar counts only where no genre stands by itself."""
    alone = _players_pattern().sub(" | ", text)
    return _genres_in(alone) or _genres_in(text)


def _genres_in(text: str) -> tuple[str, ...]:
    found = ((match.start(), genre) for genre in GENRES if (match := _genre_pattern(genre).search(text)))
    return tuple(genre for _, genre in sorted(found))


def _genre_pattern(genre: str) -> re.Pattern[str]:
    return re.compile(_GENRE_SPELLINGS[genre], re.IGNORECASE)


def _players_pattern() -> re.Pattern[str]:
    return _any_of(name for style in GENRES.values() for seat in style.band for name in seat.instruments)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest names first; one or several of each."""
    longest = sorted(set(names), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest))})s?\b", re.IGNORECASE)


def _instruments(rest: _Rest, style: Style) -> tuple[str, ...]:
    found = rest.take(_any_of(name for seat in style.band for name in seat.instruments))
    named = list(dict.fromkeys(_spelt(match[1], style) for match in found))
    with_seat = _in_seats(named, style)
    rest.leave(*(name for name in named if name not in with_seat))
    return tuple(name for name in named if name in with_seat)


def _in_seats(names: Sequence[str], style: Style) -> tuple[str, ...]:
    """For each seat the first of the names that may sit there and has no seat yet."""
    taken: list[str] = []
    for seat in style.band:
        wanted = (name for name in names if name in seat.instruments and name not in taken)
        if who := next(wanted, None):
            taken.append(who)
    return tuple(taken)


def _spelt(name: str, style: Style) -> str:
    """As the band writes it: a French horn is no french horn."""
    known = {each.casefold(): each for seat in style.band for each in seat.instruments}
    return known[name.casefold()]


def _mood(rest: _Rest, style: Style) -> dict[str, str]:
    moods = (mood for words in style.modes.values() for mood in words)
    found = rest.take_one(re.compile(rf"\b({'|'.join(map(re.escape, moods))})\b", re.IGNORECASE))
    return {"mood": found[1].lower()} if found else {}


def _pace(rest: _Rest, style: Style, wishes: Mapping[str, Any]) -> dict[str, float]:
    """A slow or fast one of the genre's tempi, or of those of the mood that is named, which has its share of them."""
    found = rest.take_one(re.compile(rf"\b({'|'.join(_PACES)})\b", re.IGNORECASE))
    if found is None:
        return {}
    low, high = style.tempo_bpm
    if mood := wishes.get("mood"):
        mode = wishes["key"].split()[1] if "key" in wishes else mode_for(mood, style, drawn=next(iter(style.modes)))
        low, high = tempi_for(mood, style, mode=mode)
    return {"tempo_bpm": float(round(low + _PACES[found[1].lower()] * (high - low)))}
