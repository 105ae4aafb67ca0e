"""A recording, with its genre mix or without, in; a player on the page out, and the cell that the visitor clicked.

The sound itself is `st.audio`, so that Streamlit serves it in ranges and the browser decodes it. The component beside
it (components v2: part of the page, not a frame) draws the waveform and the ribbon, and drives that one `<audio>`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st

from core.figures.lanes import Lane, lanes_data
from core.ui.player.picture import picture_data
from core.ui.theme import look

# One blob reaches the browser, and a blob imports nothing from its neighbours: the parts are joined in reading order.
JS_PARTS = (
    *("words.js", "graph.js", "sound.js", "loop.js", "clicks.js", "drawing.js", "notes.js", "lanes.js"),
    *("timeline.js", "mixer.js", "keys.js", "player.js"),
)
CSS_PARTS = ("player.css", "timeline.css", "lanes.css", "mixer.css")
# The component looks for its own <audio> inside the container of this key, so that two players never mix up.
CONTAINER_KEY = "genrescope-player-{}"


@dataclass(frozen=True)
class PlayerEvent:
    """The cell that the visitor clicked last: its place on the ribbon, and where it starts and ends."""

    cell: int
    start_s: float
    end_s: float


def _text(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(_text(part) for part in parts)


_component = st.components.v2.component(
    "genrescope_player",
    html=_text("player.html"),
    css=_joined(CSS_PARTS),
    js=_joined(JS_PARTS),
)


def mix_player(
    sound: bytes | str | Path,
    *,
    mime: str,
    peaks: np.ndarray,
    duration_s: float,
    starts_s: np.ndarray,
    ends_s: np.ndarray,
    proba: np.ndarray,
    genres: Sequence[str],
    colours: Mapping[str, str],
    key: str,
    genre_labels: Mapping[str, str] | None = None,
    gain_db: float = 0.0,
    known: bool = True,
    name: str = "",
    on_cell: Literal["ignore", "rerun"] = "ignore",
    lanes: Sequence[Lane] = (),
) -> PlayerEvent | None:
    """Show a song as waveform and ribbon, play it, and read out the mix of the moment.

    Parameters
    ----------
    sound : the bytes of a file that browsers play, or the path of one
    mime : its media type, such as "audio/mpeg"
    peaks : np.ndarray, shape (n_bins, 2) or (n_bins,), see `core.sound.waveform.waveform_peaks`; any unit
    duration_s : the seconds that were decoded and predicted; a longer recording stops there
    starts_s, ends_s : np.ndarray, shape (n_cells,), ascending
    proba : np.ndarray, shape (n_cells, n_genres), each row sums to one
    genres, genre_labels, colours : the columns of ``proba``, what people read for each, and its colour "#rrggbb"
    gain_db : added while listening only
    known : False where the model says that it does not know the sound; ribbon and words then say so too
    key : unique on the page; a new song under the same key starts at its beginning
    name : of the song, for people who hear the page instead of seeing it
    on_cell : "rerun" runs the script again when a cell is clicked, and returns that cell
    lanes : drawn under the ribbon, on its time axis; others under the same song do not stop it

    Returns
    -------
    PlayerEvent of the cell clicked last in this song, or None: no click yet, or ``on_cell="ignore"``
    """
    data = picture_data(
        peaks=peaks,
        duration_s=duration_s,
        starts_s=starts_s,
        ends_s=ends_s,
        proba=proba,
        labels=[genre if genre_labels is None else genre_labels[genre] for genre in genres],
        colours=[colours[genre] for genre in genres],
        gain_db=gain_db,
    )
    data |= {"known": bool(known), "reports_cells": on_cell == "rerun"}
    answer = _show(data, sound, mime=mime, key=key, name=name, lanes=lanes)
    return _event(answer.clicked, data) if on_cell == "rerun" else None


def sound_player(
    sound: bytes | str | Path,
    *,
    mime: str,
    peaks: np.ndarray,
    duration_s: float,
    key: str,
    gain_db: float = 0.0,
    name: str = "",
    call: int = 0,
    lanes: Sequence[Lane] = (),
    parts: bool = False,
    beats_s: Sequence[float] = (),
) -> None:
    """Show a recording of which nothing is predicted as a waveform, and play it.

    Parameters
    ----------
    call : the number of the click that asks for this sound (`next_call`); the player then plays it once by itself
    lanes : drawn under the waveform, on its time axis; others under the same song do not stop it
    parts : the left channel of ``sound`` holds the harmonic part and the right one the percussive; both ears then hear
        their sum, or as much of either as the visitor asks for
    beats_s : when a click can be heard, ascending; it sounds when the visitor asks for it
    others : as of `mix_player`
    """
    data = picture_data(
        peaks=peaks,
        duration_s=duration_s,
        starts_s=np.zeros(1),
        ends_s=np.array([duration_s]),
        proba=np.zeros((1, 0)),
        labels=(),
        colours=(),
        gain_db=gain_db,
    )
    data |= {"known": True, "reports_cells": False, "call": call, "parts": parts}
    data["beats_s"] = [round(float(time_s), 4) for time_s in beats_s]
    _show(data, sound, mime=mime, key=key, name=name, lanes=lanes)


def _show(data: dict, sound: bytes | str | Path, *, mime: str, key: str, name: str, lanes: Sequence[Lane] = ()):
    data = {"parts": False, "beats_s": []} | data
    data |= {"key": key, "name": name, "box_class": _box_class(key), "lanes": lanes_data(lanes, look())}
    with st.container(key=CONTAINER_KEY.format(key)):
        answer = _component(data=data, key=f"genrescope-timeline-{key}", on_clicked_change=_no_callback)
        st.audio(str(sound) if isinstance(sound, Path) else sound, format=mime)
    return answer


def _box_class(key: str) -> str:
    """The class that Streamlit gives to the container of a player."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", CONTAINER_KEY.format(key).strip())


def _no_callback() -> None:
    # Streamlit names the field in its answer only when a callback is given.
    return None


def _event(clicked: object, data: dict) -> PlayerEvent | None:
    # What the browser sends is a visitor's input, and may still speak of the song before this one.
    if not isinstance(clicked, dict) or clicked.get("song") != data["song"]:
        return None
    cell = clicked.get("cell")
    if not isinstance(cell, int) or not 0 <= cell < len(data["starts_s"]):
        return None
    return PlayerEvent(cell=cell, start_s=data["starts_s"][cell], end_s=data["ends_s"][cell])
