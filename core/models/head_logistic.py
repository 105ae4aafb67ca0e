"""Standardised embeddings -> genre probabilities by logistic regression that counts every genre the same.

The usual head on a network that somebody else trained: a plain linear model, strongly held back, because there are
hundreds of numbers and a few hundred tracks.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from core.models.row_weights import row_weights
from core.models.spec import ModelSpec, Setting

SHORT_WEIGHT = Setting(
    1.0,
    "how much a track counts of which less than half of a segment was heard, against a whole one",
    low=0.001,
    high=1.0,
)


class LogisticHead(LogisticRegression):
    """scikit-learn's, with rows that weigh as ``row_weights`` says."""

    def __init__(self, *, C: float = 0.01, short_weight: float = 1.0, max_iter: int = 5000):
        super().__init__(C=C, max_iter=max_iter)
        self.short_weight = short_weight

    def fit(self, X: np.ndarray, y: np.ndarray, short: Sequence[bool] | None = None) -> "LogisticHead":
        """Fit on rows; ``short`` tells of which of them less than half of a segment was heard."""
        return super().fit(X, y, sample_weight=row_weights(y, short, short_weight=self.short_weight))


def build(seed: int, *, C: float, short_weight: float) -> LogisticHead:
    """The optimum is one, so that the seed decides nothing."""
    return LogisticHead(C=C, short_weight=short_weight)


SPEC = ModelSpec(
    name="head-logistic",
    title="Logistic head",
    about="a weighted sum of what a pretrained listener hears, every genre counting the same; choose standard scaling",
    build=build,
    about_settings={
        "C": Setting(0.01, "how freely weights may grow; a small value keeps the model plain", low=1e-6, high=1e6),
        "short_weight": SHORT_WEIGHT,
    },
    grid={"C": (0.001, 0.003, 0.01, 0.03, 0.1), "short_weight": (0.3, 1.0)},
    explained_by="linear",
    fit_s=0.04,
)
