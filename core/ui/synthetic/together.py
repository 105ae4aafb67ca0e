"""Where real tracks and made clips lie on one map in, the map on the page out; a click plays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.figures.explore.maps import map_config
from core.figures.synthetic.places import Places, places_chart
from core.ui.explore.charting import clicked
from core.ui.files import download_name
from core.ui.markup import caption, heading
from core.ui.synthetic import kept
from core.ui.synthetic.examples import MADE, Pair, key_of, now_heard, words_of
from core.ui.theme import look

if TYPE_CHECKING:
    import pandas as pd

WHICH = "synth-map"
SEE = (
    "Full: made clips. Hollow: real tracks. Neighbours sound alike to what is measured; where the full ones lie apart "
    "from the hollow ones of their colour, they do not sound like them. Click a point to hear it."
)


def together(pair: Pair) -> None:
    """The map that is chosen, and the player of the report below it."""
    places = pair.found.places
    if places.empty:
        return
    heading("Where do they lie among real music?")
    which = _ask_for_map(pair)
    rows = places[(places["space"] == which[0]) & (places["method"] == which[1])]
    key, call = kept.heard(pair.place)
    chart_key = f"synth-places-{'-'.join(which)}-{call}"
    st.plotly_chart(
        places_chart(_points(pair, rows), look=look(), heard=key),
        theme=None,
        config=map_config(download_name("map", f"{pair.made.title}_{which[1]}", "png").removesuffix(".png"))
        | {"modeBarButtons": [["zoom2d", "pan2d", "resetScale2d", "toImage"]]},
        key=chart_key,
        on_select=partial(_clicked, chart_key, pair.place),
        selection_mode="points",
        alt=f"Map of {len(rows)} tracks, made and real; a click on a point plays it",
    )
    caption(SEE)
    now_heard(pair)


def _ask_for_map(pair: Pair) -> tuple[str, str]:
    from core.ui.synthetic.fidelity_engine import MAPS

    places = pair.found.places
    titles = {space.name: space.title for space in pair.found.report.spaces}
    found = list(dict.fromkeys(zip(places["space"], places["method"], strict=True)))
    if len(found) == 1:
        return found[0]
    names = [f"{MAPS[method].title} of {titles.get(space, space)}" for space, method in found]
    at = st.selectbox("Map", range(len(found)), format_func=names.__getitem__, key=WHICH, persist_state="session")
    return found[at]


def _points(pair: Pair, rows: pd.DataFrame) -> Places:
    clips = pair.found.clips
    told = {(row["set"], row["track"]): words_of(row) for _, row in clips.iterrows()}
    is_made = (rows["set"] == MADE).to_numpy()
    return Places(
        keys=[key_of(which, track) for which, track in zip(rows["set"], rows["track"], strict=True)],
        genres=rows["genre"].tolist(),
        is_made=is_made,
        told=[
            f"{'Made' if which == MADE else 'Real'}, {genre}: {told.get((which, track), '')}"
            for which, track, genre in zip(rows["set"], rows["track"], rows["genre"], strict=True)
        ],
        xy=rows[["x", "y"]].to_numpy(),
    )


def _clicked(chart_key: str, place: str) -> None:
    key = clicked(chart_key)
    if isinstance(key, str):
        kept.hear(place, key)
