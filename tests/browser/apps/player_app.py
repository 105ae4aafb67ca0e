"""A page with two players, a plain `st.audio` and an input field; the browser test drives it."""

import io
import sys
from pathlib import Path

import numpy as np
import soundfile
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from core.figures.colours import GENRE_COLOURS as COLOURS
from core.figures.lanes import ImageLane, Lane, LineLane, MarksLane
from core.sound.waveform import waveform_peaks
from core.ui.player import PlayerEvent, mix_player, sound_player

EVIL = "<img src=x onerror=\"document.title='owned'\">"
SR = 8000


@st.cache_data
def song(duration_s: float, seed: int) -> tuple[bytes, np.ndarray]:
    """A made song: a chord under phrases that swell and fade."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(duration_s * SR)) / SR
    swell = np.interp(t, np.arange(0, duration_s + 1, 0.25), rng.uniform(0.05, 1, int(4 * duration_s + 4)))
    phrase = np.interp(t, np.linspace(0, duration_s, 9), [0.2, 0.5, 0.6, 1, 0.5, 0.9, 1, 0.6, 0.1])
    y = 0.2 * phrase * swell * sum(np.sin(2 * np.pi * f * t) for f in (220, 277, 330))
    file = io.BytesIO()
    soundfile.write(file, y, SR, format="WAV")
    return file.getvalue(), waveform_peaks(y, 1200)


def mix(duration_s: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cells of 3 s whose probabilities wander, as those of a song do."""
    rng = np.random.default_rng(seed)
    starts_s = np.arange(0, duration_s - 1.5, 3.0)
    walk = np.cumsum(rng.normal(0, 0.55, (starts_s.size, len(COLOURS))), axis=0) + rng.normal(0, 1, len(COLOURS))
    proba = np.exp(walk) / np.exp(walk).sum(axis=1, keepdims=True)
    return starts_s, np.append(starts_s[1:], duration_s), proba


def show_player(
    key: str, *, duration_s: float, seed: int, mix_seed: int | None = None, sound: bytes = b"", **more
) -> PlayerEvent | None:
    made, peaks = song(duration_s, seed)
    starts_s, ends_s, proba = mix(duration_s, mix_seed or seed)
    return mix_player(
        sound or made,
        mime="audio/wav",
        peaks=peaks,
        duration_s=duration_s,
        starts_s=starts_s,
        ends_s=ends_s,
        proba=proba,
        genres=list(COLOURS),
        colours=COLOURS,
        key=key,
        **more,
    )


def show_plain_player() -> None:
    """A recording of which nothing is predicted; a button asks for it, and another for the one after it."""
    st.session_state.setdefault("asked", (2, 0))
    for seed in (2, 3):
        if st.button(f"Play {seed}"):
            st.session_state.asked = (seed, st.session_state.asked[1] + 1)
    st.button("Run again")
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.text(f"runs: {st.session_state.runs}")
    seed, call = st.session_state.asked
    made, peaks = song(20.0, seed)
    sound_player(
        made, mime="audio/wav", peaks=peaks, duration_s=20.0, key="plain", gain_db=2.0, name=f"Song {seed}", call=call
    )


def lanes(duration_s: float) -> dict[str, tuple[Lane, ...]]:
    """Two groups of lanes whose values are known: each line rises from 0 to 1,000 Hz, each row is one value."""
    n = 400
    rising = np.linspace(0, 1000, n)
    axis = {"start_s": 0.0, "column_s": duration_s / n}
    rows = np.repeat(np.array([[0], [85], [170], [255]], np.uint8), n, axis=1)
    names = ("C", "D", "E", "F")
    image = ImageLane("Rows", rows, 0.0, 1.0, row_names=names, ticks=((0.0, "C"), (1.0, "F")), **axis)
    line = LineLane("Rising", rising, rising - 50, rising + 50, unit="Hz", about=f"It rises {EVIL}.", **axis)
    return {"one": (image, line), "two": (MarksLane("Beats", np.arange(0.5, duration_s, 0.5)), line)}


@st.cache_data
def two_parts(duration_s: float) -> tuple[bytes, np.ndarray]:
    """A tone on the left, a knock on every half second on the right."""
    sr = 22050
    t = np.arange(round(duration_s * sr)) / sr
    knocks = np.exp(-60 * (t % 0.5)) * np.sin(2 * np.pi * 2500 * t) * (t >= 0.5)
    file = io.BytesIO()
    soundfile.write(file, 0.4 * np.stack([np.sin(2 * np.pi * 300 * t), knocks], axis=1), sr, format="FLAC")
    return file.getvalue(), waveform_peaks(0.4 * knocks, 1200)


def show_lanes() -> None:
    duration_s = 20.0
    group = st.radio("Lanes", ["one", "two"])
    made, peaks = two_parts(duration_s)
    sound_player(
        made,
        mime="audio/flac",
        peaks=peaks,
        duration_s=duration_s,
        key="lanes",
        gain_db=-6.0,
        lanes=lanes(duration_s)[group],
        parts=True,
        beats_s=np.arange(0.5, duration_s, 0.5),
    )


def show_two_players() -> None:
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    seed = 3 if st.toggle("Another song") else 2
    mix_seed = 9 if st.toggle("Another model") else None
    st.text_input("A field")
    if not st.toggle("Take the first away"):
        event = show_player(
            "one", duration_s=60.0, seed=seed, mix_seed=mix_seed, gain_db=3.2, name=EVIL, on_cell="rerun"
        )
        st.markdown(f"runs: {st.session_state.runs}; clicked: {event}")
    evil_labels = {genre: f"{EVIL}{genre}" for genre in COLOURS}
    show_player("two", duration_s=30.0, seed=5, gain_db=-4.0, genre_labels=evil_labels)
    st.audio(song(10.0, 6)[0])


st.set_page_config(layout="wide")
match st.query_params.get("scene"):
    case "picture":
        show_player("picture", duration_s=243.0, seed=4, gain_db=3.2, name="A made song")
    case "plain":
        show_plain_player()
    case "lanes":
        show_lanes()
    case "broken":
        show_player("broken", duration_s=30.0, seed=2, sound=b"this is not a sound")
    case "unsure":
        show_player("unsure", duration_s=30.0, seed=5, known=False)
    case "longer":  # the recording goes on after the last cell
        show_player("longer", duration_s=6.0, seed=2, sound=song(20.0, 2)[0])
    case _:
        show_two_players()
