"""A visitor in, the wish for each map out: its parameters are asked for in folded forms, and change when sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.markup import caption

if TYPE_CHECKING:
    from core.explore.maps import Knob, MapSpec
    from core.ui.explore.map_engine import MapParams
    from core.ui.explore.numbers import Exploration

STEP = {int: 1, float: 0.01}


def ask_for_wishes(exploration: Exploration) -> dict[str, MapParams]:
    """What each kind of map shall be like, by name; by default as its makers advise for so many tracks."""
    from core.ui.explore.map_engine import MAPS, wish

    with st.expander("How the maps are made", icon=":material/tune:"):
        columns = st.columns(len(MAPS), gap="medium")
        chosen = {}
        for column, spec in zip(columns, MAPS.values(), strict=True):
            with column, st.form(f"map-{spec.name}-{exploration.opened.id}", border=False):
                chosen[spec.name] = _ask(spec, exploration)
        caption("A map is drawn once for the same numbers, scaling, settings and seed, and kept.")
    source = exploration.source
    return {
        name: wish(
            name,
            settings,
            source=source.source,
            data_hash=exploration.points.data_hash,
            scaling=exploration.scaling,
            segment_s=source.segment_s,
            columns=source.columns,
        )
        for name, settings in chosen.items()
    }


def same_wish(params: MapParams, exploration: Exploration) -> MapParams:
    """The same kind of map with the same settings, of other numbers of the same tracks."""
    source = exploration.source
    return replace(params, data_hash=exploration.points.data_hash, columns=source.columns)


def _ask(spec: MapSpec, exploration: Exploration) -> Any:
    n_tracks = max(len(exploration.points), spec.min_tracks)
    defaults = spec.defaults(n_tracks)
    caption(f"{spec.title}. {spec.about}")
    prefix = f"map-{spec.name}-{exploration.opened.id}-{exploration.source.name}"
    values = {
        knob.name: _ask_knob(knob, getattr(defaults, knob.name), n_tracks, key=f"{prefix}-{knob.name}")
        for knob in spec.knobs
    }
    st.form_submit_button(f"Draw {spec.title} with these", icon=":material/draw:")
    return spec.settings(**values)


def _ask_knob(knob: Knob, default: Any, n_tracks: int, *, key: str) -> Any:
    options = {"key": key, "help": knob.help, "persist_state": "session"}
    if knob.choices:
        return st.selectbox(knob.title, knob.choices, index=knob.choices.index(default), **options)
    kind = type(default)
    return st.number_input(
        knob.title,
        min_value=kind(knob.low),
        max_value=kind(knob.highest(n_tracks)),
        value=default,
        step=kind(knob.step or STEP[kind]),
        format="%d" if kind is int else "%g",
        **options,
    )
