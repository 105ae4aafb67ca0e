"""Doctor: a dataset in, what is wrong with it out; heard, decided, and what the decisions change."""

from core.ui.datasets import dataset_in_use
from core.ui.doctor import consult
from core.ui.frame import open_page

open_page(
    "What is wrong with this dataset?",
    "The doctor listens to every track for faults, copies and labels in doubt. You hear what it found, and decide.",
)
consult(dataset_in_use())
