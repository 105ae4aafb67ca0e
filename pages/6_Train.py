"""Train: a dataset, a model and a protocol are chosen, a job trains, and its score says what it is worth."""

from core.ui.datasets import dataset_in_use
from core.ui.frame import open_page
from core.ui.train.page import train

open_page(
    "Train a model, and see what its score is worth",
    "Choose how it is tested before you choose the model: the same model can score 50 % or 90 % on the same songs.",
)
train(dataset_in_use())
