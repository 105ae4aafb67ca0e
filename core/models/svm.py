"""Scaled columns -> genre scores by a support vector machine."""

from sklearn.base import BaseEstimator
from sklearn.svm import SVC, LinearSVC

from core.models.spec import ModelSpec, Setting


def build(seed: int, *, kernel: str, C: float, gamma: str | float, degree: int) -> BaseEstimator:
    """Gives decision values, not probabilities: scikit-learn's own ``probability=True`` would calibrate in folds
    that know no artists; the training calibrates every model in grouped folds instead.

    The linear kernel sets one genre against the rest, so that each genre has weights of its own that can be read;
    the others set genres against each other in pairs.
    """
    if kernel == "linear":
        return LinearSVC(C=C, dual=False, max_iter=5000, random_state=seed)
    return SVC(C=C, kernel=kernel, gamma=gamma, degree=degree, random_state=seed)


SPEC = ModelSpec(
    name="svm",
    title="SVM",
    about="draws borders between genres, each held up by the tracks nearest to it",
    build=build,
    about_settings={
        "kernel": Setting(
            "rbf",
            "the shape of borders: straight (linear), bent (poly) or free (rbf)",
            ("rbf", "linear", "poly"),
        ),
        "C": Setting(3.0, "how much a track on the wrong side costs; a large value bends borders", low=1e-4, high=1e4),
        "gamma": Setting(
            "scale",
            "how near a track must be to matter (rbf, poly): a large value means very near; scale looks at the data",
            choices=("scale", "auto"),
            low=1e-6,
            high=1e4,
        ),
        "degree": Setting(3, "how often a border may bend (poly alone)", low=1, high=6, whole=True),
    },
    grid={"C": (1.0, 3.0, 10.0)},
    thesis_grid={
        "kernel": ("linear", "rbf", "poly"),
        "C": (0.1, 1.0, 10.0, 100.0),
        "gamma": (0.1, 1.0, 10.0, 100.0),
    },
    thesis_best={"kernel": "rbf", "C": 100.0, "gamma": 1.0},
    in_best=True,
    fit_s=0.1,
)
