"""Scaled columns -> genre scores by a support vector machine with a Gaussian (RBF) kernel."""

from sklearn.svm import SVC

from core.models.spec import ModelSpec


def build(seed: int, *, C: float, gamma: str | float) -> SVC:
    """Gives decision values, not probabilities: scikit-learn's own ``probability=True`` would calibrate in folds
    that know no artists; the training calibrates every model in grouped folds instead."""
    return SVC(C=C, gamma=gamma, random_state=seed)


SPEC = ModelSpec(
    name="svm",
    title="SVM (RBF)",
    about="draws curved borders between genres, each held up by the tracks nearest to it",
    build=build,
    defaults={"C": 3.0, "gamma": "scale"},
    candidates=({"C": 1.0}, {"C": 3.0}, {"C": 10.0}),
)
