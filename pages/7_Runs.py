"""Runs: trained models in lists that may be compared; one of them from all sides, or two side by side."""

from core.ui.datasets import dataset_in_use
from core.ui.frame import open_page
from core.ui.runs.page import runs

open_page(
    "Which model hears genre best, and how far to believe it?",
    "Compare what was trained under the same rules, look at one model from all sides, and hear where it is wrong.",
)
runs(dataset_in_use())
