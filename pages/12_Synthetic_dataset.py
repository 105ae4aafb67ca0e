"""Synthetic dataset: a recipe in, a labelled dataset of made clips out, and how near they are to real music."""

from core.ui.frame import open_page
from core.ui.synthetic.page import synthetic

open_page(
    "Can made music stand in for real music?",
    "Write a recipe and let it be made: a labelled dataset that nobody recorded. Then measure how near it is to real "
    "music, and hear where it is not.",
)
synthetic()
