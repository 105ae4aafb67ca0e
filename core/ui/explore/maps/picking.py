"""What was clicked or lassoed on a chart of tracks in, the track that is heard or the new selection out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from core.ui.explore.heard import hear, heard_call
from core.ui.explore.selection import chart_key, select

MODES = ("points", "box", "lasso")


def pick_options(opened_id: str, by: str, words: str) -> dict:
    """What to give `st.plotly_chart` so that a click hears a track, and a lasso, a box or shift and clicks select.

    The chart has the id of each track in the ``customdata`` of its point.

    Parameters
    ----------
    by : the name of the chart, unique on the page
    words : where the tracks are, as it continues "inside the lasso on ...": "the PCA map"
    """
    key = f"{chart_key(opened_id, by)}-{heard_call(opened_id)}"
    return {"key": key, "on_select": partial(_picked, opened_id, by, words, key), "selection_mode": MODES}


def _picked(opened_id: str, by: str, words: str, key: str) -> None:
    picked = st.session_state[key].selection
    ids = tracks_of(picked.points)
    if picked.lasso or picked.box:
        select(opened_id, ids, f"inside the {'lasso' if picked.lasso else 'box'} on {words}", by=by)
    elif len(ids) == 1:
        hear(opened_id, ids[0])
    elif ids:
        select(opened_id, ids, f"clicked on {words}", by=by)


def tracks_of(points: Iterable[dict]) -> list[str]:
    """The tracks of picked points, each once: rings and halos are points too, but of no track."""
    found = (_track(point.get("customdata")) for point in points)
    return list(dict.fromkeys(track for track in found if track))


def _track(data) -> str | None:
    if isinstance(data, (list, tuple)):
        data = data[0] if data else None
    return data if isinstance(data, str) else None
