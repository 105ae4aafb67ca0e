"""Takes in, the words that the page Text to music says out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import DataError
from core.figures.words import NBSP, as_sentence, clock
from core.generation.arranger import GENRES, RULES_NOTE
from core.generation.reading import read_prompt
from core.licences import LICENCES
from core.ui.text.order import NEW_SEED
from core.ui.text.takes import BAND

if TYPE_CHECKING:
    from core.generation.briefs import Brief
    from core.generation.marks import Mark
    from core.ui.text.takes import Take

MAX_UNREAD = 12
TITLES = {"band": "The band", "musicgen": "MusicGen"}
# What a mark of MusicGen tells, and what people read for it.
SETTINGS = {
    **{"guidance": "Guidance", "temperature": "Temperature", "top_k": "Top-k", "top_p": "Top-p"},
    **{"melody": "Melody of", "given": "Goes on from", "engine": "Library", "device": "Device"},
}


def brief_words(brief: Brief) -> str:
    """ "blues, 92 BPM, E minor, sad; drum kit, upright bass and piano"."""
    genre = GENRES[brief.genre].title.lower() if brief.genre in GENRES else brief.genre
    players = f"; {', '.join(brief.instruments)}" if brief.instruments else ""
    return f"{genre}, {brief.tempo_bpm:g}{NBSP}BPM, {brief.key}, {brief.mood}{players}"


def made_words(take: Take) -> str:
    """What made a take, in a line for a list."""
    engine = "the band" if take.engine == BAND else model_of(take)
    way = "" if take.way == NEW_SEED else take.way  # of which the seed itself says enough
    told = [engine, way, f"seed {take.seed}", clip_words(take), clock(take.duration_s)]
    return ", ".join(filter(None, told))


def clip_words(take: Take) -> str:
    """ "clip 2 of 16": which of those that MusicGen drew from one seed; "" where the seed says it."""
    n = 1 if take.engine == BAND else int(take.params.get("batch", 1))
    return f"clip {take.place + 1} of {n}" if n > 1 else ""


def menu_words(take: Take) -> str:
    """A take in a menu: "Take 3, seed 7, clip 2 of 16"."""
    return ", ".join(filter(None, [take.name, f"seed {take.seed}", clip_words(take)]))


def unread_words(take: Take) -> str:
    """What the band did not read in the prompt of a take; "" where it read all, and for MusicGen, which reads all."""
    if take.engine != BAND:
        return ""
    try:
        unread = read_prompt(take.prompt, genre=str(take.params.get("genre", ""))).unread
    except DataError:  # a take of another version, which read it otherwise
        return ""
    few = ", ".join(f"“{word}”" for word in unread[:MAX_UNREAD])
    more = f" and {len(unread) - MAX_UNREAD} more words" * (len(unread) > MAX_UNREAD)
    return f"The band did not read {few}{more}." if unread else ""


def model_of(take: Take) -> str:
    try:
        return take.mark.model
    except DataError:
        return "MusicGen"


def facts_words(take: Take) -> str:
    """How a take came about, in a sentence."""
    mark = take.mark
    took = f"made in {mark.took_s:.1f}{NBSP}s" if mark.took_s is not None else ""
    loud = f"{mark.loudness_lufs:.1f}{NBSP}LUFS" if mark.loudness_lufs is not None else ""
    licence = LICENCES.get(mark.licence or "")
    said = [f"{licence.title}: {licence.words}"] if licence else []
    return as_sentence("; ".join(filter(None, [_how(take, mark), took, loud, *said])))


def _how(take: Take, mark: Mark) -> str:
    if mark.brief is not None:
        return f"{brief_words(mark.brief)}; {RULES_NOTE}"
    told = [f"{name.lower()} {mark.settings[key]}" for key, name in SETTINGS.items() if mark.settings.get(key)]
    return f"by {mark.model}: {', '.join(filter(None, [*told, clip_words(take)]))}"


def settings_rows(take: Take) -> dict[str, str]:
    """Every setting of a take and its value in words, for comparing two of them."""
    mark = take.mark
    rows: dict[str, Any] = {
        "Made by": TITLES[take.engine],
        "Model": mark.model if take.engine != BAND else "rules",
        "From": take.way,
        "Seed": take.seed,
        "Length": clock(take.duration_s),
    }
    if mark.brief is not None:
        brief = mark.brief
        rows |= {"Genre": brief.genre, "Tempo": f"{brief.tempo_bpm:g} BPM", "Key": brief.key, "Mood": brief.mood}
        rows |= {"Players": ", ".join(brief.instruments)}
    rows |= {name: mark.settings[key] for key, name in SETTINGS.items() if mark.settings.get(key)}
    rows |= {"Loudness": f"{mark.loudness_lufs:.1f} LUFS"} if mark.loudness_lufs is not None else {}
    rows |= {"Made in": f"{mark.took_s:.1f} s"} if mark.took_s is not None else {}
    rows |= {"Clip": clip_words(take)} if clip_words(take) else {}
    return {name: str(value) for name, value in rows.items()}


def sound_name(take: Take) -> str:
    """What a take is called where it stands beside songs, and in the name of its file."""
    what = take.mark.brief.genre if take.mark.brief is not None else take.mark.model
    return f"{what}_seed{take.seed}_take{take.number}"
