"""A genre, a tempo, a key, a mood and players in; a prompt that says them, written into the box, out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence
from core.generation.arranger import GENRES, brief_for
from core.generation.arranger.wishes import MAX_TEMPO_BPM, MIN_TEMPO_BPM
from core.generation.briefs import describe
from core.generation.prompts import MAKERS, Description, make_prompt
from core.generation.reading import seated
from core.ui import state
from core.ui.markup import banner, caption
from core.ui.text.asking import PROMPT, write_prompt
from core.ui.text.order import chance_seed
from core.ui.text.sources import OWN, SOURCES, ask_for_source

if TYPE_CHECKING:
    from core.generation.briefs import Brief

PLACE = "text-brief"  # where this part of the page tells its problems
GENRE, TEMPO, KEY, MOOD = "text-brief-genre", "text-brief-tempo", "text-brief-key", "text-brief-mood"
PLAYERS, MAKER, SOURCE = "text-brief-players", "text-brief-maker", "text-brief-source"
TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
AS_IT_COMES = "as it comes"
PLAIN = "as it is"
ABOUT = (
    "Pick what you want and leave the rest as it comes: a sentence is written into the box above, where you can change "
    "every word of it. Both engines play it."
)


def build(seed: int) -> None:
    """The builder; its button writes the prompt into the box, which is made after it."""
    caption(ABOUT)
    left, right = st.columns(2, gap="large")
    with left:
        genre = st.selectbox(
            "Genre", list(GENRES), format_func=lambda name: GENRES[name].title, key=GENRE, persist_state="session"
        )
        source = st.selectbox(
            "The sentence comes from",
            list(SOURCES),
            format_func=SOURCES.get,
            key=SOURCE,
            persist_state="session",
        )
    with right:
        maker = st.selectbox(
            "Written as",
            [PLAIN, *MAKERS],
            format_func=lambda name: f"{name}: {MAKERS[name].template}" if name in MAKERS else "the sentence as it is",
            key=MAKER,
            persist_state="session",
        )
        if maker in MAKERS:
            caption(MAKERS[maker].about)
    if source == OWN:
        wishes, players = _ask_for_wishes(genre)
        if st.button("Write the prompt", icon=":material/edit:", key="text-brief-write"):
            _write(lambda: own_sentence(genre, wishes, players, seed=seed, maker=maker))
    else:
        _offer_source(source, genre, maker)
    if problem := state.problem_in(PLACE):
        banner("error", "No prompt could be written", problem)


def own_sentence(genre: str, wishes: dict[str, Any], players: tuple[str, ...], *, seed: int, maker: str) -> str:
    """The brief as a sentence: what is left open is drawn by the seed, and said too; raises DataError."""
    brief = brief_for(genre, seed=seed, **wishes)
    if players:
        brief = replace(brief, instruments=seated(players, brief))
    return written(_description(brief), maker)


def written(description: Description, maker: str) -> str:
    """A description as a maker writes it, or as it is."""
    return make_prompt(description, maker=maker).text if maker in MAKERS else description.text


def _description(brief: Brief) -> Description:
    return Description(describe(brief), brief.genre)


def _ask_for_wishes(genre: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    style = GENRES[genre]
    moods = [mood for words in style.modes.values() for mood in words]
    keys = [f"{tonic} {mode}" for mode in style.modes for tonic in TONICS]
    known = list(dict.fromkeys(name for seat in style.band for name in seat.instruments))
    left, right = st.columns(2, gap="large")
    with left:
        low, high = style.tempo_bpm
        tempo = st.number_input(
            f"Tempo, beats per minute ({style.title} goes at {low:g} to {high:g})",
            *(MIN_TEMPO_BPM, MAX_TEMPO_BPM),
            value=None,
            step=1.0,
            format="%g",
            key=TEMPO,
            persist_state="session",
            placeholder=AS_IT_COMES,
        )
        mood = _pick("Mood", moods, f"{MOOD}-{genre}")
    with right:
        key = _pick("Key", keys, f"{KEY}-{genre}")
        players = st.multiselect(
            "Players",
            known,
            key=f"{PLAYERS}-{genre}",
            persist_state="session",
            placeholder=AS_IT_COMES,
        )
    wishes = {"tempo_bpm": tempo, "mood": mood, "key": key}
    return {name: value for name, value in wishes.items() if value is not None}, tuple(players)


def _pick(label: str, options: list[str], key: str) -> str | None:
    return st.selectbox(label, options, index=None, key=key, persist_state="session", placeholder=AS_IT_COMES)


def _offer_source(source: str, genre: str, maker: str) -> None:
    """Sentences that others wrote, or the grammar: with tempi and players of their own."""
    found = ask_for_source(source, genre)
    label = "Write another prompt" if st.session_state.get(PROMPT) else "Write the prompt"
    if found is None or not st.button(label, icon=":material/edit:", key="text-brief-write"):
        return
    seed = chance_seed()
    _write(lambda: written(next(iter(found.draw(genre, n=1, seed=seed))), maker))


def _write(make) -> None:
    """Put the sentence into the box, which this run of the page makes later."""
    state.tell_problem(PLACE, "")
    try:
        write_prompt(make())
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
