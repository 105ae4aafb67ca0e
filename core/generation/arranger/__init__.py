"""A brief in, a clip out: a small band that plays by rules. No model, no recording of anybody's music.

A new genre is one file in ``genres`` and one line in ``GENRES``.
"""

from dataclasses import replace

import numpy as np

from core.errors import DataError
from core.generation.arranger.genres import (
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
from core.generation.arranger.moods import mode_for, mood_at, tempi_for
from core.generation.arranger.score import Arrangement, Part, midi_bytes
from core.generation.arranger.sheet import seats_taken, write_sheet
from core.generation.arranger.style import Style
from core.generation.arranger.wishes import MAX_DURATION_S, MIN_DURATION_S, check_wishes
from core.generation.briefs import Brief

__all__ = [
    "GENRES",
    "MAX_DURATION_S",
    "MIN_DURATION_S",
    "RULES_NOTE",
    "Arrangement",
    "arrange",
    "brief_for",
    "midi_bytes",
    "play",
]

RULES_NOTE = "arranged by rules of this project, played by a soundfont: no AI, no real music"

# GTZAN's ten in their order; behind them what other sets of music need.
_FILES = (
    *(blues, classical, country, disco, hiphop, jazz, metal, pop, reggae, rock),
    *(electronica, funk, orchestral),
)
GENRES: dict[str, Style] = {module.STYLE.genre: module.STYLE for module in _FILES}


def brief_for(genre: str, *, seed: int, duration_s: float = 20.0, **fixed) -> Brief:
    """Draw a brief of a genre.

    Parameters
    ----------
    seed : a whole number from 0 on
    fixed : ``tempo_bpm``, ``key``, ``mood`` or ``instruments``, where they shall not be drawn

    Raises
    ------
    DataError
        The band does not know the genre, or does not play it so, or the duration lies outside of ``MIN_DURATION_S``
        to ``MAX_DURATION_S``.
    """
    if genre not in GENRES:
        raise DataError(f"the band does not know genre={genre!r}; it plays {', '.join(GENRES)}")
    check_wishes(GENRES[genre], seed=seed, duration_s=duration_s, **fixed)
    style, rng = GENRES[genre], np.random.default_rng([seed, 2])
    mode = mode_for(fixed.get("mood"), style, drawn=str(rng.choice(list(style.modes))))
    mode = fixed["key"].split()[1] if "key" in fixed else mode
    mood = fixed.get("mood", str(rng.choice(style.modes[mode])))
    drawn = Brief(
        genre=genre,
        tempo_bpm=float(round(rng.uniform(*tempi_for(mood, style, mode=mode)))),
        key=f"{rng.choice(style.tonics)} {mode}",
        mood=mood_at(fixed["tempo_bpm"], style, mode=mode) if "tempo_bpm" in fixed else mood,
        instruments=seats_taken(style, rng),
        duration_s=duration_s,
        seed=seed,
    )
    return replace(drawn, **fixed)


def arrange(brief: Brief) -> Arrangement:
    """Let the band of the brief's genre play it: notes on the straight grid, the chords and the form beside them."""
    style = GENRES[brief.genre]
    sheet = write_sheet(brief, style)
    return Arrangement(
        brief=brief,
        parts=tuple(part for part in style.play(sheet) if isinstance(part, Part) and part.notes),
        chords=sheet.chords,
        sections=sheet.sections,
        n_bars=sheet.n_bars,
        beats_per_bar=sheet.beats_per_bar,
        swing=style.swing_at(brief.tempo_bpm),
        swing_unit=style.swing_unit,
    )


def play(arrangement: Arrangement, *, sr: int = 44_100) -> np.ndarray:
    """Record an arrangement: float32 of shape (2, n_samples), at -16 LUFS, exactly as long as its brief says."""
    # Here, because scipy and pedalboard load slowly, and a list of genres needs neither.
    from core.generation.arranger.sound import record

    return record(arrangement, GENRES[arrangement.brief.genre].sound, sr=sr)
