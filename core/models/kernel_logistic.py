"""Scaled columns -> genre probabilities by logistic regression on a Gaussian kernel.

The curved borders of an SVM with the probabilities of a logistic regression (Zhu & Hastie, Kernel logistic regression
and the import vector machine, JCGS 14, 2005). The kernel is approximated by its values against some training rows
(Williams & Seeger, Using the Nyström method to speed up kernel machines, NIPS 2000).
"""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from core.models.spec import ModelSpec, Setting


class KernelLogistic(ClassifierMixin, BaseEstimator):
    """Logistic regression on the Gaussian kernel of each row with at most ``n_rows`` drawn training rows.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    steps_ : the fitted kernel and the regression on it
    """

    def __init__(self, *, C: float = 10.0, gamma: float = 0.01, n_rows: int = 300, seed: int = 0):
        self.C = C
        self.gamma = gamma
        self.n_rows = n_rows
        self.seed = seed

    def fit(self, X: np.ndarray, y: np.ndarray) -> "KernelLogistic":
        kernel = Nystroem(gamma=self.gamma, n_components=min(self.n_rows, len(X)), random_state=self.seed)
        regression = LogisticRegression(C=self.C, max_iter=5000, random_state=self.seed)
        self.steps_ = Pipeline([("kernel", kernel), ("regress", regression)]).fit(X, y)
        self.classes_ = self.steps_.classes_
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        """Log-odds up to a constant per row, shape (n_rows, n_genres); (n_rows,) for two genres."""
        return self.steps_.decision_function(X)

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return self.steps_.predict_proba(X)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.steps_.predict(X)


def build(seed: int, **settings: float) -> KernelLogistic:
    return KernelLogistic(seed=seed, **settings)


SPEC = ModelSpec(
    name="kernel-logistic",
    title="Kernel logistic regression",
    about="draws curved borders like the SVM, and is taught to say how sure it is",
    build=build,
    about_settings={
        "C": Setting(10.0, "how freely the borders may bend; a small value keeps them plain", low=1e-4, high=1e6),
        "gamma": Setting(
            0.01, "how near two tracks must be to count as alike; large values look close", low=1e-5, high=1e3
        ),
        "n_rows": Setting(300, "how many training tracks the others are compared with", low=2, high=5000, whole=True),
    },
    grid={"gamma": (0.005, 0.01, 0.02), "C": (3.0, 10.0, 30.0)},
    fit_s=0.6,
)
