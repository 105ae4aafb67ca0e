"""Scaled columns -> the mean of the probabilities of three unlike models."""

from sklearn.ensemble import VotingClassifier

from core.models import extra_trees, lda, logistic
from core.models.spec import ModelSpec


def build(seed: int, *, C: float, n_estimators: int, min_samples_leaf: int) -> VotingClassifier:
    """A line (logistic), a cloud (LDA) and a forest (extra trees).

    Members are those with probabilities of their own: an SVM would need a calibration inside the calibration.
    """
    return VotingClassifier(
        [
            ("logistic", logistic.build(seed, C=C)),
            ("lda", lda.build(seed, shrinkage="auto")),
            ("trees", extra_trees.build(seed, n_estimators=n_estimators, min_samples_leaf=min_samples_leaf)),
        ],
        voting="soft",
    )


SPEC = ModelSpec(
    name="vote",
    title="Soft vote",
    about="the mean of logistic regression, linear discriminant analysis and extra trees",
    build=build,
    # Fewer and smaller trees than extra-trees alone, so that the stored model stays small.
    defaults={"C": 0.05, "n_estimators": 100, "min_samples_leaf": 4},
    candidates=({"C": 0.05},),
)
