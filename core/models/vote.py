"""Scaled columns -> the mean of the probabilities of three unlike models."""

from sklearn.ensemble import VotingClassifier

from core.models import extra_trees, lda, logistic
from core.models.spec import ModelSpec, Setting


def build(seed: int, *, C: float, n_estimators: int, min_samples_leaf: int) -> VotingClassifier:
    """A line (logistic), a cloud (LDA) and a forest (extra trees).

    Members are those with probabilities of their own: an SVM would need a calibration inside the calibration.
    """
    trees = {"n_estimators": n_estimators, "min_samples_leaf": min_samples_leaf}
    return VotingClassifier(
        [
            ("logistic", logistic.build(seed, C=C, penalty="l2")),
            ("lda", lda.build(seed, shrinkage="auto")),
            ("trees", extra_trees.build(seed, **trees)),
        ],
        voting="soft",
    )


SPEC = ModelSpec(
    name="vote",
    title="Soft vote",
    about="the mean of logistic regression, linear discriminant analysis and extra trees",
    build=build,
    about_settings={
        "C": Setting(0.05, "how freely the weights of the logistic regression may grow", low=1e-6, high=1e6),
        # Fewer and smaller trees than extra-trees alone, so that the stored model stays small.
        "n_estimators": Setting(100, "how many trees the forest among the three has", low=1, high=2000, whole=True),
        "min_samples_leaf": Setting(
            4, "how many tracks every leaf of those trees keeps; more are smoother", low=1, high=100, whole=True
        ),
    },
    grid={"C": (0.05,)},
    in_best=True,
    explained_by="vote",
    fit_s=0.2,
)
