"""Leaks: one model on the same tracks, tested ever more strictly; what its score loses on the way was a leak."""

from core.ui.datasets import dataset_in_use
from core.ui.frame import open_page
from core.ui.leaks.page import leaks

open_page(
    "How much of a score is a leak?",
    "Test one model on the same tracks, with one leak less each time, and see what is left of its score.",
)
leaks(dataset_in_use())
