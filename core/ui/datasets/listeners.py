"""The listeners that there are in, those whose numbers a table shall also hold out, with what each of them costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core.downloads import is_here
from core.figures.words import NBSP
from core.ui.markup import caption

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.data.stored import StoredTable
    from core.models.backbones.spec import Backbone

LABEL = "Also keep what pretrained listeners hear"
HELP = (
    "A listener is a neural network that others trained on much music. It turns each segment into numbers of its own, "
    "an embedding, and most name tags such as instruments and moods. A model that learns from them is better at "
    "genres, but the listener may have heard these very artists, and every score says so."
)


def ask_for_listeners(opened: OpenDataset, stored: Sequence[StoredTable]) -> tuple[str, ...]:
    """The names of the listeners that the next table shall hold; at first those of the present one."""
    from core.ui.datasets.engine import BACKBONES

    present = {name for table in stored for name in table.listeners}
    offered = {name: one for name, one in BACKBONES.items() if one.is_offered or name in present}
    chosen = st.multiselect(
        LABEL,
        list(offered),
        default=[name for name in offered if name in present],
        format_func=lambda name: _option(offered[name]),
        placeholder="None: features alone",
        help=HELP,
        # Another table is another question: its listeners are then what is chosen at first.
        key=f"listeners-{opened.id}-{'-'.join(sorted(present))}",
    )
    for name in chosen:
        caption(listener_words(offered[name]))
    if gone := present - set(chosen):
        caption(gone_words([BACKBONES[name].title if name in BACKBONES else name for name in sorted(gone)]))
    return tuple(chosen)


def listener_words(listener: Backbone) -> str:
    """What a listener knows, what it adds, and what it costs: "... 200 numbers and 50 tags of each segment; ..."."""
    tags = f" and {len(listener.tags)} tags" if listener.tags else ""
    adds = f"{listener.n_dims:,} numbers{tags} of each segment"
    return f"{listener.title} knows {listener.about}. It adds {adds}; {_price(listener)}, licence {listener.licence}."


def gone_words(titles: Collection[str]) -> str:
    """What becomes of listeners that the present table holds and the next one shall not."""
    return f"The new table takes the place of this one, and without {', '.join(titles)} their columns are gone."


def _price(listener: Backbone) -> str:
    if not listener.files:
        return "nothing to download"
    size = f"{listener.n_bytes / 1e6:.1f}{NBSP}MB"
    return f"{size}, here already" if all(map(is_here, listener.files)) else f"{size} to download once"


def _option(listener: Backbone) -> str:
    return f"{listener.title} ({_price(listener)})"
