"""Explore: one dataset in linked pictures: its genres, its numbers, its map; every track is heard by a click."""

from core.ui.datasets import dataset_in_use
from core.ui.explore.page import explore
from core.ui.frame import open_page

open_page(
    "How do the genres of a dataset differ?",
    "Look at one dataset from several sides. What you select in one picture is selected in all, and can be heard.",
)
explore(dataset_in_use())
