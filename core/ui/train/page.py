"""A dataset in use in, all that the Train page shows out: its last training, what to choose, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.datasets.feature_tables import feature_tables
from core.ui.datasets.reading import read_contents
from core.ui.explore.numbers import ask_for_numbers
from core.ui.markup import banner, heading
from core.ui.train.choosing import ask_for_model, ask_for_protocol, ask_for_view, ask_for_wish
from core.ui.train.material import introduce, material_of, warn
from core.ui.train.starting import start
from core.ui.train.watching import last_training

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents
    from core.ui.train.material import Material


def train(opened: OpenDataset) -> None:
    """Show the last training of this dataset, and ask for the next."""
    contents = read_contents(opened)
    if contents is None:
        return
    source = ask_for_numbers(opened)
    before = last_training(opened)
    if source is None:
        _without_numbers(opened, contents)
        return
    if before is not None:
        heading("Train another")
    material = material_of(opened, source)
    if material is not None:
        _ask(material)


def _ask(material: Material) -> None:
    introduce(material)
    warn(material)
    tested, model_place = st.columns([3, 2], gap="large")
    with tested:
        view = ask_for_view(material)
        protocol = ask_for_protocol(material)
    if protocol is None:
        return
    with model_place:
        model = ask_for_model(view)
        wish = ask_for_wish(material, view=view, protocol=protocol, model=model)
        start(material, wish)


def _without_numbers(opened: OpenDataset, contents: Contents) -> None:
    banner(
        "note",
        "There are no numbers of it yet",
        "A model learns from a table of numbers, a row for each track. Make it once, then train as often as you like.",
    )
    feature_tables(opened, contents)
