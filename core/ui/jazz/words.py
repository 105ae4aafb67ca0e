"""Clips and numbers in, the words that the Jazz page says out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.figures.jazz.roll import pitch_name
from core.figures.words import NBSP, clock
from core.jazz.attributes import ATTRIBUTES
from core.jazz.playing.params import STRAIGHT

if TYPE_CHECKING:
    from core.jazz.playing.pulse import Pulse
    from core.ui.jazz.clips import Clip

MACHINE = (
    "Made by a machine that learnt from piano jazz; every file you take away says so, and says which model, seed and "
    "settings made it."
)


def attribute_words(name: str, value: float) -> str:
    """A value as people read it: of the register the nearest key."""
    if value != value:
        return "-"
    return pitch_name(round(value)) if name == "register" else f"{value:.1f}"


def measured_words(values: Mapping[str, float]) -> str:
    """ "4.2 notes per second, around E♭4, 3.0 onsets per second, 1.4 notes per onset"."""
    told = (
        f"around {attribute_words(name, values[name])}"
        if name == "register"
        else f"{attribute_words(name, values[name])}{NBSP}{attribute.unit}"
        for name, attribute in ATTRIBUTES.items()
    )
    return ", ".join(told)


def origin_words(clip: Clip) -> str:
    """What made a clip, in a line."""
    asked = [f"seed {clip.seed}", f"temperature {clip.settings['temperature']:g}"]
    wished = [f"{name} {attribute_words(name, value)}" for name, value in clip.wishes.items() if name in ATTRIBUTES]
    manner = [f"manner {clip.wishes['manner']}"] if "manner" in clip.wishes else []
    return f"{clip.model_title}; {clip.way}; {', '.join([*asked, *wished, *manner])}"


def size_words(clip: Clip, duration_s: float) -> str:
    """ "100 notes, 0:27"; of a phrase that was gone on from how many were given."""
    given = f", {clip.n_given} of them yours" if clip.n_given else ""
    return f"{len(clip.notes)} notes{given}, {clock(duration_s)}"


def pulse_words(pulse: Pulse) -> str:
    """What bass and drums keep to, and how far to trust it."""
    tempo = f"about {pulse.tempo_bpm:.0f} beats a minute"
    if pulse.is_clear:
        return f"Bass and drums follow the pulse that was found in the notes, {tempo}; half or double is a usual slip."
    return f"Bass and drums keep to a guess of {tempo}: they may well go their own way, and not the pianist's."


def settings_rows(clip: Clip) -> dict[str, str]:
    """Every setting of a clip and its value in words, for comparing two of them."""
    settings, playing = clip.settings, clip.playing
    length = f"{settings['n_notes']} notes" if settings["duration_s"] is None else f"{settings['duration_s']:g} s"
    rows: dict[str, Any] = {
        "Model": clip.model_title,
        "From": clip.way,
        "Seed": clip.seed,
        "Temperature": f"{settings['temperature']:g}",
        "Top-p": f"{settings['top_p']:g}",
        "Length asked for": length,
        "Kept from circles": "yes" if settings["repetition_guard"] else "no",
        "Manner": clip.wishes.get("manner", "as it comes"),
    }
    rows |= {f"Asked {name}": _asked(clip, name) for name in ATTRIBUTES}
    rows |= {"Instrument": playing.get("instrument", "piano"), "Transposed by": playing.get("transpose", 0)}
    rows["Trio"] = "yes" if playing.get("trio") else "no"
    if not clip.is_timed:
        rows |= {"Tempo": f"{playing.get('tempo_bpm', 120):g}", "Swing": f"{playing.get('swing', STRAIGHT):g}"}
    return {name: str(value) for name, value in rows.items()}


def _asked(clip: Clip, name: str) -> str:
    return attribute_words(name, clip.wishes[name]) if name in clip.wishes else "as it comes"
