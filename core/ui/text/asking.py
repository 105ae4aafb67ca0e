"""Nothing in, the sentence and what plays it out: a box with examples, an engine, a length, a seed."""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st

from core.generation.musicgen.params import MAX_PROMPT_CHARS
from core.ui import state
from core.ui.markup import caption
from core.ui.standing import first, put
from core.ui.text import kept
from core.ui.text.order import MAX_SEED, chance_seed
from core.ui.text.takes import BAND, MUSICGEN
from core.ui.text.words import TITLES

PROMPT, ENGINE, SECONDS = "text-prompt", "text-engine", "text-seconds"
WRITTEN = "text_written"
LATE_S = 10.0
SEED, FRESH, COUNT = "text-seed", "text-fresh-seed", "text-count"
FIRST_SEED, USUAL = "text_first_seed", "text_usual_engine"
FEWEST_S, MOST_S, USUAL_S = 1, 120, 10
MOST_AT_ONCE = 16
EXAMPLES = {
    "Slow blues": "A slow, sad blues in E minor with harmonica and upright bass",
    "Strutting funk": "Strutting funk at 104 BPM with slap bass, clavinet and horns",
    "Smoky jazz": "Smoky jazz at 120 BPM for tenor saxophone and piano",
    "Heroic orchestra": "A heroic orchestral piece in D minor with French horn and timpani",
}
NOTHING_SAID = "Describe the music first, or take an example."
SENTENCES = (
    f"One or two sentences in English, up to {MAX_PROMPT_CHARS:,} characters: a genre, a tempo, who plays, how it "
    "feels. Nobody sings: both engines make instrumental music."
)


@dataclass(frozen=True)
class Asked:
    """What is asked of either engine."""

    prompt: str
    engine: str
    duration_s: float
    seed: int
    n_clips: int


def write_prompt(sentence: str) -> None:
    """Put a sentence into the box; called by callbacks, and before the box is made."""
    st.session_state[WRITTEN] = (st.session_state.get(PROMPT, ""), sentence, time.monotonic(), False)
    put(PROMPT, sentence)
    _forget_problem()


def ask_for_prompt() -> str:
    """The sentence, with examples to begin from."""
    _write_again()
    prompt = st.text_area(
        "Describe the music",
        key=PROMPT,
        persist_state="session",
        height=110,
        placeholder=next(iter(EXAMPLES.values())),
        on_change=_forget_problem,
    )
    with st.container(horizontal=True, key="text-examples", gap="small"):
        for title, sentence in EXAMPLES.items():
            st.button(
                title,
                key=f"text-example-{title}",
                icon=":material/edit_note:",
                on_click=write_prompt,
                args=(sentence,),
                help=sentence,
            )
    caption(SENTENCES)
    return prompt


def ask_for_engine(usual: str) -> str:
    """The engine that shall play; the one that can, while nobody has chosen."""
    usual = st.session_state.setdefault(USUAL, usual)
    return st.segmented_control(
        "Played by",
        [BAND, MUSICGEN],
        format_func=TITLES.get,
        required=True,
        key=ENGINE,
        on_change=_forget_problem,
        persist_state="session",
        **({"default": usual} if first(ENGINE, usual) else {}),
    )


def ask_for_seconds(engine: str) -> float:
    lowest = 2 if engine == BAND else FEWEST_S
    if st.session_state.get(SECONDS, USUAL_S) < lowest:
        put(SECONDS, lowest)
    return float(st.slider("Seconds", lowest, MOST_S, key=SECONDS, persist_state="session", **first(SECONDS, USUAL_S)))


def ask_for_seed() -> tuple[int, int]:
    """The seed and how many clips at once."""
    st.session_state.setdefault(FIRST_SEED, chance_seed())
    left, right = st.columns(2, gap="large")
    with left:
        seed = st.number_input(
            "Seed",
            *(0, MAX_SEED),
            step=1,
            key=SEED,
            persist_state="session",
            on_change=_keep_seed,
            help="The same words, seed and settings give the same sound on this machine.",
            **first(SEED, st.session_state[FIRST_SEED]),
        )
        st.toggle("A new seed for each take", key=FRESH, persist_state="session", **first(FRESH, True))
    with right:
        count = st.number_input(
            "Clips at once",
            *(1, MOST_AT_ONCE),
            step=1,
            key=COUNT,
            persist_state="session",
            help="The band takes the seeds that follow; MusicGen draws all from one seed, and needs memory for each.",
            **first(COUNT, 1),
        )
    return int(seed), int(count)


def make_button(words: str) -> None:
    """The one primary action, never greyed out: a press on it may be what sends the sentence that was just written."""
    st.button(
        "Make it",
        icon=":material/play_arrow:",
        type="primary",
        key="text-make",
        width="stretch",
        on_click=draw_seed,
    )
    caption(words)


def draw_seed() -> None:
    """A new seed into its box where one is wished for, and a take by it: what the button does."""
    if st.session_state.get(FRESH, True):
        put(SEED, chance_seed())
    kept.want()


def _forget_problem() -> None:
    """What was refused is asked for anew."""
    state.tell_problem(kept.TEXT, "")


def _write_again() -> None:
    """Write once more what the browser has not shown yet: a run that it asked for before brings the old sentence."""
    before, sentence, at_s, is_sent = st.session_state.pop(WRITTEN, ("", "", -LATE_S, True))
    if time.monotonic() - at_s > LATE_S:
        return
    is_late = is_sent and st.session_state.get(PROMPT, "") == before
    if is_late:
        st.session_state[PROMPT] = sentence
    if is_late or not is_sent:
        st.session_state[WRITTEN] = (before, sentence, at_s, True)


def _keep_seed() -> None:
    put(FRESH, False)


def take_up(*, prompt: str, engine: str, seconds: float, seed: int, count: int) -> None:
    """Put what made a take into the widgets, for the next one."""
    write_prompt(prompt)
    standing = {ENGINE: engine, SECONDS: round(seconds), SEED: seed, COUNT: count, FRESH: False}
    for key, value in standing.items():
        put(key, value)
