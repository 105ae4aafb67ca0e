"""Scaled columns -> genre probabilities by multinomial logistic regression."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from core.models.spec import ModelSpec, Setting

# How scikit-learn writes a penalty: the share of L1 in it.
L1_SHARES = {"l2": 0.0, "l1": 1.0, "elasticnet": 0.5, "none": 0.0}


def build(seed: int, *, C: float, penalty: str) -> LogisticRegression:
    """A small ``C`` means a strong pull of all weights towards zero; without a penalty it does not matter.

    The optimum of a penalised model is one; solvers differ in how they get there. lbfgs is the quickest where the
    penalty is smooth, saga the only one for several genres where it is not.
    """
    smooth = penalty in ("l2", "none")
    return LogisticRegression(
        C=np.inf if penalty == "none" else C,
        l1_ratio=L1_SHARES[penalty],
        solver="lbfgs" if smooth else "saga",
        # saga creeps towards the last digits of weights that no probability shows
        tol=1e-4 if smooth else 1e-3,
        max_iter=5000,
        random_state=seed,
    )


SPEC = ModelSpec(
    name="logistic",
    title="Logistic regression",
    about="a weighted sum of the columns per genre; the simplest model whose reasons can be read off",
    build=build,
    about_settings={
        "C": Setting(0.05, "how freely weights may grow; a small value keeps the model plain", low=1e-6, high=1e6),
        "penalty": Setting(
            "l2",
            "what large weights cost: l2 shrinks all of them, l1 sets many to zero, elasticnet does half of each",
            choices=tuple(L1_SHARES),
        ),
    },
    grid={"C": (0.02, 0.05, 0.2)},
    # The notebook also varies the solver (saga, newton-cg, lbfgs, sag, liblinear), which finds the same optimum.
    thesis_grid=(
        {"penalty": ("l1", "l2", "elasticnet"), "C": (1e-4, 1e-2, 1.0, 1e2)},
        {"penalty": ("none",)},
    ),
    thesis_best={"penalty": "none"},
    in_best=True,
    explained_by="linear",
    fit_s=0.04,
)
