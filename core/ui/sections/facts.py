"""The facts of a song in, three cards out: tempo with its doubt, key, loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.figures.words import NBSP, minus, percent
from core.ui.markup import Html, heading, show, tag, term

if TYPE_CHECKING:
    from core.anatomy import SongFacts

# Above this the other tempo fits nearly as well, and a listener may well tap that one.
DOUBTFUL_TEMPO = 0.5
# Below this the song is in other keys most of the time, or in none.
UNSURE_KEY = 0.5
RATIOS = {0.5: "half", 2 / 3: "two thirds", 1.5: "one and a half times", 2.0: "twice"}
LUFS = "Loudness units relative to full scale: how loud a recording is to the ear, by ITU-R BS.1770"
BPM = "Beats per minute"


def facts(found: SongFacts) -> None:
    """Show tempo, key and loudness, each with how sure it is."""
    heading("Tempo, key, loudness")
    cards = (
        _card("Tempo", f"{found.tempo_bpm:.0f}", term("BPM", BPM), tempo_words(found)),
        _card("Key", key_name(found.key), "", key_words(found)),
        _card("Loudness", minus(f"{found.loudness_lufs:.1f}"), term("LUFS", LUFS), loudness_words(found)),
    )
    show(tag("div", *cards, cls="gs-cards"))


def tempo_words(found: SongFacts) -> str:
    """How sure the tempo is: a beat is often felt twice or half as fast."""
    ratio = found.tempo_other_bpm / found.tempo_bpm
    nearest = min(RATIOS, key=lambda known: abs(known - ratio))
    other = f"{found.tempo_other_bpm:.0f}{NBSP}BPM, {RATIOS[nearest]} as fast"
    if found.tempo_doubt >= DOUBTFUL_TEMPO:
        return f"In doubt: you may as well feel it at {other}."
    return f"The beat is clear; the other reading, {other}, fits less well."


def key_words(found: SongFacts) -> str:
    """How much of the song is in that key: its confidence is the share of its pieces that have the same."""
    agree = f"{percent(found.key_confidence)} of its stretches of 10 seconds are in this key by themselves."
    return agree if found.key_confidence >= UNSURE_KEY else f"Not sure: only {agree}"


def key_name(key: str) -> str:
    """ "C# minor" as musicians write it: "C♯ minor"."""
    tonic, _, mode = key.partition(" ")
    return f"{tonic[:1]}{tonic[1:].replace('#', '♯').replace('b', '♭')} {mode}"


def loudness_words(found: SongFacts) -> str:
    """What was measured: what the two channels do not share is lost in their mean."""
    return (
        "Measured on the mono mix that the model hears, as two loudspeakers play it; a wide stereo original reads "
        "about 3 higher, or more where its channels cancel. "
        f"Its highest peak lies at {minus(f'{found.peak_dbfs:.1f}')}{NBSP}dBFS."
    )


def _card(label: str, value: str, unit: str | Html, words: str) -> Html:
    number = tag("p", value, NBSP, tag("span", unit, cls="gs-unit"), cls="gs-number")
    return tag("div", tag("p", label, cls="gs-label"), number, tag("p", words, cls="gs-muted"), cls="gs-card")
