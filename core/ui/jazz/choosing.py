"""A model in, what the visitor wants of it out: how bold, how long, how dense; and how it is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.jazz.attributes import ATTRIBUTES
from core.jazz.playing.params import INSTRUMENTS, MAX_SWING, MAX_TRANSPOSE, STRAIGHT, PlayParams
from core.jazz.representations.performance import Performance
from core.jazz.representations.tokens import Tokens
from core.jazz.sample_params import TASTES, SampleParams
from core.ui.jazz import kept
from core.ui.jazz.models import Offered, score_line
from core.ui.jazz.steering import places_of, report_of, sliders_of, works_words
from core.ui.jazz.wish import MAX_SEED, Wish, chance_seed
from core.ui.jazz.words import attribute_words
from core.ui.markup import caption, heading
from core.ui.standing import first, put

if TYPE_CHECKING:
    from core.ui.jazz.clips import Clip

MODEL, SEED = "jazz-model", "jazz-seed"
TEMPERATURE, TOP_P = "jazz-temperature-{}", "jazz-top-p-{}"  # of each kind of music, which have tastes of their own
UNIT, SECONDS, NOTES = "jazz-unit", "jazz-seconds", "jazz-notes"
GUARD, MANNER = "jazz-guard", "jazz-manner"
ATTRIBUTE = "jazz-attribute-{}"
FIRST_SEED = "jazz_first_seed"
INSTRUMENT, TEMPO, SWING, TRANSPOSE, TRIO = (
    *("jazz-instrument", "jazz-tempo", "jazz-swing"),
    *("jazz-transpose", "jazz-trio"),
)
OPEN = "as it comes"
IN_SECONDS, IN_NOTES = "seconds", "notes"
LONGEST_S, MOST_NOTES = 120, 1000
TRIPLETS = 2.0
SWINGS = {STRAIGHT: "straight", 1.5: "light", TRIPLETS: "triplets", MAX_SWING: "hard"}
TITLES = {
    "density": "How many notes",
    "register": "How high",
    "pace": "How quick",
    "polyphony": "How full the chords",
}
BOLD = (
    "Below 1 it plays what is likeliest, more surely and more alike; above 1 it dares more. At 0 it always takes the "
    "likeliest note: a model that learnt nothing then plays one note for ever."
)


def ask_for_model(models: Mapping[str, Offered]) -> Offered:
    """The model that plays; its scores stand under the menu."""
    if st.session_state.get(MODEL) not in models:
        st.session_state.pop(MODEL, None)
    name = st.selectbox(
        "Played by",
        list(models),
        format_func=lambda each: models[each].title,
        key=MODEL,
        persist_state="session",
        help="What each was trained on, and how well, stands under “About the models” below.",
    )
    if line := score_line(models[name]):
        caption(line)
    return models[name]


def ask_for_wish(model: Offered) -> Wish:
    """What is asked of the model: sliders for the music, the rest folded."""
    heading("Steer it", "What you set here shapes the next clip. Leave all of it alone and it plays as it plays best.")
    kind = model.shape.representation.name
    taste = TASTES[kind]
    left, right = st.columns(2, gap="large")
    with left:
        temperature = _slider(
            *("How bold (temperature)", TEMPERATURE.format(kind), 0.0, 2.0, taste["temperature"]), step=0.05, about=BOLD
        )
        length = _ask_for_length(model)
    attributes = _ask_for_attributes(model, (left, right))
    with right:
        seed = _ask_for_seed()
    with st.expander("More settings", icon=":material/tune:"):
        manner = _ask_for_manner(model)
        top_p = _slider(
            *("Out of the likeliest (top-p)", TOP_P.format(kind), 0.5, 1.0, taste["top_p"]),
            step=0.01,
            about="Notes are drawn from the likeliest that together have this probability; 1 draws from all.",
        )
        guard = st.toggle(
            "Keep it from going round in circles", key=GUARD, persist_state="session", **first(GUARD, True)
        )
    params = SampleParams(temperature=temperature, top_p=top_p, seed=seed, repetition_guard=guard, **length)
    return Wish(model.name, params, manner, attributes)


def ask_for_playing(model_is_timed: bool) -> dict[str, Any]:
    """How the clip that is shown is played; a change is heard at the next press on play."""
    with st.expander("How it is played", icon=":material/piano:"):
        left, right = st.columns(2, gap="large")
        with left:
            instrument = st.selectbox("Instrument", list(INSTRUMENTS), key=INSTRUMENT, persist_state="session")
            transpose = _slider("Higher or lower, in semitones", TRANSPOSE, -MAX_TRANSPOSE, MAX_TRANSPOSE, 0)
            trio = st.toggle("With bass and drums of the built-in band", key=TRIO, persist_state="session")
        if model_is_timed:
            with right:
                caption("It was learnt from performances in seconds: it has no beats, so there is no tempo to set.")
            return asdict(PlayParams(instrument=instrument, transpose=transpose, trio=trio))
        with right:
            tempo = _slider("Tempo, beats per minute; a token is an eighth", TEMPO, 40, 240, 120, step=4)
            swing = st.select_slider(
                "Swing",
                list(SWINGS),
                format_func=SWINGS.get,
                key=SWING,
                persist_state="session",
                **first(SWING, TRIPLETS),
            )
    params = PlayParams(instrument=instrument, transpose=transpose, trio=trio, tempo_bpm=float(tempo), swing=swing)
    return asdict(params)


def draw_seed() -> None:
    """A new seed into its box, and a clip by it: what the play button does."""
    put(SEED, chance_seed())
    kept.want()


def take_settings(clip: Clip) -> None:
    """Put all that made a clip into the widgets, for the next one."""
    settings = clip.settings
    seconds, notes = settings["duration_s"], settings["n_notes"]
    kind = Performance.name if clip.is_timed else Tokens.name
    standing = {
        **{MODEL: clip.model, MANNER: clip.wishes.get("manner"), SEED: clip.seed},
        **{TEMPERATURE.format(kind): float(settings["temperature"]), TOP_P.format(kind): float(settings["top_p"])},
        **{GUARD: bool(settings["repetition_guard"]), UNIT: IN_NOTES if seconds is None else IN_SECONDS},
        **({NOTES: int(notes)} if seconds is None else {SECONDS: int(seconds)}),
        **{ATTRIBUTE.format(name): clip.wishes.get(name) for name in ATTRIBUTES},
    }
    for key, value in standing.items():
        put(key, value)


def take_playing(clip: Clip) -> None:
    """Show how a clip is played in the widgets."""
    playing = PlayParams(**clip.playing)
    standing = {INSTRUMENT: playing.instrument, TRANSPOSE: playing.transpose, TRIO: playing.trio}
    if not clip.is_timed:
        standing |= {TEMPO: int(playing.tempo_bpm), SWING: playing.swing}
    for key, value in standing.items():
        put(key, value)


def _ask_for_length(model: Offered) -> dict[str, Any]:
    left, second = st.columns(2, vertical_alignment="bottom")
    unit = left.selectbox(
        "Length in",
        [IN_SECONDS, IN_NOTES] if model.is_timed else [IN_NOTES, IN_SECONDS],
        key=UNIT,
        persist_state="session",
    )
    if unit == IN_SECONDS:
        seconds = second.number_input(
            "Seconds", 2, LONGEST_S, step=5, key=SECONDS, persist_state="session", **first(SECONDS, 20)
        )
        return {"duration_s": float(seconds)}
    words = "Notes" if model.is_timed else "Notes and chords"
    n_notes = second.number_input(
        words, 8, MOST_NOTES, step=20, key=NOTES, persist_state="session", **first(NOTES, 100)
    )
    return {"n_notes": int(n_notes)}


def _ask_for_seed() -> int:
    st.session_state.setdefault(FIRST_SEED, chance_seed())
    left, right = st.columns(2, vertical_alignment="bottom")
    seed = left.number_input(
        "Seed",
        *(0, MAX_SEED),
        step=1,
        key=SEED,
        persist_state="session",
        help="The same seed and settings give the same notes, today and tomorrow.",
        **first(SEED, st.session_state[FIRST_SEED]),
    )
    right.button("Play this seed", icon=":material/replay:", key="jazz-again", width="stretch", on_click=kept.want)
    return int(seed)


def _ask_for_attributes(model: Offered, columns) -> tuple[tuple[str, float], ...]:
    """A slider for each attribute that the model was taught; its first place leaves the choice to the model."""
    found = []
    for place, slider in enumerate(sliders_of(model)):
        name, options = slider.attribute, [None, *places_of(model, slider)]
        key = ATTRIBUTE.format(name)
        before = st.session_state.get(key)
        if before not in options:  # of another model, or of a clip
            st.session_state[key] = min(options[1:], key=lambda value, before=before: abs(value - before))
        with columns[(place + 1) % 2]:
            value = st.select_slider(
                f"{TITLES[name]} ({ATTRIBUTES[name].unit})",
                options,
                format_func=lambda value, name=name: OPEN if value is None else attribute_words(name, value),
                key=key,
                persist_state="session",
                help=f"{ATTRIBUTES[name].about.capitalize()}. “{OPEN}” leaves it to the model.",
            )
            if report := report_of(model, name):
                caption(f"{works_words(report)}.")
        if value is not None:
            found.append((name, value))
    return tuple(found)


def _ask_for_manner(model: Offered) -> int | None:
    words = model.shape.manner_words
    if not words:
        return None
    options = [None, *range(len(words))]
    if st.session_state.get(MANNER) not in options:
        st.session_state.pop(MANNER, None)
    return st.selectbox(
        "In the manner of one of the pianists that it learnt from",
        options,
        format_func=lambda place: OPEN if place is None else words[place],
        placeholder=OPEN,  # Streamlit shows no option for None
        key=MANNER,
        persist_state="session",
        help="Manners are numbered and described by what was measured. Nobody's name is imitated.",
    )


def _slider(label: str, key: str, low, high, value, *, step=1, about: str | None = None):
    """A slider that stands at ``value`` until somebody, or a clip whose settings are taken, moves it."""
    return st.slider(label, low, high, step=step, key=key, persist_state="session", help=about, **first(key, value))
