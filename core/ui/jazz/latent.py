"""A model in, the map of its latent space out: click on a piece, and hear what lives there."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.errors import CoreError
from core.figures.jazz.latent import latent_chart
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence
from core.jazz.attributes import ATTRIBUTES
from core.jazz.steering.latent_map import has_map
from core.ui import state
from core.ui.jazz.making import engine, make_clip
from core.ui.jazz.wish import chance_seed
from core.ui.markup import banner, caption
from core.ui.theme import look

if TYPE_CHECKING:
    from core.jazz.steering.latent_map import LatentMap
    from core.ui.jazz.models import Offered
    from core.ui.jazz.wish import Wish

COLOURED_BY = ("density", "register", "pace")
PICKED = "jazz-map"  # where the click on a point is noted
ABOUT = (
    "Each point is a piece that the model has not learnt from, where the model puts it. Click one, and the model plays "
    "what lives there: new notes of its own, not that piece."
)
SEE = (
    "Neighbours sound alike in what the model hears of them. A plane holds little of {n} dimensions: points that lie "
    "on each other here may be far apart."
)
NONE = ("There is no map of this model yet", "A training makes one as it ends; choose another model meanwhile.")
UNREADABLE = "The map of this model cannot be read"


def latent(model: Offered, wish: Wish, playing: dict[str, Any]) -> None:
    """The map; a click on it makes a clip, and the page runs again with it."""
    caption(ABOUT)
    try:
        found = engine().load_map(model.folder, config=model.config)
    except CoreError as error:
        if has_map(model.folder):
            banner("note", UNREADABLE, as_sentence(str(error)))
        else:
            banner("note", *NONE)
        return
    by = st.segmented_control(
        "Coloured by", COLOURED_BY, default=COLOURED_BY[0], required=True, key="jazz-map-by", persist_state="session"
    )
    _show_map(model, found, by)
    caption(SEE.format(n=found.means.shape[1]))
    at_random = st.button("Hear a place at random", icon=":material/casino:", key="jazz-map-random")
    wanted = secrets.randbelow(len(found)) if at_random else st.session_state.pop("jazz_map_wanted", None)
    if wanted is None:
        return
    state.pick(PICKED, (model.name, wanted))
    make_clip(
        *(model, wish.with_seed(chance_seed()), playing),
        way=f"place {wanted + 1} of the map",
        z=found.means[wanted],
        conditions=found.conditions[wanted],
    )
    st.rerun()


def _show_map(model: Offered, found: LatentMap, by: str) -> None:
    """The chart, with a ring around the place that was heard last; a click on a piece is noted for the next run."""
    picked = state.picked(PICKED)
    here = picked[1] if picked and picked[0] == model.name else None
    key = f"jazz-map-{model.name}-{state.selection_round(model.name, PICKED)}"
    st.plotly_chart(
        latent_chart(
            found.points,
            found.attribute(by),
            title=by,
            unit=ATTRIBUTES[by].unit,
            explained=found.explained,
            look=look(),
            here=None if here is None else found.points[here],
        ),
        theme=None,
        config=CHART_CONFIG,
        key=key,
        on_select=partial(_take, key, model.name, len(found)),
        selection_mode="points",
        alt=f"Map of {len(found)} held-out pieces in the model's latent space, coloured by {by}",
    )


def _take(key: str, model: str, n_points: int) -> None:
    points = st.session_state[key].selection.points
    place = points[0].get("point_index") if points else None
    if isinstance(place, int) and 0 <= place < n_points:
        st.session_state["jazz_map_wanted"] = place
        state.begin_selection_round(model, PICKED)  # the same point may be asked for again
