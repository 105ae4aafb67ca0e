"""Anatomy: a song in, what is measured in it out, moment by moment over its sound."""

from core.ui.anatomy.page import anatomy
from core.ui.frame import open_page

open_page(
    "What is this song made of?",
    "Take a song apart: see what is measured in it while it plays, and hear its tones and its hits alone.",
)
anatomy()
