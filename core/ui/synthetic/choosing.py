"""Nothing in, the recipe that the visitor wants out: which genres, how many clips, who plays; the rest is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.markup import caption, plain_label
from core.ui.standing import first, put
from core.ui.synthetic.judging import ask_for_judge
from core.ui.synthetic.network import ask_for_network
from core.ui.synthetic.sources import ask_for_descriptions

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from core.ui.synthetic.engine import Recipe

PRESET, GENRES, PER_GENRE, SECONDS, ENGINE = (
    *("synth-preset", "synth-genres", "synth-per-genre", "synth-seconds"),
    "synth-engine",
)
MAKER, SEED, NAME = "synth-maker", "synth-seed", "synth-name"
BAND_TITLE, MUSICGEN_TITLE = "The band", "MusicGen"
TITLES = {"gtzan-synth": "GTZAN-synth", "musicgen-mir": "MusicGen-MIR"}
ABOUTS = {
    "gtzan-synth": "GTZAN's ten genres, prompts as in Kroher, Manangu and Pikrakis (CBMI 2024).",
    "musicgen-mir": "Five genres, prompts as in Kroher, Cuesta and Pikrakis (ISMIR 2023).",
}
MOST_GENRES = 30
SHORTEST_LONGEST_S = (2.0, 120.0)  # of what both the band and MusicGen make
FIRST_PER_GENRE, FIRST_SECONDS = 4, 10.0
PLAYERS = (
    "The band plays by rules: it takes genre, tempo and key from a prompt and reads nothing else. No AI, free to use. "
    "MusicGen is a network that reads the whole prompt."
)
MAKER_HELP = "How genre and description become the sentence that a generator reads."


def ask_for_recipe(basics: DeltaGenerator, players: DeltaGenerator, settings: DeltaGenerator) -> tuple[Recipe, bool]:
    """The recipe, unchecked, and whether what it needs is on this machine; its widgets stand in the three places."""
    from core.ui.synthetic.engine import RECIPES

    with basics:
        preset = _ask_for_preset()
        genres_place = st.container()
        fields = _ask_for_numbers()
    with settings:
        source = ask_for_descriptions(st.session_state.get(GENRES) or RECIPES[preset].genres)
        fields |= _ask_for_rest(preset) | ask_for_judge()
    with genres_place:
        genres = _ask_for_genres(preset, source.genres, by_band=fields["engine"] != "musicgen")
    ready = True
    with players:
        if fields["engine"] == "musicgen":
            network, ready = ask_for_network(RECIPES[preset])
            fields |= network
    fields |= {"descriptions": source.path, "genres": tuple(genres)}
    return replace(RECIPES[preset], **fields), ready


def _ask_for_preset() -> str:
    from core.ui.synthetic.engine import RECIPES

    preset = st.segmented_control(
        "Recipe",
        list(RECIPES),
        format_func=lambda name: TITLES.get(name, name),
        key=PRESET,
        required=True,
        persist_state="session",
        on_change=_take_preset,
        **_default(PRESET, next(iter(RECIPES))),
    )
    caption(ABOUTS.get(preset, ""))
    return preset


def _take_preset() -> None:
    """Put what a recipe of the papers says into the widgets."""
    from core.ui.synthetic.engine import RECIPES
    from core.ui.synthetic.network import GUIDANCE, MODEL

    recipe = RECIPES[st.session_state[PRESET]]
    for key, value in {
        GENRES: list(recipe.genres),
        MAKER: recipe.maker,
        MODEL: recipe.model,
        GUIDANCE: recipe.guidance,
        NAME: recipe.name,
    }.items():
        put(key, value)


def _ask_for_genres(preset: str, known: Sequence[str] | None, *, by_band: bool) -> list[str]:
    """Those that the band and the grammar know, or those of a CSV."""
    from core.ui.synthetic.engine import GENRES as BAND_GENRES
    from core.ui.synthetic.engine import RECIPES

    if known is None:
        options, chosen = list(BAND_GENRES), list(RECIPES[preset].genres)
    else:
        options = [genre for genre in known if not by_band or genre in BAND_GENRES][:MOST_GENRES]
        chosen = options
    key = GENRES if known is None else f"{GENRES}-of-{'-'.join(options)}"
    found = st.pills(
        "Genres",
        options,
        format_func=plain_label,
        selection_mode="multi",
        key=key,
        persist_state="session",
        **_default(key, chosen),
    )
    left_out = [] if known is None else [genre for genre in known if genre not in options]
    if left_out:
        caption(f"The band does not play {', '.join(left_out[:MOST_GENRES])}; MusicGen takes any genre.")
    return [genre for genre in options if genre in (found or ())]


def _ask_for_numbers() -> dict[str, Any]:
    from core.ui.synthetic.engine import BAND, MAX_CLIPS, MUSICGEN

    left, right = st.columns(2)
    n = left.number_input(
        "Clips per genre", 1, MAX_CLIPS, key=PER_GENRE, persist_state="session", **first(PER_GENRE, FIRST_PER_GENRE)
    )
    seconds = right.number_input(
        "Seconds of each",
        *SHORTEST_LONGEST_S,
        step=1.0,
        format="%g",
        key=SECONDS,
        persist_state="session",
        **first(SECONDS, FIRST_SECONDS),
    )
    engine = st.segmented_control(
        "Played by",
        [BAND, MUSICGEN],
        format_func={BAND: BAND_TITLE, MUSICGEN: MUSICGEN_TITLE}.get,
        key=ENGINE,
        required=True,
        persist_state="session",
        help=PLAYERS,
        **_default(ENGINE, BAND),
    )
    return {"clips_per_genre": int(n), "duration_s": float(seconds), "engine": engine}


def _ask_for_rest(preset: str) -> dict[str, Any]:
    from core.ui.synthetic.engine import MAKERS, MAX_SEED

    if st.session_state.get(MAKER) not in MAKERS:
        put(MAKER, _of(preset).maker)
    maker = st.selectbox("Prompt maker", list(MAKERS), key=MAKER, persist_state="session", help=MAKER_HELP)
    caption(f"{MAKERS[maker].template}: {MAKERS[maker].about}")
    left, right = st.columns(2)
    seed = left.number_input(
        "Seed",
        *(0, MAX_SEED),
        step=1,
        key=SEED,
        persist_state="session",
        help="The same recipe with the same seed gives the same prompts, and of the band the same clips.",
        **first(SEED, 0),
    )
    name = right.text_input(
        "Name", max_chars=40, key=NAME, persist_state="session", help="a-z, 0-9 and -", **first(NAME, preset)
    )
    return {"maker": maker, "seed": int(seed), "name": name.strip()}


def _of(preset: str) -> Recipe:
    from core.ui.synthetic.engine import RECIPES

    return RECIPES[preset]


def _default(key: str, value: Any) -> dict[str, Any]:
    """``default=`` for pills and the like, see `first`."""
    given = first(key, value)
    return {"default": given["value"]} if given else {}
