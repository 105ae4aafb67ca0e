"""The visitor's choice in, one of the further ways to play, or what is behind it, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.jazz.about import about
from core.ui.jazz.between import between
from core.ui.jazz.comparing import compare
from core.ui.jazz.hearing import hearing
from core.ui.jazz.latent import latent
from core.ui.jazz.phrase import phrase
from core.ui.jazz.training import train
from core.ui.markup import heading

if TYPE_CHECKING:
    from core.ui.jazz.clips import Clip
    from core.ui.jazz.models import Offered
    from core.ui.jazz.wish import Wish

PHRASE, BETWEEN, MAP = "Go on from a phrase", "Between two", "Map"
COMPARE, HEARD = "Compare two clips", "What a genre model hears"
TRAIN, ABOUT = "Train on your files", "About the models"
WAY = "jazz-way"


def ways(
    models: Mapping[str, Offered], wish: Wish | None, clips: Sequence[Clip], *, playing: dict[str, Any] | None = None
) -> None:
    """One of the ways at a time; without a model there is only the one to get one."""
    offered: dict[str, Callable[[], None]] = {TRAIN: train}
    if wish is not None:
        model = models[wish.model]
        offered = {
            PHRASE: lambda: phrase(model, wish, playing or {}, clips),
            BETWEEN: lambda: between(model, wish, playing or {}, clips),
            MAP: lambda: latent(model, wish, playing or {}),
            COMPARE: lambda: compare(clips),
            HEARD: lambda: hearing(model),
            TRAIN: train,
            ABOUT: lambda: about(models),
        }
    heading("More ways")
    way = st.segmented_control(
        "More ways",
        list(offered),
        default=next(iter(offered)),
        required=True,
        key=WAY if wish is not None else f"{WAY}-alone",
        persist_state="session",
        label_visibility="collapsed",
    )
    offered[way]()
